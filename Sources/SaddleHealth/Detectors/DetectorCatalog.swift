// SPDX-License-Identifier: Apache-2.0

/// The detectors that a monitor runs: one line each.
public struct DetectorCatalog: Sendable {
  /// The detectors' types, in the order in which they are asked.
  public var types: [any Detector.Type]

  /// Creates a catalog.
  public init(_ types: [any Detector.Type]) { self.types = types }

  /// Everything that Saddle knows.
  public static let builtIn = DetectorCatalog([
    NonFinite.self
  ])

  /// Returns the catalog with one more detector.
  public func adding(_ type: any Detector.Type) -> DetectorCatalog {
    DetectorCatalog(types + [type])
  }
}
