// SPDX-License-Identifier: Apache-2.0

import SaddleEvaluation
import SaddleImage

/// Images of one side of an evaluation, read batch by batch and again from the start when asked.
protocol ImageStream {
  /// What the user called it.
  var name: String { get }
  /// Images there are; nil where as many can be had as wanted.
  var count: Int? { get }
  /// `[channels, height, width]` of the first image.
  var firstShape: [Int] { get throws }
  /// Images that could not be read, by name, with the cause; complete after a pass.
  var skipped: [String] { get }
  /// Names of the images of the last pass, in order; empty where they have none.
  var imageNames: [String] { get }

  /// Reads images in a fixed order.
  ///
  /// - Parameters:
  ///   - limit: Images at most; nil reads all.
  ///   - body: Gets images of one size and their classes' names, where known.
  func forEachBatch(limit: Int?, _ body: (ImageBatch, [String]?) throws -> Void) throws
}

extension ImageStream {
  /// None: what a generator draws and what a data set holds goes by its number.
  var imageNames: [String] { [] }
}

/// Images in one batch through a network.
let evaluationBatchSize = 64

/// Collects pictures into batches of one size.
struct PictureBatcher {
  private var pictures: [Image] = []
  private var labels: [String] = []

  mutating func add(
    _ picture: Image,
    label: String?,
    _ body: (ImageBatch, [String]?) throws -> Void
  ) throws {
    if let first = pictures.first,
      first.width != picture.width || first.height != picture.height
        || first.channels != picture.channels
    {
      try flush(body)
    }
    pictures.append(picture)
    if let label { labels.append(label) }
    if pictures.count == evaluationBatchSize { try flush(body) }
  }

  mutating func flush(_ body: (ImageBatch, [String]?) throws -> Void) throws {
    guard !pictures.isEmpty else { return }
    let batch = try ImageBatch(pictures)
    let classes = labels.count == pictures.count ? labels : nil
    pictures = []
    labels = []
    try body(batch, classes)
  }
}
