// SPDX-License-Identifier: Apache-2.0

/// The framing of a TFRecord file.
///
/// A record is its length (8 bytes, little endian), the masked CRC of these 8 bytes, the payload,
/// the masked CRC of the payload.
///
/// - Source: tensorflow/tensorboard, `tensorboard/data/server/tf_record.rs`.
public enum TFRecordFrame {
  /// Bytes before the payload.
  public static let headerBytes = 12
  /// Bytes after the payload.
  public static let footerBytes = 4

  /// Appends one record that holds `payload`.
  public static func append(_ payload: [UInt8], to output: inout [UInt8]) {
    var length = UInt64(payload.count).littleEndian
    withUnsafeBytes(of: &length) { bytes in
      output.append(contentsOf: bytes)
      appendWord(Checksum.masked(bytes), to: &output)
    }
    output.append(contentsOf: payload)
    payload.withUnsafeBytes { appendWord(Checksum.masked($0), to: &output) }
  }

  private static func appendWord(_ word: UInt32, to output: inout [UInt8]) {
    withUnsafeBytes(of: word.littleEndian) { output.append(contentsOf: $0) }
  }
}
