// SPDX-License-Identifier: Apache-2.0

package import Foundation
import SaddleRuns

/// What a checkpoint consists of: each file's length and checksum, and a checksum of itself.
///
/// On disk a line of JSON and a line `crc32c HEX` over the first: one flipped bit anywhere in the
/// set is noticed (CRC-32C detects every burst of up to 32 bits).
package struct CheckpointManifest: Codable, Equatable {
  /// One file of the set.
  struct Entry: Codable, Equatable {
    var name: String
    var bytes: Int
    var crc32c: UInt32
  }

  /// The version of the layout that this Saddle writes, and the newest that it reads: of the
  /// manifest and of `state.json`.
  static let layout = 1

  /// The version of this layout.
  var format = CheckpointManifest.layout
  /// The generator step after which the checkpoint was taken.
  var step: Int
  /// The files, in the order in which they were written.
  var files: [Entry] = []

  static let fileName = "manifest.json"

  /// Returns the file's content.
  package func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let body = try encoder.encode(self)
    let sum = String(checksum(body), radix: 16)
    return body + Data("\ncrc32c \(sum)\n".utf8)
  }

  /// Reads what `encoded` wrote; nil where anything about it is off, its layout included.
  package init?(decoding data: Data) {
    guard let body = Self.body(of: data),
      Self.layout(of: body).map({ (1...Self.layout).contains($0) }) ?? false,
      let manifest = try? JSONDecoder().decode(CheckpointManifest.self, from: body),
      manifest.files.allSatisfy({ !$0.name.contains("/") })
    else { return nil }
    self = manifest
  }

  package init(step: Int) {
    self.step = step
  }

  /// Returns the layout of a manifest that is whole and of a newer layout than this Saddle reads.
  package static func newerLayout(of data: Data) -> Int? {
    body(of: data).flatMap { layout(of: $0) }.flatMap { $0 > layout ? $0 : nil }
  }

  /// The layout that a JSON object names; the rest of it may be of any.
  static func layout(of json: Data) -> Int? {
    struct Part: Decodable { var format: Int }
    return (try? JSONDecoder().decode(Part.self, from: json))?.format
  }

  /// The JSON of a manifest, where the line below it fits it.
  private static func body(of data: Data) -> Data? {
    guard let end = data.firstIndex(of: 0x0A) else { return nil }
    let body = Data(data[..<end])
    let sum = String(checksum(body), radix: 16)
    return data[end...] == Data("\ncrc32c \(sum)\n".utf8) ? body : nil
  }
}

/// Returns the CRC-32C of `data`.
func checksum(_ data: Data) -> UInt32 {
  data.withUnsafeBytes { Checksum.crc32c($0) }
}
