// SPDX-License-Identifier: Apache-2.0

/// One signal in the course of a run, thinned to a bounded count of buckets.
///
/// A bucket holds the extremes and the mean of what it stands for, so that a plot shows every
/// spike of a run of any length. While there are fewer values than buckets, each has its own.
public struct Series: Sendable, Equatable {
  /// A stretch of the run.
  public struct Bucket: Sendable, Equatable {
    /// Step of the first value in it.
    public internal(set) var firstStep: Int
    /// Step of the last value in it.
    public internal(set) var lastStep: Int
    /// Smallest finite value; `infinity` where there is none.
    public internal(set) var minimum = Double.infinity
    /// Largest finite value; `-infinity` where there is none.
    public internal(set) var maximum = -Double.infinity
    /// Mean of the finite values.
    public internal(set) var mean = 0.0
    /// Count of finite values.
    public internal(set) var count = 0
    /// Count of values that are NaN or infinite.
    public internal(set) var nonFiniteCount = 0

    init(step: Int) {
      firstStep = step
      lastStep = step
    }

    /// Whether there is nothing to draw.
    public var isGap: Bool { count == 0 }

    mutating func add(_ value: Double, step: Int) {
      lastStep = step
      guard value.isFinite else {
        nonFiniteCount += 1
        return
      }
      minimum = Swift.min(minimum, value)
      maximum = Swift.max(maximum, value)
      count += 1
      mean += value / Double(count) - mean / Double(count)
    }

    mutating func add(_ other: Bucket) {
      firstStep = Swift.min(firstStep, other.firstStep)
      lastStep = Swift.max(lastStep, other.lastStep)
      minimum = Swift.min(minimum, other.minimum)
      maximum = Swift.max(maximum, other.maximum)
      nonFiniteCount += other.nonFiniteCount
      guard other.count > 0 else { return }
      let total = count + other.count
      let share = Double(other.count) / Double(total)
      mean = mean * (1 - share) + other.mean * share
      count = total
    }
  }

  /// The buckets in the order of the log; steps go back where the run was resumed.
  public private(set) var buckets: [Bucket] = []
  /// The last value, finite or not.
  public private(set) var last: Double?
  /// Count of values.
  public private(set) var count = 0
  private let capacity: Int
  private var stride = 1
  private var filled = 0

  /// Creates an empty series.
  ///
  /// - Parameter capacity: The greatest count of buckets, at least 2.
  public init(capacity: Int = 1024) {
    self.capacity = Swift.max(2, capacity)
  }

  /// Appends a value.
  ///
  /// - Complexity: amortised O(1) in time; memory is bounded by the capacity.
  public mutating func add(_ value: Double, step: Int) {
    last = value
    count += 1
    if let end = buckets.last?.lastStep, filled < stride, step >= end {
      buckets[buckets.count - 1].add(value, step: step)
      filled += 1
      return
    }
    if buckets.count >= capacity { thin() }
    var bucket = Bucket(step: step)
    bucket.add(value, step: step)
    buckets.append(bucket)
    filled = 1
  }

  /// Halves the count of buckets; a going back of steps is kept apart as long as there is room.
  private mutating func thin() {
    stride = stride > Int.max / 2 ? stride : stride * 2
    let orderly = merged { $0.lastStep <= $1.firstStep }
    buckets = orderly.count <= capacity * 3 / 4 ? orderly : merged { _, _ in true }
    filled = stride
  }

  private func merged(where mayMerge: (Bucket, Bucket) -> Bool) -> [Bucket] {
    var result: [Bucket] = []
    result.reserveCapacity(capacity)
    var index = 0
    while index < buckets.count {
      var bucket = buckets[index]
      index += 1
      if index < buckets.count, mayMerge(bucket, buckets[index]) {
        bucket.add(buckets[index])
        index += 1
      }
      result.append(bucket)
    }
    return result
  }
}
