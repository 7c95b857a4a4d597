// SPDX-License-Identifier: Apache-2.0

/// A metric taken class by class and averaged, where both sides have labels.
///
/// A model may look fine over all classes and fail in each: it mixes them up, or one replaces
/// another.
public struct IntraClassFID: Metric {
  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "intra-fid",
    title: "intra-FID",
    summary: "FID class by class, averaged",
    higherIsBetter: false,
    needs: [.features, .labels],
    bias: "more biased than FID: each class has few images",
    source: "Miyato and Koyama 2018, arXiv:1802.05637"
  )

  /// Creates the metric, which has no settings.
  public init() {}

  /// Returns the mean over classes; each class is a detail.
  public func measure(_ input: MetricInput) throws -> Measurement {
    try ClassPairs(input).measure { real, fake in
      try GaussianStatistics(real).frechetDistance(to: GaussianStatistics(fake))
    }
  }
}

/// KID class by class and averaged, where both sides have labels.
public struct IntraClassKID: Metric {
  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "intra-kid",
    title: "intra-KID",
    summary: "KID class by class, averaged",
    higherIsBetter: false,
    needs: [.features, .labels],
    bias: "unbiased; noisier than KID: each class has few images",
    source: "as KID, by class"
  )

  /// The metric taken of each class.
  public var kid = KID(subsets: 10)

  /// Creates the metric with 10 subsets of each class.
  public init() {}

  /// Settings that change the number.
  public var settings: [String: String] { kid.settings }

  /// Returns the mean over classes; each class is a detail.
  public func measure(_ input: MetricInput) throws -> Measurement {
    try ClassPairs(input).measure { real, fake in
      let pair = MetricInput(real: try SampleSet(real), fake: try SampleSet(fake), seed: input.seed)
      return try kid.measure(pair).value
    }
  }
}

/// Both sides' features by class.
struct ClassPairs {
  private let pairs: [(name: String, real: Features, fake: Features)]
  private let skipped: [String]

  init(_ input: MetricInput) throws {
    let real = try Self.groups(input.real, "real")
    let fake = try Self.groups(input.fake, "fake")
    let names = input.real.classNames ?? input.fake.classNames
    var pairs: [(String, Features, Features)] = []
    var skipped: [String] = []
    for label in Set(real.keys).union(fake.keys).sorted() {
      let name = names.flatMap { $0.indices.contains(label) ? $0[label] : nil } ?? "\(label)"
      if let real = real[label], let fake = fake[label], real.count >= 2, fake.count >= 2 {
        pairs.append(
          (
            name,
            try MetricInput.require(input.real.features, "features").rows(real),
            try MetricInput.require(input.fake.features, "features").rows(fake)
          )
        )
      } else {
        skipped.append(name)
      }
    }
    guard !pairs.isEmpty else {
      throw EvaluationError(.samples, "no class has 2 images or more on both sides")
    }
    self.pairs = pairs
    self.skipped = skipped
  }

  private static func groups(_ set: SampleSet, _ side: String) throws -> [Int: [Int]] {
    let labels = try MetricInput.require(
      set.labels,
      "class labels of the \(side) images (a folder for each class gives them)"
    )
    return Dictionary(grouping: labels.indices) { labels[$0] }
  }

  func measure(_ body: (Features, Features) throws -> Double) throws -> Measurement {
    let values = try pairs.map { ($0.name, try body($0.real, $0.fake)) }
    var result = Measurement(
      values.map(\.1).mean,
      details: values.map { (name: $0.0, value: $0.1) }
    )
    if !skipped.isEmpty {
      result.warnings.append(
        "classes left out, with fewer than 2 images on a side: \(skipped.joined(separator: ", "))"
      )
    }
    return result
  }
}
