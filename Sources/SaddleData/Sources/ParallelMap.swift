// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation

/// Returns `body` of `0 ..< count` in order, computed on several threads.
///
/// - Parameters:
///   - count: Number of values.
///   - workers: Threads to use; 0 and 1 mean this one.
///   - progress: Called now and then, from any thread but never twice at once, with the number done.
///   - body: Computes one value; called from the threads.
/// - Returns: The values in order, whatever thread made them.
func parallelMap<Value: Sendable>(
  _ count: Int,
  workers: Int,
  progress: @Sendable (Int) -> Void = { _ in },
  _ body: @Sendable (Int) -> Value
) -> [Value] {
  let board = Board<Value>(count: count)
  DispatchQueue.concurrentPerform(iterations: max(1, min(workers, count))) { _ in
    while let index = board.next() {
      board.finish(index, body(index), progress)
    }
  }
  return board.values.compactMap { $0 }
}

// All fields are read and written with `lock` locked until the threads have ended.
private final class Board<Value: Sendable>: @unchecked Sendable {
  private(set) var values: [Value?]
  private let lock = NSLock()
  private var started = 0
  private var done = 0

  init(count: Int) {
    values = [Value?](repeating: nil, count: max(0, count))
  }

  func next() -> Int? {
    lock.withLock {
      guard started < values.count else { return nil }
      started += 1
      return started - 1
    }
  }

  func finish(_ index: Int, _ value: Value, _ progress: (Int) -> Void) {
    lock.withLock {
      values[index] = value
      done += 1
      if done % 64 == 0 || done == values.count { progress(done) }
    }
  }
}
