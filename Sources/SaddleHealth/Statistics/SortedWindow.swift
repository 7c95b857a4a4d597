// SPDX-License-Identifier: Apache-2.0

/// The last values of a signal in order of size: exact quantiles of a sliding window.
///
/// - Complexity: O(capacity) moves of four bytes a value; memory 8 bytes x capacity.
struct SortedWindow: Codable, Sendable, Equatable {
  private let capacity: Int
  private var byAge: [Float] = []
  private var bySize: [Float] = []
  private var oldest = 0

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { bySize.count }

  /// Adds a finite value and drops the oldest where the window is full.
  mutating func add(_ value: Double) {
    let value = Float(value)
    guard byAge.count == capacity else {
      byAge.append(value)
      bySize.insert(value, at: position(of: value))
      return
    }
    let from = position(of: byAge[oldest])
    let to = position(of: value)
    byAge[oldest] = value
    oldest = oldest + 1 == capacity ? 0 : oldest + 1
    // What lies between the old and the new place moves by one.
    if to > from {
      for index in from..<(to - 1) { bySize[index] = bySize[index + 1] }
      bySize[to - 1] = value
    } else {
      for index in stride(from: from, to: to, by: -1) { bySize[index] = bySize[index - 1] }
      bySize[to] = value
    }
  }

  /// Returns the quantile; 0 where the window is empty.
  func quantile(_ fraction: Double) -> Double {
    guard !bySize.isEmpty else { return 0 }
    return Double(bySize[Int(fraction * Double(bySize.count - 1))])
  }

  /// First position whose value is not below `value`.
  private func position(of value: Float) -> Int {
    var low = 0
    var high = bySize.count
    while low < high {
      let middle = (low + high) / 2
      if bySize[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
