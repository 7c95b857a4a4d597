// SPDX-License-Identifier: Apache-2.0

/// The state of a monitor for a checkpoint: a monitor that was stored and read goes on bit for bit.
///
/// Detectors are found again by the name of their type; a catalog other than the built-in one goes
/// into the decoder's `userInfo` under `HealthMonitor.catalogKey`. Stored state holds no NaN and no
/// infinity but in `Number`, so plain JSON will do.
extension HealthMonitor: Codable {
  /// Key of the catalog in a decoder's `userInfo`.
  public static let catalogKey = CodingUserInfoKey(rawValue: "SaddleHealth.DetectorCatalog")

  private enum CodingKeys: String, CodingKey {
    case run
    case detectors
    case watches
    case stopAdvisedAt
  }

  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ type: any Detector.Type) { stringValue = "\(type)" }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Writes the state.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(run, forKey: .run)
    try container.encodeIfPresent(stopAdvisedAt, forKey: .stopAdvisedAt)
    var detectors = container.nestedContainer(keyedBy: Name.self, forKey: .detectors)
    var watches = container.nestedContainer(keyedBy: Name.self, forKey: .watches)
    for watch in self.watches {
      let name = Name(type(of: watch.detector))
      try watch.detector.encode(to: detectors.superEncoder(forKey: name))
      try watches.encode(watch.state, forKey: name)
    }
  }

  /// Reads the state; detectors that it does not know start afresh.
  ///
  /// - Throws: `DecodingError` where the data is not a monitor's.
  public init(from decoder: any Decoder) throws {
    let catalog =
      Self.catalogKey.flatMap { decoder.userInfo[$0] as? DetectorCatalog } ?? .builtIn
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let detectors = try container.nestedContainer(keyedBy: Name.self, forKey: .detectors)
    let states = try container.nestedContainer(keyedBy: Name.self, forKey: .watches)
    let run = try container.decode(RunView.self, forKey: .run)
    guard run.fitsThisVersion else {
      throw DecodingError.dataCorruptedError(
        forKey: .run,
        in: container,
        debugDescription: "the monitor of another version, which knows other signals"
      )
    }
    let watches = try catalog.types.map { type in
      let name = Name(type)
      guard detectors.contains(name) else { return Watch(type.init()) }
      return Watch(
        try type.init(from: detectors.superDecoder(forKey: name)),
        try states.decode(WatchState.self, forKey: name)
      )
    }
    self.init(
      run: run,
      watches: watches,
      catalog: catalog,
      stopAdvisedAt: try container.decodeIfPresent(Int.self, forKey: .stopAdvisedAt)
    )
  }
}
