// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleText

@testable import SaddleRuns

/// A writer that treats a log as loggers, copiers and rotation do, by a seeded schedule, and the
/// reader beside it; `expected` is what the reader has to hand out.
struct TailSchedule {
  /// What a writer does to a file beside appending.
  enum Upset: CaseIterable {
    /// `mv log log.1`, then a new file.
    case rotate
    /// Everything again into the same file, as Lightning does for a new column.
    case rewrite
    /// A copy with more in it takes the file's place, as rsync does.
    case replace
    /// The trainer begins anew in the same file.
    case truncate
    /// The file is removed, the trainer begins anew.
    case recreate
    /// The trainer goes back to a checkpoint and appends.
    case resume
  }

  struct Record: Equatable, CustomStringConvertible {
    var step: Int
    var value: Double
    var description: String { "\(step):\(value)" }
  }

  let path: String
  private(set) var expected: [Record] = []
  private(set) var found: [Record] = []
  private var random: Xoshiro
  private var lines: [String] = []
  private var pending: [UInt8] = []
  private var step = 0
  private var counter = 0.0
  private var clock = 0.0
  private let live: LiveRun

  init(seed: UInt64, folder: String) {
    path = folder + "/log.jsonl"
    random = Xoshiro(seed: seed)
    live = LiveRun(path)
  }

  mutating func run(ticks: Int) throws {
    for _ in 0..<ticks {
      for _ in 0..<Int.random(in: 0...3, using: &random) { log() }
      try append(bytes: Int.random(in: 1...4096, using: &random))
      if Int.random(in: 0..<8, using: &random) == 0,
        let upset = Upset.allCases.randomElement(using: &random)
      {
        try completeLine()
        try poll()
        try apply(upset)
      }
      if Bool.random(using: &random) { try poll() }
    }
    try completeLine()
    for _ in 0..<4 { try poll(pause: 2) }
  }

  private mutating func log() {
    step += 1
    counter += 1
    let line = "{\"step\": \(step), \"loss_g\": \(counter), \"loss_d\": 0.5}\n"
    lines.append(line)
    pending += Array(line.utf8)
    expected.append(Record(step: step, value: counter))
  }

  private mutating func append(bytes: Int) throws {
    let piece = pending.prefix(bytes)
    pending.removeFirst(piece.count)
    guard let file = fopen(path, "ab") else { throw FileError("open", path) }
    _ = Array(piece).withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
  }

  private mutating func completeLine() throws {
    try append(bytes: pending.count)
  }

  private mutating func apply(_ upset: Upset) throws {
    switch upset {
    case .rotate:
      rename(path, path + ".1")
      lines = []
      log()
      try completeLine()
    case .rewrite:
      log()
      pending = []
      try write(lines, to: path)
    case .replace:
      log()
      pending = []
      try write(lines, to: path + ".new")
      rename(path + ".new", path)
    case .truncate, .recreate:
      if upset == .recreate { unlink(path) }
      step = Int.random(in: 0...2, using: &random)
      lines = []
      log()
      pending = []
      try write(lines, to: path)
    case .resume:
      // By one step less the same step would be logged twice on end: that is one observation.
      if step > 10 { step -= Int.random(in: 2...10, using: &random) }
    }
  }

  private func write(_ lines: [String], to path: String) throws {
    guard let file = fopen(path, "wb") else { throw FileError("open", path) }
    fputs(lines.joined(), file)
    fclose(file)
  }

  private mutating func poll(pause: Double = 0.25) throws {
    clock += pause
    var hasMore = true
    while hasMore {
      let batch = try live.poll(now: clock, rescan: true)
      hasMore = batch.hasMore
      if batch.isRebuilt { found = [] }
      found += batch.observations.map {
        Record(step: $0.observation.step, value: $0.observation[.lossGenerator] ?? .nan)
      }
    }
  }
}

/// A small generator with a seed (xoshiro256**, Blackman and Vigna 2018).
struct Xoshiro: RandomNumberGenerator {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  init(seed: UInt64) {
    var mixed = SplitMix64(seed: seed)
    state = (mixed.next(), mixed.next(), mixed.next(), mixed.next())
  }

  mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = (product << 7 | product >> 57) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3 << 45 | state.3 >> 19
    return result
  }
}
