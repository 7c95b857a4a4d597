// SPDX-License-Identifier: Apache-2.0

public import Foundation
import SaddleImage
import SaddleTorch

/// Mean and covariance in a `.npz` file with `mu` and `sigma`, as pytorch-fid, TTUR and clean-fid
/// write and read them.
///
/// Saddle adds how they came about; other programs pass over that.
public struct StatisticsFile {
  /// Mean and covariance.
  public var statistics: GaussianStatistics
  /// What the images are called.
  public var name: String
  /// SHA-256 of the images; where the file doesn't say, of the file.
  public var hash: String
  /// Number of images; nil where the file doesn't say.
  public var count: Int?
  /// The extractor's fingerprint; nil where the file doesn't say.
  public var extractor: ExtractorIdentity?

  /// Creates the content of a file, for `encoded()` to write.
  public init(
    _ statistics: GaussianStatistics,
    name: String,
    hash: String,
    extractor: ExtractorIdentity
  ) {
    self.statistics = statistics
    self.name = name
    self.hash = hash
    self.extractor = extractor
    count = statistics.count
  }

  /// Reads a file.
  ///
  /// - Throws: `EvaluationError` of code `.file` naming the file and what is wrong, `TensorError`.
  public init(path: String) throws {
    do {
      try self.init(FileBytes.read(FileName(path), maximumBytes: 4 << 30), path: path)
    } catch let error as ImageError {
      throw EvaluationError(.file, "\(path): \(error.message)")
    }
  }

  /// Reads the content of a file; messages name it as `path`.
  package init(_ bytes: [UInt8], path: String) throws {
    do {
      let members = try ZipArchive.read(bytes)
      let mean = try Self.array("mu", members)
      let covariance = try Self.array("sigma", members)
      count = try members["count.npy"].flatMap { try NumpyArray($0).tensor().to(.float64).item() }
        .flatMap { Int(exactly: $0) }
      statistics = try GaussianStatistics(
        mean: mean.tensor(),
        covariance: covariance.tensor(),
        count: count
      )
      name = try members["name.npy"].flatMap { try NumpyArray($0).text } ?? path
      hash =
        try members["hash.npy"].flatMap { try NumpyArray($0).text }
        ?? ContentHash.of(bytes)
      extractor = try members["extractor.npy"].flatMap { try NumpyArray($0).text }.map {
        try JSONDecoder().decode(ExtractorIdentity.self, from: Data($0.utf8))
      }
    } catch let error as EvaluationError {
      throw EvaluationError(.file, "\(path): \(error.message)")
    } catch is DecodingError {
      throw EvaluationError(.file, "\(path): its extractor isn't described as Saddle does")
    }
  }

  private static func array(_ key: String, _ members: [String: [UInt8]]) throws -> NumpyArray {
    guard let bytes = members["\(key).npy"] else {
      throw EvaluationError(
        .file,
        "no '\(key)' in it; a file of statistics has mu and sigma, and this has "
          + members.keys.sorted().joined(separator: ", ")
      )
    }
    return try NumpyArray(bytes)
  }

  /// The file's bytes.
  public func encoded() throws -> Data {
    let size = statistics.size
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var arrays = [
      ("mu", NumpyArray(shape: [size], values: try statistics.mean.array())),
      ("sigma", NumpyArray(shape: [size, size], values: try statistics.covariance().array())),
      ("name", NumpyArray(text: name)),
      ("hash", NumpyArray(text: hash)),
    ]
    if let count { arrays.append(("count", NumpyArray(shape: [], values: [Double(count)]))) }
    if let extractor {
      let text = String(decoding: try encoder.encode(extractor), as: UTF8.self)
      arrays.append(("extractor", NumpyArray(text: text)))
    }
    return Data(ZipArchive.write(arrays.map { ("\($0.0).npy", $0.1.bytes) }))
  }
}
