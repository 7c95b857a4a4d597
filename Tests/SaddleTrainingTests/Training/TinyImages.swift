// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleImage
import SaddleRuns
import SaddleTesting

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// A run that learns 200 gray pictures of 8x8 pixels in about a second and measures its samples.
enum TinyImages {
  /// Writes the pictures as an IDX file: bright squares at random places.
  static func data() throws -> String {
    var bytes: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 200, 0, 0, 0, 8, 0, 0, 0, 8]
    var random = RandomStream(seed: 3)
    for _ in 0..<200 {
      let (left, top) = (random.below(5), random.below(5))
      for y in 0..<8 {
        for x in 0..<8 {
          let isInside = (left..<left + 4).contains(x) && (top..<top + 4).contains(y)
          bytes.append(isInside ? UInt8(200 + random.below(50)) : UInt8(random.below(30)))
        }
      }
    }
    let folder = TemporaryFolder.root.appending(path: "saddle-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "squares-idx3-ubyte")
    try Data(bytes).write(to: file)
    return file.path
  }

  static func yaml(_ path: String) -> String {
    """
    name: squares
    seed: 5
    threads: 1
    data: {source: idx, path: "\(path)", size: 8}
    generator: {architecture: dcgan, latentSize: 4, width: 4}
    discriminator: {architecture: dcgan, width: 4}
    training: {steps: 30, batchSize: 8}
    ema: {decay: 0.9}
    logging: {every: 7, samplesEvery: 0, gridSize: 2, histogramsEvery: 5}
    checkpoints: {every: 6, keep: 1}
    evaluation: {every: 5, metrics: [kid, fid], samples: 100, extractor: pixels}
    """
  }

  static func configuration(
    _ path: String,
    _ overrides: [String] = []
  ) throws -> Configuration {
    try Configuration.read(yaml: yaml(path), file: "squares.yaml", overrides: overrides)
      .configuration
  }

  /// Steps and values of a signal in a run's event file.
  static func values(_ signal: Signal, of run: RunDirectory) throws -> [Int: Double] {
    var found: [Int: Double] = [:]
    try RunReader(run.path).read { item in
      if let value = item.observation[signal] { found[item.observation.step] = value }
    }
    return found
  }
}

/// Gives values by a script, or the mean brightness of the samples where it has none.
final class ScriptedEvaluator: SampleEvaluator {
  struct Trouble: Error {}

  var script: [Double?]
  private(set) var opened: [[Int]] = []
  private(set) var realCount = 0
  private(set) var fakeCounts: [Int] = []
  /// The evaluation that is broken off, from 1, as by a signal.
  var canceled: Int?

  init(_ script: [Double?] = []) { self.script = script }

  func open(shape: [Int]) throws { opened.append(shape) }

  func prepare(_ real: ImageSeries, progress: (EvaluationProgress) throws -> Void) throws {
    try real.forEachBatch { realCount += $0.count }
  }

  func measure(
    _ fake: ImageSeries,
    progress: (EvaluationProgress) throws -> Void
  ) throws -> [MeasuredValue] {
    var (count, sum) = (0, 0)
    try fake.forEachBatch { images in
      if canceled == fakeCounts.count + 1, count > 0 { throw CancellationError() }
      count += images.count
      sum += images.reduce(0) { $0 + $1.pixels.reduce(0) { $0 + Int($1) } }
      try progress(EvaluationProgress("evaluating", done: count, total: fake.count))
    }
    fakeCounts.append(count)
    var value = Double(sum) / Double(count)
    if !script.isEmpty {
      guard let next = script.removeFirst() else { throw Trouble() }
      value = next
    }
    return [
      MeasuredValue(signal: .metricKID, value: value, fingerprint: "abc"),
      MeasuredValue(signal: .metricFID, value: 2 * value, fingerprint: "def"),
    ]
  }
}
