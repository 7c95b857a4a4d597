// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleRunsSamples
import SaddleTesting
import SaddleText
import Testing

/// A bounded share of what `make fuzz` does for longer.
@Suite struct FuzzTests {
  @Test(arguments: [1, 2])
  func brokenFilesNeverBreakAParser(_ seed: UInt64) throws {
    var fuzzer = ParserFuzzer(seed: seed)
    for _ in 0..<60 { try fuzzer.round() }
    #expect(fuzzer.count == 60 * fuzzer.seeds.count)
  }

  @Test(arguments: FuzzTarget.all.map(\.format))
  func brokenInputsBreakNoPromise(_ format: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.format == format })
    var random = SplitMix64(seed: 7)
    for _ in 0..<300 { try target.read(target.input(using: &random)) }
  }

  /// What reads a record, and throws what it refuses, which a target keeps to itself.
  private static let readers: [String: @Sendable ([UInt8]) throws -> Void] = [
    "run.json": { _ = try JSONDecoder().decode(RunRecord.self, from: Data($0)) },
    "findings.jsonl": { _ = try JSONDecoder().decode(Finding.self, from: Data($0)) },
    "monitor.json": { seed in
      let context = try DeclaredContext.decode(seed)
      #expect(context != RunContext())
    },
    "options": { seed in
      let text = String(decoding: seed, as: UTF8.self)
      let names = ["opt.txt", "config.yaml", "config.json"]
      #expect(names.contains { OptionFile.read(text, name: $0) != nil }, "\(text)")
    },
    "steering": { seed in
      let folder = try TemporaryFolder()
      var desk = SteeringDesk(SteeringLedgerFile(RunDirectory(folder.url.path)))
      for line in seed.split(separator: UInt8(ascii: "\n")) {
        let answer = try JSONSerialization.jsonObject(with: desk.answer(Data(line)))
        #expect((answer as? [String: Any])?["order"] != nil, "\(answer)")
      }
    },
    "interventions.jsonl": { seed in
      let ledger = InterventionHistory(Data(seed))
      #expect(ledger.interventions.count == 1 && ledger.unread == 0)
      #expect(ledger.interventions.first?.verdict == .kept)
    },
    "map": { seed in
      let mapping = try SignalMapping(seed, of: "names.map")
      #expect(mapping.entries.count >= 3)
    },
    "http": { seed in
      let reply = HTTPRequest.reply(seed, port: 9090, page: { "up 1\n" })
      #expect(reply?.starts(with: Array("HTTP/1.1 200 ".utf8)) == true)
    },
  ]

  /// A refused seed would break no promise, either, and what is made of it would be refused, too.
  ///
  /// Logs that are texts are left to `ImporterTests.recognizesAndReads`: some need their file's name.
  @Test(arguments: FuzzTarget.all.filter { !$0.seeds.isEmpty && !isTextLog($0) }.map(\.format))
  func seedsAreRead(_ format: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.format == format })
    let isLog = FuzzTarget.logs.contains { $0.format == format }
    for seed in target.seeds {
      if isLog {
        try readLog(seed, format)
      } else {
        let read = try #require(Self.readers[format], "nobody reads \(format)")
        try read(seed)
      }
    }
  }

  private static func isTextLog(_ target: FuzzTarget) -> Bool {
    !target.isBinary && FuzzTarget.logs.contains { $0.format == target.format }
  }

  private func readLog(_ seed: [UInt8], _ format: String) throws {
    var options = ReadOptions()
    options.format = format
    let pipe = LivePipe(options: options)
    let batches = [try seed.withUnsafeBytes { try pipe.push($0, now: 0) }, pipe.finish()]
    #expect(
      batches.contains { !$0.observations.isEmpty },
      "\(String(decoding: seed.prefix(200), as: UTF8.self))"
    )
  }
}
