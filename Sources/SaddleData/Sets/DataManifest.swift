// SPDX-License-Identifier: Apache-2.0

package import Foundation
import SaddleRuns

/// What `saddle data prepare` writes beside a set: where it comes from and what was done to it.
public struct DataManifest: Codable, Equatable, Sendable {
  /// A package the set was built from.
  public struct Package: Codable, Equatable, Sendable {
    /// Debian's name of it.
    public var name: String
    /// Its version; nil where the set was built from an unpacked folder.
    public var version: String?
    /// SHA-256 of the .deb; nil where the set was built from an unpacked folder.
    public var sha256: String?
  }

  /// The format that this Saddle writes, and the newest that it reads.
  static let format = 1

  /// Format of this file.
  public var version = DataManifest.format
  /// Name of the set.
  public var name: String
  /// What the pictures may be used under.
  public var license: String
  /// What it was built from.
  public var packages: [Package]
  /// Side in pixels.
  public var size: Int
  /// 1 or 3.
  public var channels: Int
  /// What shows through transparency, as `#rrggbb`; nil where nothing was transparent.
  public var background: String?
  /// Number of training pictures.
  public var trainingCount: Int
  /// Number of test pictures.
  public var testCount: Int
  /// How the two parts were told apart, so that near copies never straddle them.
  public var splitRule: String
  /// Number of groups of near copies.
  public var groupCount: Int?
  /// Pictures of each class.
  public var classes: [String: Int]?
  /// CRC-32 of all files' content in the order of their names, hexadecimal.
  public var contentChecksum: String
  /// What could not be read.
  public var skipped: [DataReport.SkippedFile] = []

  private enum CodingKeys: String, CodingKey {
    case version
    case name
    case license = "licence"
    case packages
    case size
    case channels
    case background
    case trainingCount
    case testCount
    case splitRule
    case groupCount
    case classes
    case contentChecksum
    case skipped
  }

  package static let fileName = "manifest.json"

  /// Reads the manifest of a prepared set.
  ///
  /// - Parameter folder: The set.
  /// - Returns: nil where there is none.
  /// - Throws: `DataError` if there is one and it is damaged.
  public static func read(in folder: String) throws(DataError) -> DataManifest? {
    let path = "\(folder)/\(fileName)"
    guard let data = try? RegularFile.read(path) else { return nil }
    struct Part: Decodable { var version: Int }
    if let part = try? JSONDecoder().decode(Part.self, from: data), part.version > format {
      throw DataError(
        .damaged,
        "\(path): a newer Saddle wrote it (format \(part.version); this one reads \(format)): use "
          + "that one, or prepare the set again in another folder"
      )
    }
    do { return try JSONDecoder().decode(DataManifest.self, from: data) } catch {
      throw DataError(.damaged, "\(path): no manifest of a data set; prepare the set again")
    }
  }

  /// The manifest as text.
  package func encoded() throws -> Data {
    let encoder = JSONEncoder.stable(isPretty: true)
    return try encoder.encode(self) + Data("\n".utf8)
  }
}
