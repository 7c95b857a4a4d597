// SPDX-License-Identifier: Apache-2.0

import SaddleCLI
import SaddleEvaluation
import SaddleTorch
import SaddleTraining

/// A data set that Saddle knows by name: `fashion-mnist`, `fashion-mnist:test`,
/// `fashion-mnist:train/3`, `fashion-mnist:test/sandal`.
final class DataSetStream: ImageStream {
  let name: String
  let skipped: [String] = []
  private let source: any DataSource
  private let isTest: Bool
  private let classNumber: Int?

  /// Opens a set.
  ///
  /// - Returns: Nil where the text doesn't begin with a set's name.
  /// - Throws: `DataError`, `Failure` for a part or class that the set doesn't have.
  init?(_ text: String) throws {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard let first = parts.first, let known = DataSourceName(rawValue: first),
      DataSetCatalog.all.contains(where: { $0.name == first })
    else { return nil }
    let rest = parts.count > 1 ? parts[1].split(separator: "/", maxSplits: 1).map(String.init) : []
    let part = rest.first ?? "train"
    guard part == "train" || part == "test" else {
      throw Failure("\(text): a data set has the parts train and test, and no '\(part)'")
    }
    var configuration = DataConfiguration()
    configuration.source = known
    source = try configuration.makeSource(seed: 0)
    isTest = part == "test"
    name = text
    classNumber = try rest.count > 1 ? Self.number(rest[1], source.classNames ?? [], text) : nil
  }

  private static func number(_ text: String, _ names: [String], _ whole: String) throws -> Int {
    if let number = Int(text), names.indices.contains(number) { return number }
    if let number = names.firstIndex(of: text) { return number }
    throw Failure("\(whole): no class '\(text)'; classes: \(names.joined(separator: ", "))")
  }

  var count: Int? { classNumber == nil && !isTest ? source.exampleCount : nil }

  var firstShape: [Int] { source.exampleShape }

  /// All images, of the class asked for, and their classes.
  func forEachBatch(limit: Int?, _ body: (ImageBatch, [String]?) throws -> Void) throws {
    var left = limit ?? .max
    let held = try isTest ? source.heldOutBatch(size: .max) : nil
    if isTest && held == nil { throw Failure("\(name): this set has no test part") }
    let total = held?.count ?? source.exampleCount ?? 0
    for start in stride(from: 0, to: total, by: evaluationBatchSize) {
      guard left > 0 else { return }
      let length = min(evaluationBatchSize, total - start)
      let part =
        try held.map { $0.part(start, length) } ?? source.examples(from: start, size: length)
      let kept = try part.filtered(classNumber).prefix(left)
      guard kept.count > 0 else { continue }
      left -= kept.count
      let names = source.classNames
      try body(
        ImageBatch(output: Tensor(kept.values, shape: kept.shape)),
        kept.classLabels.flatMap { labels in names.map { names in labels.map { names[$0] } } }
      )
    }
  }
}

extension Batch {
  /// The examples from `start` on.
  func part(_ start: Int, _ length: Int) -> Batch {
    chosen(Array(start..<start + length))
  }

  /// The examples of one class; nil keeps all.
  func filtered(_ classNumber: Int?) throws -> Batch {
    guard let classNumber, let labels = classLabels else { return self }
    return chosen(labels.indices.filter { labels[$0] == classNumber })
  }

  /// The first examples.
  func prefix(_ limit: Int) -> Batch {
    limit >= count ? self : chosen(Array(0..<limit))
  }

  private func chosen(_ indices: [Int]) -> Batch {
    let size = exampleShape.reduce(1, *)
    return Batch(
      exampleShape: exampleShape,
      values: indices.flatMap { values[$0 * size..<($0 + 1) * size] },
      classLabels: classLabels.map { labels in indices.map { labels[$0] } }
    )
  }
}

extension DataSetStream {
  /// All images at once with their classes' numbers.
  func all() throws -> (ImageBatch, [Int]) {
    var parts: [Tensor] = []
    var names: [String] = []
    try forEachBatch(limit: nil) { batch, labels in
      parts.append(batch.pixels)
      names += labels ?? []
    }
    let classes = classNames ?? []
    let numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    return (
      try ImageBatch(pixels: Tensor.concatenated(parts)), names.compactMap { numbers[$0] }
    )
  }

  /// The classes' names.
  var classNames: [String]? { source.classNames }
}
