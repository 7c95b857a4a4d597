// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleRunsSamples
import SaddleText
import SaddleTraining

/// The two JSON files of a checkpoint.
enum CheckpointSamples {
  private static let body = Array(
    #"{"files":[{"bytes":12,"crc32c":99,"name":"a.safetensors"}],"format":1,"step":300}"#.utf8
  )

  static let manifest = sealed(body)

  private static func sealed(_ body: [UInt8]) -> [UInt8] {
    let sum = body.withUnsafeBytes { Checksum.crc32c($0) }
    return body + Array("\ncrc32c \(String(sum, radix: 16))\n".utf8)
  }

  /// A manifest with the right checksum around what may be anything.
  @Sendable static func manifestLike(_ random: inout SplitMix64) -> [UInt8] {
    sealed(Mutator.mutate(body, with: manifest, using: &random, limit: 500).filter { $0 != 10 })
  }

  /// A state whose monitor has seen some steps.
  static let state: [UInt8] = {
    var monitor = RunMonitor(context: RunContext())
    for step in 0..<40 {
      _ = monitor.observe(
        GameObservation(
          observation: Observation(
            step: step,
            [.lossGenerator: 1, .lossDiscriminator: Double(step % 3)]
          )
        )
      )
    }
    let text = (try? JSONEncoder().encode(monitor)).map { String(decoding: $0, as: UTF8.self) }
    let parts = [
      #""format":1,"step":40,"imagesSeen":640,"journal":{"eventBytes":10,"findingBytes":0}"#,
      #""data":{"seed":1,"examplesSeen":640}"#, #""monitor":\#(text ?? "null")"#,
    ]
    return Array("{\(parts.joined(separator: ","))}".utf8)
  }()
}
