// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One line that says how far something is: drawn over itself on a terminal, printed now and then
/// where the output goes to a file or a pipe.
///
/// Not for several threads: whoever does the work shows the progress.
public struct ProgressLine {
  /// Seconds between two lines; drawing more often costs time and shows nothing more.
  public struct Pace: Sendable, Equatable {
    /// On a terminal.
    public var drawn = 0.1
    /// Elsewhere.
    public var printed = 10.0

    /// The usual pace.
    public init() {}
  }

  private let terminal: Terminal
  private let pace: Pace
  private let write: (String) -> Void
  private let now: () -> Double
  private var last: Double?
  private var isDrawn = false

  /// Creates a progress line on standard error.
  public init(pace: Pace = Pace()) {
    let start = DispatchTime.now().uptimeNanoseconds
    self.init(
      terminal: .standardError,
      pace: pace,
      write: { StandardStream.error.writeUnchecked($0) },
      now: { Double(DispatchTime.now().uptimeNanoseconds &- start) * 1e-9 }
    )
  }

  /// Creates a progress line with a writer and a clock of one's own.
  public init(
    terminal: Terminal,
    pace: Pace = Pace(),
    write: @escaping (String) -> Void,
    now: @escaping () -> Double
  ) {
    self.terminal = terminal
    self.pace = pace
    self.write = write
    self.now = now
  }

  /// Shows `text` if it is time to; the text is only made then.
  ///
  /// - Parameter force: Shows it whatever the time, as for the last step.
  public mutating func show(force: Bool = false, _ text: () -> String) {
    let time = now()
    let interval = terminal.isInteractive ? pace.drawn : pace.printed
    if !force, let last, time - last < interval { return }
    last = time
    let line = TerminalText.harmless(text())
    if terminal.isInteractive {
      // The last column stays free: some terminals wrap when it is written to.
      write("\r" + Self.cut(line, to: terminal.width - 1) + "\u{1B}[K")
      isDrawn = true
    } else {
      write(line + "\n")
    }
  }

  /// Prints a line that stays, above the progress.
  public mutating func print(_ line: String) {
    write((isDrawn ? "\r\u{1B}[K" : "") + TerminalText.harmless(line) + "\n")
    isDrawn = false
    last = terminal.isInteractive ? nil : last
  }

  /// Prints a line that stays, broken between words where the terminal is too narrow for it.
  public mutating func print(wrapping line: String) {
    guard terminal.isInteractive else { return self.print(line) }
    let parts = TextLayout.wrap(TerminalText.harmless(line), to: terminal.width - 3)
    self.print(parts.joined(separator: "\n  "))
  }

  /// Leaves the line as it is and goes to the next.
  public mutating func end() {
    if isDrawn { write("\n") }
    isDrawn = false
  }

  /// Returns `line` with at most `width` characters, escape sequences of colors not counted.
  package static func cut(_ line: String, to width: Int) -> String {
    var result = ""
    var count = 0
    var inEscape = false
    var sawEscape = false
    for character in line {
      if character == "\u{1B}" {
        inEscape = true
        sawEscape = true
      } else if !inEscape {
        if count == width { break }
        count += 1
      }
      result.append(character)
      if inEscape, character == "m" { inEscape = false }
    }
    return sawEscape ? result + Ink.reset : result
  }
}
