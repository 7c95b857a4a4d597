// SPDX-License-Identifier: Apache-2.0

package import SaddleImage

extension Gzip {
  /// Bytes in deflate: gzip without its frame of 10 bytes before and 8 behind.
  package static func deflate(_ bytes: [UInt8]) -> [UInt8] {
    Array(((try? pack(bytes)) ?? []).dropFirst(10).dropLast(8))
  }
}
