// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import Testing

/// A name that a console line has twice is two columns, but for a bar that is drawn again.
@Suite struct RepeatedNamesTests {
  @Test func twoCellsOfOneNameAreTwoColumns() throws {
    let lines = (0..<6).map {
      "\($0): [D loss: 0.75, acc: 0.\($0 + 1)]  [A loss: 1.5, acc: 0.75, acc: 1.0]"
    }
    let log = try readLog(lines.joined(separator: "\n") + "\n")
    #expect(log.items.values(.accuracy) == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    let others = log.recognition.columns.filter { $0.name.hasPrefix("acc (") }
    #expect(others.map(\.name) == ["acc (2)", "acc (3)"])
    #expect(others.map(\.range) == [0.75...0.75, 1...1])
    #expect(others.allSatisfy { $0.isKnown && $0.signals.isEmpty })
  }

  @Test(arguments: [
    "Epoch 1/2: 1/4 [D_loss=1.5, G_loss=0.5] 2/4 [D_loss=1.25, G_loss=0.75]",
    "step 1: D_loss 1.5 G_loss 0.5 step 1: D_loss 1.25 G_loss 0.75",
    "iter: 1k D_loss: 1.5 G_loss: 0.5 iter: 1k D_loss: 1.25 G_loss: 0.75",
    "epoch [1/2] D_loss: 1.5 G_loss: 0.5 epoch [1/2] D_loss: 1.25 G_loss: 0.75",
  ])
  func ofABarThatIsDrawnAgainTheLastCounts(_ line: String) throws {
    let log = try readLog(line + "\n" + line + "\n")
    #expect(log.recognition.columns.allSatisfy { !$0.name.contains("(2)") })
    #expect(Set(log.items.values(.lossDiscriminator)) == [1.25])
    #expect(Set(log.items.values(.lossGenerator)) == [0.75])
  }

  @Test func aNumberBehindTheFractionsOfAPlaceIsNoPlace() throws {
    let lines = (0..<6).map {
      "[0/25][\($0)/5631][\($0 * 7 % 3)] Loss_D: 1.25 Loss_G: 0.75"
    }
    let log = try readLog(lines.joined(separator: "\n") + "\n")
    #expect(log.items.steps == [0, 1, 2, 3, 4, 5])
  }

  /// Four digits in front of a time are a day; any other number there is the iteration.
  @Test func anIterationMayStandInFrontOfTheTime() throws {
    let lines = (1...9).map { "\($0 * 100) 00:01:23 d_loss 1.3\($0) g_loss 0.7\($0)\n" }
    let log = try readLog(lines.joined())
    #expect(log.items.prefix(3).map(\.observation.step) == [100, 200, 300])
  }
}
