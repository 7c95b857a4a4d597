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
  private let seed: UInt64

  /// Opens a set.
  ///
  /// - Returns: Nil where the text doesn't begin with a set's name.
  /// - Throws: `DataError`, `Failure` for a part or class that the set doesn't have.
  init?(_ text: String, seed: UInt64 = 0) throws {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard let first = parts.first, let known = DataSourceName(rawValue: first),
      DataSetCatalog.all.contains(where: { $0.name == first })
    else { return nil }
    let rest = parts.count > 1 ? parts[1].split(separator: "/", maxSplits: 1).map(String.init) : []
    let part = rest.first ?? "train"
    guard part == "train" || part == "test" else {
      throw Failure.usage("\(text): a data set has the parts train and test, and no '\(part)'")
    }
    var configuration = DataConfiguration()
    configuration.source = known
    source = try configuration.makeSource(seed: 0)
    self.seed = seed
    isTest = part == "test"
    name = text
    classNumber = try rest.count > 1 ? Self.number(rest[1], source.classNames ?? [], text) : nil
  }

  private static func number(_ text: String, _ names: [String], _ whole: String) throws -> Int {
    if let number = Int(text), names.indices.contains(number) { return number }
    if let number = names.firstIndex(of: text) { return number }
    throw Failure.usage("\(whole): no class '\(text)'; classes: \(names.joined(separator: ", "))")
  }

  var count: Int? { classNumber == nil && !isTest ? source.exampleCount : nil }

  var firstShape: [Int] { source.exampleShape }

  /// Images of the class asked for, and their classes; a few of many are chosen by the seed.
  func forEachBatch(limit: Int?, _ body: (ImageBatch, [String]?) throws -> Void) throws {
    let held = try isTest ? source.heldOutBatch(size: .max) : nil
    if isTest && held == nil { throw Failure.usage("\(name): this set has no test part") }
    let total = held?.count ?? source.exampleCount ?? 0
    let read = { [source] (index: Int, length: Int) in
      try held.map { $0.part(index, length) } ?? source.examples(from: index, size: length)
    }
    let all = try numbers(of: total, read)
    let places = RandomStream.choice(of: limit ?? .max, from: all.count, seed: seed)
    for start in stride(from: 0, to: places.count, by: evaluationBatchSize) {
      let end = min(start + evaluationBatchSize, places.count)
      let kept = try Batch(joining: places[start..<end].map { try read(all[$0], 1) })
      let names = source.classNames
      try body(
        ImageBatch(output: Tensor(kept.values, shape: kept.shape)),
        kept.classLabels.flatMap { labels in names.map { names in labels.map { names[$0] } } }
      )
    }
  }

  /// The images of the class asked for, by number.
  private func numbers(of total: Int, _ read: (Int, Int) throws -> Batch) throws -> [Int] {
    guard let classNumber else { return Array(0..<total) }
    var found: [Int] = []
    for start in stride(from: 0, to: total, by: evaluationBatchSize) {
      let part = try read(start, min(evaluationBatchSize, total - start))
      guard let labels = part.classLabels else {
        throw Failure.usage("\(name): the set has no classes")
      }
      found += labels.indices.filter { labels[$0] == classNumber }.map { start + $0 }
    }
    return found
  }
}

extension Batch {
  /// The examples from `start` on.
  func part(_ start: Int, _ length: Int) -> Batch {
    chosen(Array(start..<start + length))
  }

  /// Puts batches one after the other.
  init(joining parts: [Batch]) {
    self.init(
      exampleShape: parts.first?.exampleShape ?? [],
      values: parts.flatMap(\.values),
      classLabels: parts.allSatisfy { $0.classLabels != nil }
        ? parts.flatMap { $0.classLabels ?? [] } : nil
    )
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
