// SPDX-License-Identifier: Apache-2.0

public import SaddleImage

/// The `data` section of a configuration: what a user may write, with its defaults.
///
/// Keys that the chosen source doesn't use must be absent; `problems` names those that are there.
public struct DataConfiguration: Codable, Equatable, Sendable {
  /// `ring`, `grid`, `spiral`, a prepared set's name (`saddle data list`), or the path of a folder
  /// of PNG and JPEG files or of an IDX file.
  public var source: String
  /// Number of normals of the ring; 8.
  public var modes: Int?
  /// Radius of the ring; 1.
  public var radius: Double?
  /// Means along an axis of the grid; 5.
  public var side: Int?
  /// Distance between the grid's means; 2.
  public var spacing: Double?
  /// Standard deviation per axis: ring 0.01, grid 0.05, spiral 0.25.
  public var sigma: Double?
  /// What the spiral's points are divided by; 7.5.
  public var scale: Double?
  /// Side of the square images in pixels; by default that of the set, and 64 for a plain folder.
  public var size: Int?
  /// 1 (grey) or 3 (colour); by default that of the set, and 3 for a plain folder.
  public var channels: Int?
  /// What happens to images of another shape: `cover` (cut the middle out), `contain`, `stretch`.
  public var fit: Image.Fit?
  /// What shows through transparency: `white`, `black`, `grey` or `#rrggbb`.
  public var background: String?
  /// Whether half of the examples are mirrored left to right, drawn anew each epoch; false.
  public var mirror: Bool?
  /// Whether sub-folders are classes; true where all images stand in sub-folders.
  public var labels: Bool?
  /// Share of a plain folder that is held out of training; 0.05.
  public var heldOut: Double?
  /// Share of unreadable files beyond which the set is refused; 0.001, and one file is always
  /// forgiven.
  public var badFileQuota: Double?
  /// Pixels of one file at most; 64 million.
  public var maximumPixels: Int?
  /// Threads that read and decode; 2. The order doesn't depend on it.
  public var workers: Int?
  /// Megabytes of decoded images kept in memory; larger sets are decoded as they are needed; 1024.
  public var cacheMegabytes: Int?

  /// Creates a configuration with every default.
  ///
  /// - Parameter source: A mixture's name, a prepared set's name or a path.
  public init(source: String) {
    self.source = source
  }

  /// Whether the source is one of the mixtures.
  public var isMixture: Bool { ["ring", "grid", "spiral"].contains(source) }

  /// The mixture, if the source is one.
  ///
  /// - Returns: The distribution; nil for images.
  /// - Throws: `DataError` of code `.invalidConfiguration` naming key, value and range.
  public func mixture() throws(DataError) -> Mixture? {
    switch source {
    case "ring":
      return try .ring(modes: modes ?? 8, radius: radius ?? 1, sigma: sigma ?? 0.01)
    case "grid":
      return try .grid(side: side ?? 5, spacing: spacing ?? 2, sigma: sigma ?? 0.05)
    case "spiral":
      return try .spiral(sigma: sigma ?? 0.25, scale: scale ?? 7.5)
    default:
      return nil
    }
  }
}
