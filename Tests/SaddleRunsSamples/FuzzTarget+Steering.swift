// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns

extension FuzzTarget {
  /// What a training loop says to `saddle autopilot steer`: lines, each of which has an answer.
  static let steering = FuzzTarget(
    "steering",
    isBinary: false,
    seeds: steeringSeeds.map { Array($0.utf8) }
  ) { input in
    var desk = SteeringDesk(MemoryLedger())
    for line in input.split(separator: UInt8(ascii: "\n")).prefix(64) {
      let answer = desk.answer(Data(line))
      guard let object = try? JSONSerialization.jsonObject(with: answer) as? [String: Any],
        (object["order"] == nil) != (object["error"] == nil)
      else { throw BrokenPromise("an answer that is neither order nor error") }
    }
  }

  private static let steeringSeeds = [
    """
    {"mode":"guarded","steps":900,"window":4,"keys":{"optimizer.discriminator.learningRate":\
    {"value":0.0},"regularizers.r1.gamma":{"value":1e-3,"needs":"guarded"}},"context":{"objective":\
    "hinge"},"settings":{"optimizer.generator.kind":"adam","training.batchSize":64}}
    {"step":1,"loss/d":1.386,"loss/g":0.693}
    {"step":5,"loss/d":"NaN","loss/g":1e300,"metrics/fid":12}
    {"metric":"coverage","values":[0.25,0.5,"NaN"]}
    {"step":9,"loss/d":0.0,"loss/g":20}
    {"save":true}
    """,
    """
    {"mode":"safe","steps":100,"resume":true,"tries":1,"changes":2,"wasted":0.1,"measures":["r1"]}
    {"step":-3,"loss/d":1}
    {"metric":"mine","value":3,"largerIsBetter":false}
    {"now":{"optimizer.discriminator.learningRate":0.5}}
    {"failed":"it is 0.1"}
    """,
  ]

  /// A ledger that keeps nothing but its length, and knows of a change on trial.
  private final class MemoryLedger: SteeringLedger {
    private var length = 0

    func write(_ intervention: Intervention) { length += 1 }
    func byteCount() -> Int { length }
    func cut(to byteCount: Int) { length = byteCount }
    func read() throws -> [Intervention] {
      let line = """
        {"number":1,"step":50,"symptom":"oscillation","finding":"","hypothesis":"","measure":"r1",\
        "changes":[{"key":"regularizers.r1.gamma","old":1,"new":"2"}],"expected":"",\
        "verdict":"trying","because":"","cost":0}
        """
      return [try JSONDecoder().decode(Intervention.self, from: Data(line.utf8))]
    }
  }
}
