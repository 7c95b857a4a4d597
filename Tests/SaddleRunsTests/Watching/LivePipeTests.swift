// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleRunsSamples
import SaddleText
import Testing

@Suite struct LivePipeTests {
  /// What a taker holds at the end, and how often it had to begin anew.
  private func read(
    _ bytes: [UInt8],
    piece: (inout SplitMix64) -> Int = { _ in 50 }
  ) throws -> (items: [GameObservation], rebuilds: Int, pipe: LivePipe) {
    var random = SplitMix64(seed: 1)
    let pipe = LivePipe()
    var items: [GameObservation] = []
    var rebuilds = 0
    func take(_ batch: LiveRun.Batch) {
      if batch.isRebuilt {
        items = []
        rebuilds += 1
      }
      items += batch.observations
    }
    var rest = bytes[...]
    while !rest.isEmpty {
      let next = rest.prefix(piece(&random))
      take(try Array(next).withUnsafeBytes { try pipe.push($0, now: 0) })
      rest = rest.dropFirst(next.count)
    }
    take(pipe.finish())
    return (items, rebuilds, pipe)
  }

  @Test func givesTheSameAsTheFileHoweverItIsCut() throws {
    let text = (1...500).map {
      "iter \($0) loss_d: \(Double($0) / 500) loss_g: 1.5 d_real: \($0 % 3)\n"
    }
    .joined()
    let file = try readLog(text)
    for limit in [7, 100, 5000] {
      let live = try read(Array(text.utf8)) { Int.random(in: 1...limit, using: &$0) }
      #expect(live.items == file.items)
    }
  }

  @Test func followsAnEventFile() throws {
    let live = try read(BinarySamples.eventFile(records: 1000).bytes)
    #expect(live.items.steps == Array(0..<500))
  }

  @Test func aContradictionAmongTheFirstRowsBeginsAnew() throws {
    // All outputs are within 0...1 at first: a probability, until a 3 comes.
    let text = (1...300).map { step in
      "{\"step\": \(step), \"loss_d\": 1, \"loss_g\": 9, \"d_real\": \(step < 100 ? 0.5 : 3), "
        + "\"d_fake\": 0.5}\n"
    }
    .joined()
    let live = try read(Array(text.utf8))
    #expect(live.rebuilds == 2)
    #expect(live.items.values(.scoresReal).count == 300)
    #expect(live.items.values(.probabilityReal).isEmpty)
  }

  @Test func aRestartIsASession() throws {
    let text = (Array(1...100) + Array(50...100)).map { "step \($0) loss_d: 1 loss_g: 2\n" }
    let live = try read(Array(text.joined().utf8))
    #expect(live.items.count == 151)
    #expect(live.items.first?.session == 0)
    #expect(live.items.last?.session == 1)
  }

  @Test func aLateColumnIsTakenIn() throws {
    var text = (1...300).map { "{\"step\": \($0), \"loss_d\": 1, \"loss_g\": 2}\n" }.joined()
    text += "{\"step\": 301, \"loss_d\": 1, \"loss_g\": 2, \"fid\": 12.5}\n"
    let live = try read(Array(text.utf8))
    #expect(live.items.values(.metricFID) == [12.5])
    #expect(live.items.count == 301)
  }

  @Test func whatIsHeldBackComesWhenNothingMoreDoes() throws {
    let pipe = LivePipe()
    let lines = Array("step 1 loss_d: 1 loss_g: 2\nstep 2 loss_d: 1 loss_g: 2\n".utf8)
    var items = try lines.withUnsafeBytes { try pipe.push($0, now: 0) }.observations
    #expect(items.steps == [1])
    items += pipe.idle(now: 60).observations
    #expect(items.steps == [1, 2])
  }

  @Test func proseIsRefused() throws {
    let live = try read(Array("hello\n".utf8))
    #expect(live.items.isEmpty)
    #expect(!live.pipe.isFound)
    #expect(live.pipe.refusal.hasPrefix("no known log format"))
  }
}
