// SPDX-License-Identifier: Apache-2.0

/// What a network is told beside its input.
public struct Condition {
  /// Class of each sample, `[batch]`, integers from 0 on; nil where there are no classes.
  public var labels: Tensor?
  /// Style vector of each sample, `[batch, features]`; nil where the network has none.
  public var style: Tensor?

  /// Creates a condition; without arguments it says nothing.
  public init(labels: Tensor? = nil, style: Tensor? = nil) {
    self.labels = labels
    self.style = style
  }

  /// Whether it says nothing.
  public var isEmpty: Bool { labels == nil && style == nil }
}
