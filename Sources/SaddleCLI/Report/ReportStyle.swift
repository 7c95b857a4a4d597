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

  /// Returns the style for standard output.
  static func standardOutput(
    plain: Bool,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> ReportStyle {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var size = winsize()
    let known = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    let columns = environment["COLUMNS"].flatMap { Int($0) }
    return decide(
      isTerminal: isTerminal,
      columns: columns ?? (known && size.ws_col > 0 ? Int(size.ws_col) : nil),
      plain: plain,
      environment: environment
    )
  }

  /// Decides from what is known of the surroundings.
  ///
  /// Colour needs a terminal and neither `NO_COLOR` nor `TERM=dumb`; `FORCE_COLOR` asks for it.
  /// Braille needs a terminal that speaks UTF-8 and is not the Linux console. The width is kept
  /// between 60 and 120 columns; 80 where it is unknown.
  static func decide(
    isTerminal: Bool,
    columns: Int?,
    plain: Bool,
    environment: [String: String]
  ) -> ReportStyle {
    let wanted = environment["FORCE_COLOR"].map { !$0.isEmpty && $0 != "0" } ?? false
    let refused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    let dumb = environment["TERM"] == "dumb"
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "UTF-8"
    let speaksUnicode = locale.lowercased().contains("utf")
    return ReportStyle(
      width: min(120, max(60, columns ?? 80)),
      hasColour: !plain && !refused && (wanted || isTerminal && !dumb),
      isPlain: plain || isTerminal && (dumb || !speaksUnicode || environment["TERM"] == "linux")
    )
  }

  /// Returns the text in a colour, or as it is where there are none.
  func paint(_ text: String, _ inks: Ink...) -> String {
    guard hasColour, !inks.isEmpty, !text.isEmpty else { return text }
    return "\u{1B}[\(inks.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
  }
}
