// SPDX-License-Identifier: Apache-2.0

/// A key with `*` for any one part of it, such as `optimizer.*.learningRate`.
struct KeyPattern {
  private let parts: [Substring]

  init(_ text: String) {
    parts = text.split(separator: ".", omittingEmptySubsequences: false)
  }

  /// Whether a key is meant.
  func matches(_ key: String) -> Bool {
    let given = key.split(separator: ".", omittingEmptySubsequences: false)
    return given.count == parts.count && zip(given, parts).allSatisfy { $1 == "*" || $0 == $1 }
  }

  /// The keys that are meant, in their order.
  func matches(of keys: [String]) -> [String] { keys.filter(matches) }
}
