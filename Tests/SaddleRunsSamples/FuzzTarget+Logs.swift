// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns

extension FuzzTarget {
  /// Everything that is read without the engine.
  public static let all: [FuzzTarget] = logs + records + numbers + [steering]

  /// The formats of logs, each read as `saddle diagnose` reads it: cut into rows, recognized, mapped.
  public static let logs: [FuzzTarget] = {
    let seeds = Dictionary(grouping: ParserFuzzer(seed: 1).seeds, by: \.format)
    return ImporterCatalog.builtIn.types.compactMap { type in
      seeds[type.id].map { log(type.id, $0) }
    }
  }()

  private static func log(_ format: String, _ seeds: [ParserFuzzer.Seed]) -> FuzzTarget {
    let small = seeds.map { Array($0.bytes.prefix(inputLimit)) }
    var target = FuzzTarget(
      format,
      isBinary: ["tensorboard", "wandb", "visualdl"].contains(format),
      seeds: small,
      read: { try readLog($0, format) }
    )
    if target.isBinary, format != "visualdl" {
      target.craft = { BinarySamples.reframed(format, small[0], using: &$0) }
    }
    return target
  }

  private static func readLog(_ input: [UInt8], _ format: String) throws {
    var options = ReadOptions()
    options.format = format
    let pipe = LivePipe(options: options)
    let batches = [try input.withUnsafeBytes { try pipe.push($0, now: 0) }, pipe.finish()]
    for item in batches.flatMap(\.observations)
    where item.observation.values.isEmpty && item.observation.facts.isEmpty {
      throw BrokenPromise("an observation of nothing")
    }
  }
}
