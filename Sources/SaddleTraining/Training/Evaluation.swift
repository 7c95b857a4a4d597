// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleHealth
import SaddleImage
import SaddleSettings
import SaddleTorch

extension TrainingSetup {
  /// Images made, read or measured at a time.
  static let imageBatch = 64

  /// The images that an evaluation measures: those of the same latents each time, none of training's.
  func evaluationImages() -> ImageSeries {
    let count = available(configuration.evaluation.samples)
    return ImageSeries(name: "samples", fingerprint: "", count: count) { body in
      let seed = SeedStream.evaluation.seed(UInt64(self.configuration.seed))
      try self.forEachBatch(SampleRequest(count: count, random: Random(seed: seed)), body)
    }
  }

  /// How many of so many samples there are.
  func available(_ count: Int) -> Int { min(count, task.sampleLimit ?? count) }

  /// Makes images batch by batch.
  func forEachBatch(_ request: SampleRequest, _ body: ([Image]) throws -> Void) throws {
    let count = available(request.count)
    for start in stride(from: 0, to: count, by: Self.imageBatch) {
      var part = request
      part.first = request.first + start
      part.count = min(Self.imageBatch, count - start)
      try body(SamplePicture.images(task.samples(part)))
    }
  }

  /// Real images of the training data, chosen by a seed where not all are wanted.
  func realImages(_ wanted: Int, seed: UInt64) -> ImageSeries {
    let total = data.exampleCount ?? 0
    let chosen = RandomStream.choice(of: wanted, from: total, seed: seed)
    return ImageSeries(
      name: data.name,
      fingerprint: "\(data.fingerprint) \(data.exampleShape) \(configuration.data) "
        + "\(chosen.count) by \(seed)",
      count: chosen.count
    ) { [data, task] body in
      for start in stride(from: 0, to: chosen.count, by: Self.imageBatch) {
        var batch = Batch(exampleShape: data.exampleShape, values: [])
        for index in chosen[start..<min(start + Self.imageBatch, chosen.count)] {
          batch.values += try data.readable(index)?.values ?? []
        }
        if batch.values.isEmpty { continue }
        try body(SamplePicture.images(task.realSamples(batch)))
      }
    }
  }
}

extension DataSource {
  /// One example; nil where its file can't be read, which training forgives a few times, too.
  fileprivate func readable(_ index: Int) throws(DataError) -> Batch? {
    do throws(DataError) { return try examples(from: index, size: 1) } catch {
      guard error.code == .damaged else { throw error }
      return nil
    }
  }
}
