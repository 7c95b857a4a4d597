// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// A random order of `0..<count` from a seed, for parts and subsets.
struct Shuffle {
  let order: [Int]

  init(_ count: Int, seed: UInt64) throws(TensorError) {
    order = try Random(seed: seed).permutation(count).array()
  }

  /// Returns `count` disjoint parts of equal size; the rest is left out.
  func parts(_ count: Int) -> [[Int]] {
    let size = order.count / count
    return (0..<count).map { Array(order[$0 * size..<($0 + 1) * size]) }
  }
}
