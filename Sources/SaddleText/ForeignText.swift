// SPDX-License-Identifier: Apache-2.0

/// Text that somebody else wrote, made fit to be shown: names of files, keys and columns can hold
/// what a terminal obeys.
package enum ForeignText {
  /// Returns whether a terminal would obey a scalar: control characters (ESC and U+009B begin
  /// sequences), and marks that turn the direction of what is shown.
  package static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E,
      0x2066...0x2069:
      true
    default: false
    }
  }

  /// Returns a text as a part of a line: what a terminal would obey becomes `?`, line breaks become
  /// blanks.
  package static func inLine(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: result.append(" ")
      default: result.append(isObeyed(scalar) ? "?" : scalar)
      }
    }
    return String(result)
  }

  /// Returns a text as a message quotes it: cut to 60 characters, `?` for whatever can't be seen.
  package static func quoted(_ text: String) -> String {
    let safe = text.unicodeScalars.prefix(61).map { scalar in
      let isUnseen = scalar.properties.generalCategory == .format
      return isUnseen || isObeyed(scalar) ? "?" : Character(scalar)
    }
    return safe.count > 60 ? String(safe.prefix(57)) + "..." : String(safe)
  }
}
