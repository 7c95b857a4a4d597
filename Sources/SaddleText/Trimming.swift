// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
  /// The text without white space at its ends.
  package var trimmingSpaces: String {
    var view = self[...]
    while let first = view.first, first.isWhitespace { view = view.dropFirst() }
    while let last = view.last, last.isWhitespace { view = view.dropLast() }
    return String(view)
  }
}
