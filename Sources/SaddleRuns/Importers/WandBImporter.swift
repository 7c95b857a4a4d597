// SPDX-License-Identifier: Apache-2.0

/// The local file of Weights & Biases: `run-ID.wandb`.
///
/// A LevelDB log (blocks of 32 KiB, chunks with a CRC-32) of protocol buffer records, of which the
/// history is read.
///
/// - Source: wandb/wandb, `wandb/sdk/internal/datastore.py`, `core/pkg/leveldb/record.go`,
///   `wandb/proto/wandb_internal.proto`.
public enum WandBImporter: Importer {
  /// See `Importer`.
  public static let id = "wandb"
  /// See `Importer`.
  public static let title = "Weights & Biases run file"
  /// See `Importer`.
  public static let holdsWords = false

  /// The file's header.
  public static func confidence(_ probe: LogProbe) -> Double {
    probe.begins(with: Array(":W&B".utf8)) ? 1 : 0
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    WandBParser()
  }
}

/// Reads `.wandb` files, damaged ones included.
struct WandBParser: LogParser {
  static let blockBytes = 32768
  static let headerBytes = 7
  static let recordLimit = 16 << 20

  private var block: [UInt8] = []
  private var position = WandBParser.headerBytes
  /// Offset in the file of the block.
  private var origin = 0
  private var record: [UInt8] = []
  private var isInRecord = false

  mutating func consume(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(WandBParser.blockBytes - block.count)
      block.append(contentsOf: piece)
      rest = rest.dropFirst(piece.count)
      drain(isLast: false, into: &rows)
      if block.count == WandBParser.blockBytes { endBlock(into: &rows) }
    }
  }

  mutating func finish(into rows: inout ParsedRows) {
    drain(isLast: true, into: &rows)
    if position < block.count || isInRecord {
      rows.damage.add(
        .truncated,
        offset: origin + position,
        bytes: max(0, block.count - position)
      )
    }
    block = []
  }

  private mutating func endBlock(into rows: inout ParsedRows) {
    // Less than a chunk's header is padding.
    let left = block.count - position
    if left >= WandBParser.headerBytes {
      rows.damage.add(.framing, offset: origin + position, bytes: left)
      isInRecord = false
    }
    origin += block.count
    block.removeAll(keepingCapacity: true)
    position = 0
  }

  private mutating func drain(isLast: Bool, into rows: inout ParsedRows) {
    while block.count - position >= WandBParser.headerBytes {
      let length = Int(block[position + 4]) | Int(block[position + 5]) << 8
      let end = position + WandBParser.headerBytes + length
      let isPossible = end <= WandBParser.blockBytes
      if isPossible, end > block.count, !isLast { return }
      if isIntact(at: position) {
        take(block[position + 6], position + WandBParser.headerBytes..<end, into: &rows)
        position = end
        continue
      }
      // Wait for the whole block before searching it.
      if !isLast, block.count < WandBParser.blockBytes { return }
      if isLast, isPossible, end > block.count { return }
      resynchronize(into: &rows)
    }
  }

  private func isIntact(at place: Int) -> Bool {
    guard block.count - place >= WandBParser.headerBytes, (1...4).contains(block[place + 6]) else {
      return false
    }
    let length = Int(block[place + 4]) | Int(block[place + 5]) << 8
    guard place + WandBParser.headerBytes + length <= block.count else { return false }
    return block.withUnsafeBytes { bytes in
      let stored = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
      let content = bytes[place + 6..<place + WandBParser.headerBytes + length]
      return Checksum.crc32(UnsafeRawBufferPointer(rebasing: content)) == stored
    }
  }

  /// Passes over a damaged chunk; the search is bounded, a block is all that it can cost.
  private mutating func resynchronize(into rows: inout ParsedRows) {
    let length = Int(block[position + 4]) | Int(block[position + 5]) << 8
    let next = position + WandBParser.headerBytes + length
    var found = block.count
    if next < block.count, isIntact(at: next) || block.count - next < WandBParser.headerBytes {
      found = next
    } else {
      var attempts = 0
      for place in position + 1..<max(position + 1, block.count) where attempts < 256 {
        guard block.count - place >= WandBParser.headerBytes,
          (1...4).contains(block[place + 6])
        else { continue }
        attempts += 1
        if isIntact(at: place) {
          found = place
          break
        }
      }
    }
    rows.damage.add(.checksum, offset: origin + position, bytes: found - position)
    position = found
    isInRecord = false
  }

  private mutating func take(_ type: UInt8, _ range: Range<Int>, into rows: inout ParsedRows) {
    switch type {
    case 1:
      decode(Array(block[range]), into: &rows)
      isInRecord = false
    case 2:
      record = Array(block[range])
      isInRecord = true
    default:
      // A middle without a beginning belongs to a record that was damaged.
      guard isInRecord else { return }
      guard record.count + range.count <= WandBParser.recordLimit else {
        rows.damage.add(.oversized, offset: origin + range.lowerBound, bytes: range.count)
        isInRecord = false
        return
      }
      record.append(contentsOf: block[range])
      if type == 4 {
        decode(record, into: &rows)
        record = []
        isInRecord = false
      }
    }
  }

  private func decode(_ record: [UInt8], into rows: inout ParsedRows) {
    let isValid = record.withUnsafeBytes { bytes in
      WandBRecord.decode(bytes, into: &rows)
    }
    if !isValid {
      rows.cancelRow()
      rows.damage.add(.malformed, offset: origin + position, bytes: record.count)
    }
  }
}

/// Reads the history out of a `Record` message.
enum WandBRecord {
  static func decode(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
    var cursor = ByteCursor(bytes)
    while cursor.remaining > 0 {
      guard let key = cursor.varint() else { return false }
      if key == 2 << 3 | 2 {
        guard let history = cursor.delimited(), decode(history: history, into: &rows) else {
          return false
        }
      } else if !cursor.skip(wire: key & 7) {
        return false
      }
    }
    return true
  }

  private static func decode(
    history: UnsafeRawBufferPointer,
    into rows: inout ParsedRows
  ) -> Bool {
    var cursor = ByteCursor(history)
    var step: Int?
    while cursor.remaining > 0 {
      guard let key = cursor.varint() else { return false }
      switch key {
      case 1 << 3 | 2:
        guard let item = cursor.delimited(), decode(item: item, into: &rows) else { return false }
      case 2 << 3 | 2:
        guard let message = cursor.delimited() else { return false }
        var inner = ByteCursor(message)
        if inner.varint() == 1 << 3, let value = inner.varint() {
          step = Int(truncatingIfNeeded: Int64(bitPattern: value))
        }
      default:
        guard cursor.skip(wire: key & 7) else { return false }
      }
    }
    rows.endRow(step: step)
    return true
  }

  private static func decode(item: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
    var cursor = ByteCursor(item)
    var name: [UInt8] = []
    var value: UnsafeRawBufferPointer?
    while cursor.remaining > 0 {
      guard let key = cursor.varint() else { return false }
      switch key {
      case 1 << 3 | 2, 2 << 3 | 2:
        guard let part = cursor.delimited() else { return false }
        if !name.isEmpty { name.append(.slash) }
        name.append(contentsOf: part.prefix(ColumnNames.nameBytes))
      case 16 << 3 | 2:
        guard let json = cursor.delimited() else { return false }
        value = json
      default:
        guard cursor.skip(wire: key & 7) else { return false }
      }
    }
    guard let value, !name.isEmpty else { return true }
    if let number = NumberText.parse(value) {
      name.withUnsafeBytes { rows.add($0, number) }
    } else if value.first == .openBrace {
      rows.note(String(decoding: name, as: UTF8.self), .other)
    }
    return true
  }
}
