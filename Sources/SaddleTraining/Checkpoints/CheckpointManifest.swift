// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns

/// What a checkpoint consists of: each file's length and checksum, and a checksum of itself.
///
/// On disk a line of JSON and a line `crc32c HEX` over the first: one flipped bit anywhere in the
/// set is noticed (CRC-32C detects every burst of up to 32 bits).
struct CheckpointManifest: Codable, Equatable {
  /// One file of the set.
  struct Entry: Codable, Equatable {
    var name: String
    var bytes: Int
    var crc32c: UInt32
  }

  /// The version of this layout.
  var format = 1
  /// The generator step after which the checkpoint was taken.
  var step: Int
  /// The files, in the order in which they were written.
  var files: [Entry] = []

  static let fileName = "manifest.json"

  /// Returns the file's content.
  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let body = try encoder.encode(self)
    let sum = String(checksum(body), radix: 16)
    return body + Data("\ncrc32c \(sum)\n".utf8)
  }

  /// Reads what `encoded` wrote; nil where anything about it is off.
  init?(decoding data: Data) {
    guard let end = data.firstIndex(of: 0x0A) else { return nil }
    let body = data[..<end]
    let sum = String(checksum(Data(body)), radix: 16)
    guard data[end...] == Data("\ncrc32c \(sum)\n".utf8),
      let manifest = try? JSONDecoder().decode(CheckpointManifest.self, from: body),
      manifest.files.allSatisfy({ !$0.name.contains("/") })
    else { return nil }
    self = manifest
  }

  init(step: Int) {
    self.step = step
  }
}

/// Returns the CRC-32C of `data`.
func checksum(_ data: Data) -> UInt32 {
  data.withUnsafeBytes { Checksum.crc32c($0) }
}
