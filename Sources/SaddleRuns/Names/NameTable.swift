// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The names that training code gives its columns, and what they mean: the one place to add one.
///
/// A name is compared word by word (see `NameWords`), so case and separators don't matter. A
/// format may have names of its own that mean something else there (`D_real` is a loss in
/// pytorch-CycleGAN-and-pix2pix, an output elsewhere): these stand in its dialect.
enum NameTable {
  /// Returns what `words` mean in `dialect`, or nil where the table has no such name.
  static func meaning(of words: NameWords, dialect: Dialect) -> ColumnMeaning? {
    let name = words.joined
    return dialects[dialect]?[name] ?? common[name] ?? sampled(words)
  }

  /// Metrics that say of how many samples they are, and of which: `fid5k-train`, `kid10k_full`,
  /// `fvd2048_16f` (clips of 16 frames).
  private static func sampled(_ words: NameWords) -> ColumnMeaning? {
    guard let first = words.words.first,
      let metric = sampledMetrics.first(where: { first.hasPrefix($0.key) }),
      words.words.dropFirst().allSatisfy({
        samples.contains($0) || $0.last == "f" && isCount($0, of: "f")
      }),
      isCount(String(first.dropFirst(metric.key.count)), of: "k")
    else { return nil }
    return .signal(metric.value)
  }

  /// A number with a unit or without: `50k`, `16f`, `2048`.
  private static func isCount(_ word: String, of unit: Character) -> Bool {
    let digits = word.last == unit ? word.dropLast() : word[...]
    return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }

  private static let sampledMetrics: KeyValuePairs<String, Signal> = [
    "fid": .metricFID, "kid": .metricKID, "fvd": .metricFrechet, "fad": .metricFrechet,
  ]
  private static let samples: Set<String> = ["full", "train", "val", "test", "clean", "ema"]

  private static let common: [String: ColumnMeaning] = index(commonNames)
  private static let dialects: [Dialect: [String: ColumnMeaning]] = dialectNames.mapValues(index)

  private static func index(_ rows: [(ColumnMeaning, [String])]) -> [String: ColumnMeaning] {
    var result: [String: ColumnMeaning] = [:]
    for (meaning, names) in rows {
      for name in names { result[NameWords(name).joined] = meaning }
    }
    return result
  }

  static let reconstruction = ColumnMeaning.term(.lossGeneratorReconstruction)
  static let featureMatching = ColumnMeaning.term(.lossGeneratorFeatureMatching)
  static let rates = ColumnMeaning.signals(
    [.learningRateGenerator, .learningRateDiscriminator],
    scale: 1
  )

  private static let commonNames: [(ColumnMeaning, [String])] =
    Signal.allCases.map { (.signal($0), [$0.rawValue]) } + placesAndLosses + measurements
}
