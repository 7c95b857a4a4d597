// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns

extension FuzzTarget {
  /// What stands beside a log, and what a program asks the watcher for.
  static let records: [FuzzTarget] = [
    json("run.json", RunRecord.self, seeds: recordSeeds, decode: decoded) { record in
      _ = record.isAlive
    },
    json("findings.jsonl", Finding.self, seeds: findingSeeds, decode: decoded) { finding in
      var context = RunContext()
      context.liveFindings = [finding]
      try watch(context)
    },
    json("monitor.json", RunContext.self, seeds: contextSeeds, decode: DeclaredContext.decode) {
      try watch($0)
    },
    FuzzTarget("options", isBinary: false, seeds: optionSeeds.map { Array($0.utf8) }) { input in
      let text = String(decoding: input, as: UTF8.self)
      for name in ["opt.txt", "config.yaml", "config.json"] {
        _ = OptionFile.read(text, name: name)
      }
      _ = ConfigurationFile.settings(text)
    },
    FuzzTarget(
      "interventions.jsonl",
      isBinary: false,
      seeds: ledgerSeeds.map { Array($0.utf8) }
    ) { input in
      let ledger = InterventionHistory(Data(input))
      let lines = input.split(separator: UInt8(ascii: "\n")).count
      for intervention in ledger.interventions { _ = intervention.story }
      guard ledger.interventions.count + ledger.unread <= lines else {
        throw BrokenPromise("more than there are lines")
      }
    },
    FuzzTarget("map", isBinary: false, seeds: mapSeeds.map { Array($0.utf8) }) { input in
      guard let mapping = try? SignalMapping(input, of: "names.map") else { return }
      let saved = Array(mapping.text.utf8)
      guard let again = try? SignalMapping(saved, of: "names.map"), again == mapping else {
        throw BrokenPromise("what --save-map writes is another mapping")
      }
    },
    FuzzTarget("http", isBinary: false, seeds: requestSeeds.map { Array($0.utf8) }) { input in
      guard let reply = HTTPRequest.reply(input, port: 9090, page: { "up 1\n" }) else { return }
      guard reply.starts(with: Array("HTTP/1.1 ".utf8)) else {
        throw BrokenPromise("a reply that is no HTTP")
      }
    },
  ]

  @Sendable private static func decoded<Value: Decodable>(_ bytes: [UInt8]) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(bytes))
  }

  /// A short run under a context that a file declared, to the diagnosis.
  private static func watch(_ context: RunContext) throws {
    var monitor = RunMonitor(context: context)
    for step in 0..<12 {
      let observation = Observation(
        step: step * 1000,
        [.lossDiscriminator: 0.5, .lossGenerator: Double(step)]
      )
      _ = monitor.observe(GameObservation(observation: observation))
    }
    for game in monitor.games { _ = game.monitor.diagnosis().story }
  }

  // MARK: - Seeds

  private static func encoded(_ value: some Encodable) -> String {
    (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private static let recordSeeds: [String] = {
    var record = RunRecord(
      name: "ring",
      status: .running,
      step: 300,
      steps: 1000,
      started: 1.7e9,
      updated: 1.7e9,
      engineVersion: "2",
      programVersion: "1",
      seed: 1,
      machine: "x, 2 threads",
      pid: 1
    )
    record.best = RunRecord.Best(step: 200, metric: "metrics/fid", value: 12.5)
    record.health = .healthy
    record.children = ["b"]
    return [encoded(record)]
  }()

  private static let findingSeeds: [String] = {
    var finding = Finding.sample(.modeCollapse, since: 100, until: 400, basis: .samples)
    finding.side = .generator
    finding.firedAtStep = 120
    finding.evidence = [Evidence("modes", 2, .below, 4, unit: "modes")]
    return [encoded(finding)]
  }()

  private static let contextSeeds = [
    """
    {"objective":"hinge","expectedSteps":1000,"batchSize":64,"discriminatorSteps":5,\
    "lazyRegularizationInterval":16,"generatorLearningRate":0.0002,"valuesAreSmoothed":true,\
    "outputMinimum":-1,"outputMaximum":1,"augmentationBound":0.8,"measures":{"r1":10,"ema":null}}
    """,
    """
    {"settings":{"source":"a","isSaddle":true,"entries":{"training.batchSize":{"value":64,\
    "name":"b"},"training.steps":{"value":1e18,"name":"n"}}},"architectureFindings":[],\
    "decidingMetric":"metrics/fid","metricFeatures":"lite0","baselinePSNR":12.5}
    """,
  ]

  private static let optionSeeds = [
    "----- Options -----\n batch_size: 64 \t[default: 1]\n lr: 0.0002\n gan_mode: lsgan\n- End -",
    "trainer:\n  batch_size: 64\n  lr: !!float 2e-4 # rate\n  betas: [0.5, 0.999]\nsteps: 1_000\n",
    "{\"train\": {\"batch_size\": 64, \"lr\": 2e-4, \"betas\": [0.8, 0.99]}, \"seed\": 1e19}",
    "| name | value |\n|---|---|\n|lr|0.0002|\n|n_critic|5|\nNamespace(lr=0.1, b=[1, 2], c='x')",
  ]

  private static let ledgerSeeds = [
    """
    {"number":1,"step":50,"symptom":"oscillation","finding":"f","hypothesis":"h","measure":"r1",\
    "changes":[{"key":"regularizers.r1.gamma","old":1,"new":"2"}],"expected":"e","snapshot":50,\
    "verdict":"trying","because":"b","cost":0}
    {"number":1,"step":50,"symptom":"oscillation","finding":"f","hypothesis":"h","measure":"r1",\
    "changes":[{"key":"regularizers.r1.gamma","old":1,"new":"2"}],"expected":"e","rollBackTo":40,\
    "verdict":"kept","because":"b","cost":10,"outcome":{"metric":"coverage","after":0.5,\
    "largerIsBetter":true},"undo":"saddle autopilot undo RUN 1","child":"runs/a-2"}

    """
  ]

  private static let mapSeeds = [
    "# names of this log\nloss/d=MyDLoss\nlossGenerator = gen total\n\nA:loss/d=disc_A\nstep=n\n",
    "ignore=foo\r\nprobability/real=D_x\r\nwall time=t=0\n",
  ]

  private static let requestSeeds = [
    "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:9090\r\nAccept: */*\r\n\r\n",
    "HEAD /?x HTTP/1.0\nHost: localhost:9090\n\n",
  ]
}
