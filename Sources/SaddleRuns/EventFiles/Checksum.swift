// SPDX-License-Identifier: Apache-2.0

internal import CChecksum

/// Checksums of the formats that Saddle reads and writes.
public enum Checksum {
  /// Returns the CRC-32C (Castagnoli) of `bytes`.
  public static func crc32c(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    saddle_crc32c(0, bytes.baseAddress, bytes.count)
  }

  /// Returns the CRC-32C of `bytes` as TFRecord stores it: rotated right by 15, plus a constant.
  ///
  /// - Source: tensorflow/tensorboard, `tensorboard/data/server/masked_crc.rs`.
  public static func masked(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    let crc = crc32c(bytes)
    return ((crc >> 15) | (crc << 17)) &+ 0xa282_ead8
  }

  /// Returns the CRC-32 of IEEE 802.3 of `bytes`, as zip and W&B files use it.
  public static func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    saddle_crc32(0, bytes.baseAddress, bytes.count)
  }
}
