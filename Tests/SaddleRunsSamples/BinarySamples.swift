// SPDX-License-Identifier: Apache-2.0

import SaddleRuns
package import SaddleText

/// Binary files made byte by byte, so that tests can break them where they want.
public enum BinarySamples {
  /// A protocol buffer field of bytes.
  public static func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
    varint(UInt64(number << 3 | 2)) + varint(UInt64(content.count)) + content
  }

  /// A protocol buffer field that is a number.
  public static func field(_ number: Int, _ value: UInt64) -> [UInt8] {
    varint(UInt64(number << 3)) + varint(value)
  }

  /// A number in seven-bit groups.
  public static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  /// An event with one scalar, as PyTorch writes it.
  public static func event(step: Int, tag: String, value: Float) -> [UInt8] {
    let number: [UInt8] =
      [2 << 3 | 5] + withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    let time: [UInt8] =
      [1 << 3 | 1]
      + withUnsafeBytes(of: (1_700_000_000 + Double(step)).bitPattern.littleEndian) { Array($0) }
    return time + field(2, UInt64(bitPattern: Int64(step)))
      + field(5, field(1, field(1, Array(tag.utf8)) + number))
  }

  /// An event file of one scalar a record: `loss/g` and `loss/d` in turn.
  public static func eventFile(records: Int) -> (bytes: [UInt8], offsets: [Int]) {
    var bytes: [UInt8] = []
    var offsets: [Int] = []
    TFRecordFrame.append(field(3, Array("brain.Event:2".utf8)), to: &bytes)
    for record in 0..<records {
      offsets.append(bytes.count)
      let tag = record % 2 == 0 ? "loss/g" : "loss/d"
      TFRecordFrame.append(event(step: record / 2, tag: tag, value: Float(record)), to: &bytes)
    }
    return (bytes, offsets)
  }

  /// A record of VisualDL with one value: the field `content` and what places it.
  public static func visualDL(step: Int, tag: String, _ content: [UInt8]) -> [UInt8] {
    let value =
      field(1, UInt64(bitPattern: Int64(step))) + field(2, Array(tag.utf8))
      + field(3, UInt64(1_700_000_000_000 + step)) + content
    let record = field(1, value)
    return withUnsafeBytes(of: UInt64(record.count).littleEndian) { Array($0) } + record
  }

  /// A file of VisualDL with `loss/g` and `loss/d` in turn, and where each record begins.
  public static func visualDLFile(records: Int) -> (bytes: [UInt8], offsets: [Int]) {
    var bytes = visualDL(step: 0, tag: "meta_data_tag", field(10, []))
    var offsets: [Int] = []
    for record in 0..<records {
      offsets.append(bytes.count)
      let number = Float(record).bitPattern.littleEndian
      bytes += visualDL(
        step: record / 2,
        tag: record % 2 == 0 ? "loss/g" : "loss/d",
        [4 << 3 | 5] + withUnsafeBytes(of: number) { Array($0) }
      )
    }
    return (bytes, offsets)
  }

  /// A `.wandb` file with one history record a row.
  public static func wandb(_ rows: [[(name: String, json: String)]]) -> [UInt8] {
    var file: [UInt8] = Array(":W&B".utf8) + [0xe1, 0xbe, 0]
    for (step, row) in rows.enumerated() {
      var history: [UInt8] = []
      for (name, json) in row {
        history += field(1, field(1, Array(name.utf8)) + field(16, Array(json.utf8)))
      }
      history += field(2, field(1, UInt64(step)))
      append(field(2, history), to: &file)
    }
    return file
  }

  /// A file of that format with right checksums and lengths around changed content.
  package static func reframed(
    _ format: String,
    _ bytes: [UInt8],
    using random: inout SplitMix64
  ) -> [UInt8] {
    var file: [UInt8] = []
    if format == "wandb" {
      let name = Mutator.mutate(Array("d_loss".utf8), with: bytes, using: &random)
      let json = Mutator.mutate(Array("0.5".utf8), with: bytes, using: &random)
      let row = [(String(decoding: name, as: UTF8.self), String(decoding: json, as: UTF8.self))]
      return wandb([row, row])
    }
    for step in 0..<4 {
      let event = event(step: step, tag: "loss/g", value: 1)
      TFRecordFrame.append(
        Mutator.mutate(event, with: bytes, using: &random, limit: 4096),
        to: &file
      )
    }
    return file
  }

  /// Appends a record as LevelDB does: whole, or in pieces that end with the block.
  private static func append(_ record: [UInt8], to file: inout [UInt8]) {
    var rest = record[...]
    var isFirst = true
    repeat {
      var left = 32768 - file.count % 32768
      if left < 7 {
        file += Array(repeating: 0, count: left)
        left = 32768
      }
      let piece = rest.prefix(left - 7)
      rest = rest.dropFirst(piece.count)
      let type: UInt8 =
        switch (isFirst, rest.isEmpty) {
        case (true, true): 1
        case (true, false): 2
        case (false, false): 3
        case (false, true): 4
        }
      let content = [type] + piece
      let crc = content.withUnsafeBytes { Checksum.crc32($0) }
      file += withUnsafeBytes(of: crc.littleEndian) { Array($0) }
      file += [UInt8(piece.count & 255), UInt8(piece.count >> 8)] + content
      isFirst = false
    } while !rest.isEmpty
  }
}
