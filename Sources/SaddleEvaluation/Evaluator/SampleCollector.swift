// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// Collects of one side what the metrics need, batch by batch, and nothing more.
///
/// Statistics are added up. Features are kept where a metric needs them, and otherwise while they
/// fit in a budget, because intervals and the bias of FID come from them; beyond it the bias comes
/// from statistics of two halves. Images are kept where a metric looks at them, at most
/// `maximumImages`.
public struct SampleCollector {
  /// Bytes of features kept though no metric needs them.
  public var featureBudget = 256 << 20
  /// Images kept for metrics that look at them.
  public var maximumImages = 2048

  private let extractor: (any FeatureExtractor)?
  private let needs: Set<MetricNeed>
  private let isReal: Bool
  private var statistics = StatisticsAccumulator()
  private var halves = [StatisticsAccumulator(), StatisticsAccumulator()]
  private var features: [Features]? = []
  private var featureBytes = 0
  private var scores: [Tensor] = []
  private var images: [Tensor] = []
  private var imageCount = 0
  private var labels: [Int]? = []
  private var hash = ContentHash()
  private var contents = SampleContents()
  /// Why the images can't be kept for metrics that look at them.
  private var imageProblem: EvaluationError?
  /// Images seen.
  public private(set) var count = 0

  /// Creates a collector of one side.
  ///
  /// - Parameters:
  ///   - needs: What the metrics read.
  ///   - extractor: Nil where no metric reads features or scores.
  ///   - isReal: Which side it is.
  /// - Throws: `EvaluationError` of code `.option` where the extractor can't serve the metrics.
  public init(
    needs: Set<MetricNeed>,
    extractor: (any FeatureExtractor)?,
    isReal: Bool
  ) throws {
    if extractor == nil, !needs.isDisjoint(with: [.features, .statistics]) {
      throw EvaluationError(.option, "these metrics need a feature extractor")
    }
    if !needs.isDisjoint(with: [.fakeScores, .realScores]), extractor?.identity.classes == nil {
      throw EvaluationError(
        .option,
        "IS and modes need a classifier, and '\(extractor?.identity.name ?? "none")' is none; "
          + "choose the extractor lite0, small or inception"
      )
    }
    self.needs = needs
    self.extractor = extractor
    self.isReal = isReal
  }

  /// Adds images.
  ///
  /// - Parameters:
  ///   - batch: Images of one size; another batch may have another.
  ///   - labels: One class an image, where known.
  /// - Throws: what the extractor throws.
  public mutating func add(_ batch: ImageBatch, labels added: [Int]? = nil) throws {
    try addHash(batch)
    if needs.contains(isReal ? .realImages : .fakeImages) { try keep(batch) }
    if let extractor, needs.contains(where: { $0.isOfExtractor }) {
      let wantsScores = needs.contains(isReal ? .realScores : .fakeScores)
      let extraction = try extractor.extract(batch, wantsScores: wantsScores)
      try keep(Features(extraction.features))
      if wantsScores, let found = extraction.scores { scores.append(found) }
    }
    if let added, added.count == batch.count {
      labels?.append(contentsOf: added)
    } else {
      labels = nil
    }
    count += batch.count
  }

  private mutating func addHash(_ batch: ImageBatch) throws {
    hash.add("\(batch.channels)x\(batch.height)x\(batch.width)")
    let bytes = try batch.pixels.contiguous().bytes()
    hash.add(bytes)
    contents.add(bytes, of: batch)
  }

  private mutating func keep(_ batch: ImageBatch) throws {
    let room = maximumImages - imageCount
    guard room > 0, imageProblem == nil else { return }
    if let first = try images.first?.shape.dropFirst(), try first != batch.pixels.shape.dropFirst()
    {
      imageProblem = EvaluationError(
        .samples,
        "MS-SSIM and SWD need images of one size; these are \(Array(first)) and "
          + "\(try batch.pixels.shape.dropFirst()): bring them to one with --size"
      )
      images = []
      return
    }
    images.append(try batch.pixels.narrowed(0, length: min(room, batch.count)))
    imageCount += min(room, batch.count)
  }

  private mutating func keep(_ added: Features) throws {
    if needs.contains(.statistics) { try statistics.add(added) }
    featureBytes += added.count * added.size * 4
    if needs.contains(.features) || featureBytes <= featureBudget {
      features?.append(added)
      return
    }
    for part in (features ?? []) + [added] { try addHalves(of: part) }
    features = nil
  }

  private mutating func addHalves(of part: Features) throws {
    let middle = part.count / 2
    guard needs.contains(.statistics), middle > 0 else { return }
    try halves[0].add(part.rows(from: 0, length: middle))
    try halves[1].add(part.rows(from: middle, length: part.count - middle))
  }

  /// Returns what was collected, and the hash of the images.
  ///
  /// - Throws: `EvaluationError` where there are too few images, `TensorError`.
  public consuming func finish() throws -> (set: SampleSet, hash: String) {
    guard count > 0 else {
      throw EvaluationError(.samples, "no \(isReal ? "real" : "fake") images to measure")
    }
    var set = SampleSet(count: count)
    if needs.contains(.statistics) { set.statistics = try statistics.finish() }
    if features == nil, halves.allSatisfy({ $0.count >= 2 }) {
      set.halves = try halves.map { try $0.finish() }
    }
    if let features, !features.isEmpty { set.features = try Features.joined(features) }
    if !scores.isEmpty { set.scores = try Tensor.concatenated(scores) }
    set.contents = contents
    set.imageProblem = imageProblem
    if !images.isEmpty { set.images = try Tensor.concatenated(images) }
    if let labels, labels.count == count { set.labels = labels }
    return (set, hash.hexadecimal())
  }
}

extension MetricNeed {
  /// Whether the extractor is what serves it.
  var isOfExtractor: Bool {
    switch self {
    case .statistics, .features, .fakeScores, .realScores: true
    case .fakeImages, .realImages, .labels: false
    }
  }
}
