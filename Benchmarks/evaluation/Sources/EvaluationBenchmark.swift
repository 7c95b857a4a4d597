// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleEvaluation
import SaddleTorch

/// What `Benchmarks/evaluation/run.py` times: one operation on files, its seconds, its result and the
/// process's peak memory as JSON.
@main
enum EvaluationBenchmark {
  static let usage = """
    usage: evaluation-benchmark frechet|neighbors|inception|lite0 THREADS FILE [FILE]

    """

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 4, let threads = Int(arguments[2]) else {
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
    try Engine.setThreads(threads)
    print(try measure(arguments[1], Array(arguments[3...])))
  }

  static func measure(_ operation: String, _ files: [String]) throws -> String {
    switch operation {
    case "frechet":
      let sides = try files.map { try StatisticsFile(path: $0).statistics }
      return try timed(1) { try sides[0].frechetDistance(to: sides[1]) }
    case "neighbors":
      return try neighbors(files[0])
    case "inception":
      let network = try InceptionExtractor(file: URL(filePath: files[0]), resize: .legacy)
      return try extract(network, count: 16, size: 299)
    default:
      let network = try EfficientNetLite0(file: URL(filePath: files[0]))
      return try extract(network, count: 64, size: 128)
    }
  }

  static func neighbors(_ file: String) throws -> String {
    let content = try FeatureFile.read(file, needsStatistics: false)
    guard let real = content.real.features, let fake = content.fake.features else { exit(1) }
    return try timed(1) {
      let found = try NeighborComparison(real: real, fake: fake, manifoldNeighbors: 5)
      return Double(found.realIsCovered.count { $0 }) / Double(real.count)
    }
  }

  static func extract(_ network: any FeatureExtractor, count: Int, size: Int) throws -> String {
    let pixels = try Random(seed: 1).integers([count, 3, size, size], in: 0..<256)
    let batch = try ImageBatch(pixels: pixels.to(.uint8))
    return try timed(3) { try network.extract(batch).features.mean().item() }
  }

  /// The best of some runs after one that isn't counted, in which the engine sets itself up.
  static func timed(_ repetitions: Int, _ body: () throws -> Double) throws -> String {
    var result = try body()
    var (best, bestProcessor) = (Double.infinity, Double.infinity)
    for _ in 0..<repetitions {
      let (wall, processor) = (ContinuousClock.now, clock())
      result = try body()
      best = min(best, (ContinuousClock.now - wall) / .seconds(1))
      bestProcessor = min(bestProcessor, Double(clock() - processor) / Double(CLOCKS_PER_SEC))
    }
    return #"{"seconds": \#(best), "cpu": \#(bestProcessor), "result": \#(result), "#
      + #""peak_mb": \#(peakMegabytes)}"#
  }

  /// The most memory that this process held.
  static var peakMegabytes: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}
