// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import Testing

/// JSON with one value a record, and its name beside it.
@Suite struct LongRecordTests {
  @Test(arguments: [
    (
      #"{"tag": "Loss/Discriminator", "step": S, "value": 1.5}"#,
      #"{"tag": "Loss/Generator", "step": S, "value": 0.5}"#
    ),
    (
      #"{"step": S, "score": 1.5, "name": "d_loss"}"#,
      #"{"step": S, "score": 0.5, "name": "g_loss"}"#
    ),
    (
      #"{"type": "scalar", "metric": "d_loss", "val": 1.5, "epoch": S, "wall_time": 1.7e9}"#,
      #"{"type": "scalar", "metric": "g_loss", "val": 0.5, "epoch": S, "wall_time": 1.7e9}"#
    ),
  ])
  func aValueStandsUnderTheNameBesideIt(_ discriminator: String, _ generator: String) throws {
    let records = (1...5).flatMap { step in
      [discriminator, generator].map { $0.replacing("S", with: "\(step)") }
    }
    for text in [
      records.joined(separator: "\n"), "[\(records.joined(separator: ",\n"))]",
      "{\"history\": [\(records.joined(separator: ", "))]}",
    ] {
      let log = try readLog(text, name: "log.jsonl")
      #expect(log.items.steps == [1, 2, 3, 4, 5])
      #expect(log.items.values(.lossDiscriminator) == Array(repeating: 1.5, count: 5))
      #expect(log.items.values(.lossGenerator) == Array(repeating: 0.5, count: 5))
    }
  }

  @Test func besideOtherNumbersAValueKeepsItsKey() throws {
    let text = (1...5).map {
      "{\"name\": \"run 7\", \"step\": \($0), \"score\": 0.25, \"loss_d\": 1.5, \"loss_g\": 0.5}\n"
    }
    let log = try readLog(text.joined(), name: "log.jsonl")
    #expect(log.recognition.columns.map(\.name).sorted() == ["loss_d", "loss_g", "score", "step"])
    #expect(log.items.values(.lossDiscriminator).count == 5)
  }

  @Test func oneListBesideNumbersIsNoHistory() throws {
    let text = (1...4).map {
      "{\"loss_d\": 1.\($0), \"loss_g\": 0.5, \"norms\": [1, 2, 3]}\n"
    }
    let log = try readLog(text.joined(), name: "log.jsonl")
    #expect(log.items.values(.lossDiscriminator) == [1.1, 1.2, 1.3, 1.4])
    #expect(log.items.values(.lossGenerator).count == 4)
    let history = try readLog(
      "{\"loss_d\": [1.5, 1.25, 1.0], \"loss_g\": [0.5, 0.75, 1.0], \"lr\": 1}"
    )
    #expect(history.items.values(.lossDiscriminator) == [1.5, 1.25, 1.0])
  }
}
