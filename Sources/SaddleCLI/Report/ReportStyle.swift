// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How to write a report for whoever reads it: line width, colour, characters.
struct ReportStyle: Sendable, Equatable {
  /// Columns of a line.
  var width = 80
  /// Whether colours may be used.
  var hasColour = false
  /// Whether only ASCII may be used.
  var isPlain = false

  /// A colour or weight, by its number in an escape sequence.
  enum Ink: String, Sendable {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case magenta = "35"
    case cyan = "36"
    case inverse = "7"
  }

  /// Returns the style for a stream: what it can show, and what the environment says.
  ///
  /// Braille needs UTF-8 and more than the Linux console; a stream that is no terminal gets it. The
  /// width is kept between 60 and 120 columns.
  ///
  /// - Parameters:
  ///   - terminal: The stream.
  ///   - plain: Whether the user wants ASCII without colours.
  ///   - environment: `TERM`, `LC_ALL`, `LC_CTYPE` and `LANG` are read.
  static func decide(
    _ terminal: Terminal = .standardOutput,
    plain: Bool,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> ReportStyle {
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "UTF-8"
    let showsBraille =
      locale.lowercased().contains("utf") && environment["TERM"] != "linux"
    return ReportStyle(
      width: min(120, max(60, terminal.width)),
      hasColour: !plain && terminal.usesColor,
      isPlain: plain || terminal.isInteractive && !showsBraille
    )
  }

  /// What ends every colour.
  static let reset = "\u{1B}[0m"

  /// Returns the text in a colour, or as it is where there are none.
  func paint(_ text: String, _ inks: Ink...) -> String {
    guard hasColour, !inks.isEmpty, !text.isEmpty else { return text }
    return "\u{1B}[\(inks.map(\.rawValue).joined(separator: ";"))m\(text)\(Self.reset)"
  }
}
