// SPDX-License-Identifier: Apache-2.0

/// How a number was found: everything that would give another number if it changed.
public struct MetricProtocol: Codable, Sendable, Equatable {
  /// The metric's name.
  public var metric: String
  /// The metric's version.
  public var version: Int
  /// The metric's settings by name.
  public var settings: [String: String]
  /// The feature extractor's name; nil where none takes part.
  public var extractor: String?
  /// SHA-256 of the extractor's weights, or of its description.
  public var extractorHash: String?
  /// How images are brought to the extractor's size.
  public var resize: String?
  /// What the real images are called.
  public var reference: String?
  /// SHA-256 of the real images.
  public var referenceHash: String?
  /// Number of real images.
  public var realCount: Int?
  /// Number of fake images.
  public var fakeCount: Int
  /// Seed of subsets and shuffles.
  public var seed: UInt64

  /// Creates the protocol of one number.
  public init(
    metric: String,
    version: Int,
    settings: [String: String],
    fakeCount: Int,
    seed: UInt64
  ) {
    self.metric = metric
    self.version = version
    self.settings = settings
    self.fakeCount = fakeCount
    self.seed = seed
  }

  /// The fields that must be equal for two numbers to be compared, by name.
  ///
  /// The reference counts by its hash, not by its name: the same images may lie in two folders.
  public var fields: [(name: String, value: String)] {
    let parts = settings.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return [
      ("metric", metric),
      ("metric version", "\(version)"),
      ("settings", parts.joined(separator: ", ")),
      ("extractor", extractor ?? "none"),
      ("extractor hash", extractorHash ?? "none"),
      ("resize", resize ?? "none"),
      ("reference hash", referenceHash ?? "none"),
      ("real images", realCount.map { "\($0)" } ?? "none"),
      ("fake images", "\(fakeCount)"),
      ("seed", "\(seed)"),
    ]
  }

  /// Twelve hexadecimal digits that change with any field.
  public var fingerprint: String {
    var hash = ContentHash()
    for field in fields {
      hash.add(field.name)
      hash.add(field.value)
    }
    return String(hash.hexadecimal().prefix(12))
  }

  /// `fid.n10000.lite0.fashion-mnist/test`: what a person reads.
  public var identifier: String {
    let name = [metric, "n\(fakeCount)", extractor, reference].compactMap { $0 }
    return name.joined(separator: ".")
  }

  /// Returns what differs, one line a field; empty where numbers may be compared.
  public func differences(from other: MetricProtocol) -> [String] {
    zip(fields, other.fields).compactMap { mine, theirs in
      mine.value == theirs.value ? nil : "\(mine.name): \(mine.value) and \(theirs.value)"
    }
  }
}
