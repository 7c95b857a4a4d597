// SPDX-License-Identifier: Apache-2.0

/// A data set that `saddle data prepare` knows how to build.
public struct DataSetInfo: Sendable, Equatable {
  /// What a user writes.
  public var name: String
  /// What it shows, in one line.
  public var summary: String
  /// Number of pictures, training and test together, as last prepared.
  public var count: Int
  /// Side in pixels unless asked for another.
  public var defaultSize: Int
  /// 1 or 3.
  public var channels: Int
  /// What the pictures may be used under.
  public var license: String
  /// The Debian packages it is built from.
  public var packages: [String]
  /// Bytes to download, all packages together.
  public var downloadBytes: Int
  /// Number of classes, where every build of the set has the same ones.
  public var classCount: Int?
  /// Files that tell a folder is this set even without a manifest; empty where it needs one.
  public var markers: [String] = []
}

/// The data sets that `saddle data prepare` knows how to build.
///
/// ```swift
/// import SaddleData
///
/// for set in DataSetCatalog.all { print(set.name, set.summary, set.count) }
/// let emoji = try DataSetCatalog.info(named: "emoji")
/// print(DataSetLocator().find(emoji, size: 32) ?? "run: saddle data prepare emoji")
/// ```
public enum DataSetCatalog {
  /// All sets, in the order they are listed.
  public static let all: [DataSetInfo] = [
    DataSetInfo(
      name: "fashion-mnist",
      summary: "gray pictures of clothes, 10 classes, 60,000 for training and 10,000 for testing",
      count: 70_000,
      defaultSize: 28,
      channels: 1,
      license: "MIT",
      packages: ["dataset-fashion-mnist"],
      downloadBytes: 30_900_000,
      classCount: 10,
      markers: ["train-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz"]
    ),
    DataSetInfo(
      name: "emoji",
      summary: "Noto color emoji on one background; skin tones of a drawing stay together",
      count: 3_926,
      defaultSize: 32,
      channels: 3,
      license: "SIL OFL 1.1",
      packages: ["fonts-noto-color-emoji"],
      downloadBytes: 9_900_000
    ),
    DataSetInfo(
      name: "gemojione",
      summary: "EmojiOne emoji on one background, their categories as classes",
      count: 1_794,
      defaultSize: 64,
      channels: 3,
      license: "CC BY-SA 4.0",
      packages: ["ruby-gemojione"],
      downloadBytes: 4_600_000
    ),
    DataSetInfo(
      name: "emoji-pairs",
      summary: "EmojiOne emoji beside Noto's of the same code points, for pix2pix",
      count: 1_600,
      defaultSize: 64,
      channels: 3,
      license: "CC BY-SA 4.0, SIL OFL 1.1",
      packages: ["ruby-gemojione", "fonts-noto-color-emoji"],
      downloadBytes: 14_500_000
    ),
    DataSetInfo(
      name: "photos",
      summary: "square cuttings of 27 photographs, some photographs kept apart for testing",
      count: 6_302,
      defaultSize: 64,
      channels: 3,
      license: "CC BY 4.0, CC BY-SA 3.0/4.0, CC0, GPL-2+ (by photograph)",
      packages: ["lomiri-wallpapers-16.04", "mate-backgrounds"],
      downloadBytes: 62_400_000
    ),
  ]

  /// Returns the set of that name.
  ///
  /// - Parameter name: What a user wrote.
  /// - Throws: `DataError` that lists the known names.
  public static func info(named name: String) throws(DataError) -> DataSetInfo {
    guard let info = all.first(where: { $0.name == name }) else {
      let names = all.map(\.name).joined(separator: ", ")
      throw DataError(.notFound, "no data set is called \(name); there are \(names)")
    }
    return info
  }
}
