// SPDX-License-Identifier: Apache-2.0
import CTorch

/// What a monitor wants to know about a batch of numbers.
public struct TensorSummary: Sendable, Equatable {
  /// Mean of the elements.
  public var mean: Double
  /// Standard deviation of the elements as a population (divided by their count).
  public var standardDeviation: Double
  /// Smallest element; NaN if there is one.
  public var minimum: Double
  /// Largest element; NaN if there is one.
  public var maximum: Double
  /// Share of elements above the threshold, 0...1.
  public var shareAbove: Double
  /// Number of elements that are NaN or infinite.
  public var nonFiniteCount: Int
}

extension Tensor {
  /// Returns summaries of several tensors with one call of the engine.
  ///
  /// Far cheaper than the single reductions: accumulated in Double, elements read as float32.
  ///
  /// - Parameters:
  ///   - tensors: Any shapes with at least one element.
  ///   - threshold: Where `shareAbove` divides, such as the discriminator's decision point.
  public static func summaries(
    _ tensors: [Tensor],
    threshold: Double = 0
  ) throws(TensorError) -> [TensorSummary] {
    let list = HandleList(tensors)
    var numbers = [Double](repeating: 0, count: tensors.count * 6)
    try perform("summaries", tensors) { failure in
      list.with { st_summaries($0, list.count, threshold, &numbers, failure) }
    }
    return tensors.indices.map { index in
      let own = numbers[(index * 6)..<(index * 6 + 6)].map { $0 }
      return TensorSummary(
        mean: own[0],
        standardDeviation: own[1],
        minimum: own[2],
        maximum: own[3],
        shareAbove: own[4],
        nonFiniteCount: Int(exactly: own[5]) ?? 0
      )
    }
  }
}
