// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Computes values on background threads before they are asked for.
///
/// The caller says which keys come next; the threads only work ahead, so the results and their order
/// are those of calling `produce` in place.
final class Prefetcher<Value: Sendable>: Sendable {
  private let shared: Shared

  /// Creates the threads; they end when the prefetcher is released.
  ///
  /// - Parameters:
  ///   - workers: Number of threads, at least 1.
  ///   - produce: Computes the value of a key; called from the threads.
  init(workers: Int, produce: @escaping @Sendable (Int) -> Value) {
    let shared = Shared()
    self.shared = shared
    for number in 0..<max(1, workers) {
      let thread = Thread { shared.work(produce) }
      thread.name = "saddle-data-\(number)"
      thread.start()
    }
  }

  deinit { shared.stop() }

  /// Says which keys come next; values of all others are forgotten.
  ///
  /// - Parameter keys: In the order in which they will be asked for.
  func prepare(_ keys: [Int]) { shared.prepare(keys) }

  /// Returns the value of a key; waits for it if need be.
  func value(of key: Int) -> Value { shared.value(of: key) }

  // All fields are read and written with `condition` locked, which makes sharing safe.
  private final class Shared: @unchecked Sendable {
    private let condition = NSCondition()
    private var queue: [Int] = []
    private var pending: Set<Int> = []
    private var values: [Int: Value] = [:]
    private var isStopped = false

    func work(_ produce: (Int) -> Value) {
      while let key = nextKey() {
        let value = produce(key)
        condition.withLock {
          if pending.remove(key) != nil { values[key] = value }
          condition.broadcast()
        }
      }
    }

    private func nextKey() -> Int? {
      condition.withLock {
        while queue.isEmpty && !isStopped { condition.wait() }
        return isStopped ? nil : queue.removeFirst()
      }
    }

    func prepare(_ keys: [Int]) {
      condition.withLock {
        let wanted = Set(keys)
        values = values.filter { wanted.contains($0.key) }
        queue.removeAll { !wanted.contains($0) }
        pending.formIntersection(wanted)
        for key in keys { request(key) }
        condition.broadcast()
      }
    }

    func value(of key: Int) -> Value {
      condition.withLock {
        while true {
          if let value = values[key] { return value }
          request(key)
          condition.broadcast()
          condition.wait()
        }
      }
    }

    private func request(_ key: Int) {
      if values[key] == nil && pending.insert(key).inserted { queue.append(key) }
    }

    func stop() {
      condition.withLock {
        isStopped = true
        condition.broadcast()
      }
    }
  }
}
