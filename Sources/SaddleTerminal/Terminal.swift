// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the place that a stream leads to can show.
public struct Terminal: Sendable, Equatable {
  /// Whether a line can be drawn over: a terminal, and not a dumb one.
  public var isInteractive: Bool
  /// Columns; 80 where nothing says otherwise.
  public var width: Int
  /// Whether colors are welcome (`NO_COLOR` and `FORCE_COLOR` count).
  public var usesColor: Bool

  /// Creates a description.
  public init(isInteractive: Bool, width: Int = 80, usesColor: Bool = false) {
    self.isInteractive = isInteractive
    self.width = width
    self.usesColor = usesColor
  }

  /// Standard output as it is now.
  public static var standardOutput: Terminal { detect(STDOUT_FILENO) }
  /// Standard error as it is now; progress goes there.
  public static var standardError: Terminal { detect(STDERR_FILENO) }

  /// Returns what the environment and the file descriptor say.
  ///
  /// - Parameters:
  ///   - descriptor: The stream.
  ///   - environment: `TERM`, `COLUMNS`, `NO_COLOR` and `FORCE_COLOR` are read; nil is this
  ///     process's.
  public static func detect(
    _ descriptor: Int32,
    environment: [String: String]? = nil
  ) -> Terminal {
    let environment = environment ?? ProcessInfo.processInfo.environment
    let isTerminal = isatty(descriptor) == 1
    let isInteractive = isTerminal && environment["TERM"] != "dumb"
    var size = winsize()
    var width = environment["COLUMNS"].flatMap { Int($0) } ?? 0
    if isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      width = Int(size.ws_col)
    }
    return Terminal(
      isInteractive: isInteractive,
      width: (20...10_000).contains(width) ? width : 80,
      usesColor: usesColor(isInteractive, environment)
    )
  }

  /// Returns whether colors are welcome, by the conventions of no-color.org and force-color.org.
  package static func usesColor(_ isInteractive: Bool, _ environment: [String: String]) -> Bool {
    if let no = environment["NO_COLOR"], !no.isEmpty { return false }
    if let force = environment["FORCE_COLOR"], !force.isEmpty, force != "0" { return true }
    return isInteractive
  }

  /// Returns `text` in an ink, or as it is where colors aren't welcome.
  public func paint(_ text: String, _ ink: Ink) -> String {
    usesColor ? Ink.paint(text, [ink]) : text
  }
}
