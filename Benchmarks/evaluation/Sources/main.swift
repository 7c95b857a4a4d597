// SPDX-License-Identifier: Apache-2.0

// What `Benchmarks/evaluation/run.py` times: one operation on files, its seconds and result as JSON.

import Foundation
import SaddleEvaluation
import SaddleTorch

func timed(_ repetitions: Int, _ body: () throws -> Double) rethrows -> String {
  let result = try body()  // not counted: the engine sets itself up
  let (wall, processor) = (ContinuousClock.now, clock())
  for _ in 0..<repetitions { _ = try body() }
  let seconds = (ContinuousClock.now - wall) / .seconds(1) / Double(repetitions)
  let cpu = Double(clock() - processor) / Double(CLOCKS_PER_SEC) / Double(repetitions)
  return #"{"seconds": \#(seconds), "cpu": \#(cpu), "result": \#(result)}"#
}

let arguments = CommandLine.arguments
guard arguments.count >= 4, let threads = Int(arguments[2]) else {
  FileHandle.standardError.write(
    Data("usage: evaluation-benchmark frechet|neighbours|inception THREADS FILE [FILE]\n".utf8)
  )
  exit(64)
}
try Engine.setThreads(threads)
switch arguments[1] {
case "frechet":
  let files = try arguments[3...].map { try StatisticsFile(path: $0).statistics }
  print(try timed(1) { try files[0].frechetDistance(to: files[1]) })
case "neighbours":
  let content = try FeatureFile.read(arguments[3], needsStatistics: false)
  guard let real = content.real.features, let fake = content.fake.features else { exit(1) }
  print(
    try timed(1) {
      let found = try NeighbourComparison(real: real, fake: fake, manifoldNeighbours: 5)
      return Double(found.realIsCovered.count { $0 }) / Double(real.count)
    }
  )
default:
  let network = try InceptionExtractor(file: URL(filePath: arguments[3]), resize: .legacy)
  let pixels = try Generator(seed: 1).integers([16, 3, 64, 64], in: 0..<256).to(.uint8)
  let batch = try ImageBatch(pixels: pixels)
  print(try timed(2) { try network.extract(batch).features.mean().item() })
}
