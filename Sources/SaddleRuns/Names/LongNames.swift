// SPDX-License-Identifier: Apache-2.0

/// What the columns of a long log are called, which holds one value a record: `tag, step, value`.
enum LongNames {
  /// Where the value stands.
  static let values: Set<String> = [
    "value", "val", "scalar", "metric value", "y", "mean", "result", "score", "number",
  ]
  /// Where its name stands, the surest first.
  static let names = [
    "tag", "metric", "key", "variable", "series", "quantity", "tag name", "metric name", "scalar",
    "name", "loss", "what", "type",
  ]
}
