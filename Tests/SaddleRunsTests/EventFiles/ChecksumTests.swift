// SPDX-License-Identifier: Apache-2.0

import CChecksum
import SaddleRuns
import Testing

@Suite struct ChecksumTests {
  @Test func agreesWithPublishedVectors() {
    // RFC 3720, B.4: 32 bytes of zeros, 32 of ones, 0...31.
    let vectors: [([UInt8], UInt32)] = [
      (Array(repeating: 0, count: 32), 0x8a91_36aa),
      (Array(repeating: 0xff, count: 32), 0x62a8_ab43),
      (Array(0..<32), 0x46dd_794e),
    ]
    for (bytes, expected) in vectors {
      #expect(bytes.withUnsafeBytes { Checksum.crc32c($0) } == expected)
      #expect(saddle_crc32c_table(0, bytes, bytes.count) == expected)
    }
    // tensorflow/tensorboard, `masked_crc.rs`.
    let payload: [UInt8] = [0x1a, 0x11] + Array("CRC test, one two".utf8)
    #expect(payload.withUnsafeBytes { Checksum.masked($0) } == 0x5794_d08a)
    // The check value of CRC-32 in every catalog.
    #expect(Array("123456789".utf8).withUnsafeBytes { Checksum.crc32($0) } == 0xcbf4_3926)
  }

  @Test func instructionAndTableAgreeAtEveryLength() {
    var bytes: [UInt8] = []
    for index in 0..<67 {
      let fast = bytes.withUnsafeBytes { Checksum.crc32c($0) }
      #expect(fast == saddle_crc32c_table(0, bytes, bytes.count))
      bytes.append(UInt8(truncatingIfNeeded: index &* 151 &+ 7))
    }
  }
}
