// SPDX-License-Identifier: Apache-2.0

import CChecksum
import Foundation
import SaddleTorch

/// A checksum inside a safetensors file, over all of its other bytes, so that a bit that flipped on the
/// disk changes no measure unsaid (CRC-32C: every burst of up to 32 bits is noticed).
///
/// It stands in `__metadata__` under `crc32c`; any reader of safetensors reads such a file.
enum TensorSeal {
  private static let key = "crc32c"
  private static let blank = "00000000"

  /// Returns tensors as a file with a checksum.
  ///
  /// - Throws: `SafeTensorsError` or `TensorError`.
  static func encode(
    _ tensors: StateDictionary,
    metadata: [String: String] = [:]
  ) throws -> Data {
    var metadata = metadata
    metadata[key] = blank
    var data = try SafeTensors.encode(tensors, metadata: metadata)
    if let place = place(in: data) {
      data.replaceSubrange(place, with: Data(sum(of: data, without: place).utf8))
    }
    return data
  }

  /// Returns whether a file is what was written; nil where it has no checksum.
  static func isWhole(_ data: Data) -> Bool? {
    guard let place = place(in: data) else { return nil }
    return data[place] == Data(sum(of: data, without: place).utf8)
  }

  /// Where the digits stand: behind the key, in the header, where no text can hold bare quotes.
  private static func place(in data: Data) -> Range<Data.Index>? {
    guard data.count > 8 else { return nil }
    let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let header = data.dropFirst(8).prefix(Int(clamping: length))
    guard let found = header.range(of: Data("\"\(key)\":\"".utf8)),
      header.endIndex - found.upperBound > blank.utf8.count
    else { return nil }
    return found.upperBound..<(found.upperBound + blank.utf8.count)
  }

  private static func sum(of data: Data, without place: Range<Data.Index>) -> String {
    let parts = [data[..<place.lowerBound], Data(blank.utf8), data[place.upperBound...]]
    let sum = parts.reduce(UInt32(0)) { sum, part in
      part.withUnsafeBytes { saddle_crc32c(sum, $0.baseAddress, $0.count) }
    }
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: blank.utf8.count - digits.utf8.count) + digits
  }
}
