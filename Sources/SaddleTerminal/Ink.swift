// SPDX-License-Identifier: Apache-2.0

/// A color or weight, by its number in an escape sequence; readable on light and dark ground.
public enum Ink: Int, Sendable {
  /// To be read first.
  case bold = 1
  /// Beside the point.
  case dim = 2
  /// Foreground and background exchanged.
  case inverse = 7
  /// Wrong.
  case red = 31
  /// Fine.
  case green = 32
  /// Doubtful.
  case yellow = 33
  /// One of several kinds.
  case blue = 34
  /// One of several kinds.
  case magenta = 35
  /// One of several kinds.
  case cyan = 36

  /// What ends every color.
  package static let reset = "\u{1B}[0m"

  /// Returns the text in some inks; an empty one stays empty.
  package static func paint(_ text: String, _ inks: [Ink]) -> String {
    guard !inks.isEmpty, !text.isEmpty else { return text }
    let codes = inks.map { "\($0.rawValue)" }.joined(separator: ";")
    return "\u{1B}[\(codes)m\(text)\(reset)"
  }
}
