// SPDX-License-Identifier: Apache-2.0

/// Reads the record files of VisualDL, PaddlePaddle's TensorBoard.
///
/// A record is its length (8 bytes, little endian) and a `Record` message; nothing is checksummed.
/// After damage the next record is found by trying each offset for a length that a message fills.
///
/// - Source: PaddlePaddle/VisualDL, `visualdl/writer/record_writer.py`, `visualdl/proto/record.proto`.
public struct VisualDLParser: LogParser, RecordScanning {
  /// Bytes of a record that are accepted at most; longer ones (sounds) are passed over.
  public static let payloadLimit = EventFileParser.payloadLimit
  private static let headerBytes = 8
  /// Header, key of the first value, its length in five bytes at most.
  private static let beginning = headerBytes + 6

  private let decoder: VisualDLDecoder
  var buffer: [UInt8] = []
  var head = 0
  var origin = 0

  /// Creates a parser.
  public init() {
    decoder = VisualDLDecoder()
  }

  /// Creates a parser that hands out settings.
  init(onSettings: @escaping @Sendable (HyperParameters) -> Void) {
    decoder = VisualDLDecoder(onSettings: onSettings)
  }

  /// Reads the next piece.
  public mutating func consume(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    scan(bytes, into: &rows)
  }

  /// Reads what is left and notes a cut-off record.
  public mutating func finish(into rows: inout ParsedRows) { scanRest(into: &rows) }

  mutating func drain(isLast: Bool, into rows: inout ParsedRows) {
    while buffer.count - head >= (isLast ? 1 : Self.beginning) {
      if let payload = record(at: head) {
        if payload.upperBound <= buffer.count {
          take(payload, into: &rows)
          continue
        }
        guard isLast else { return }
      }
      // No record, or one that is cut off unless its length is a lie: the next one tells.
      let start = head
      var next = head + 1
      while next < buffer.count, !isRecord(at: next, isLast: isLast) { next += 1 }
      if isLast, next >= buffer.count { return }
      head = min(next, buffer.count)
      rows.damage.add(.framing, offset: origin + start, bytes: head - start)
    }
  }

  /// Whether a record begins at `offset`, or may, where too little is there to tell.
  private func isRecord(at offset: Int, isLast: Bool) -> Bool {
    guard isLast || buffer.count - offset >= Self.beginning else { return true }
    guard let payload = record(at: offset) else { return false }
    return !isLast || payload.upperBound <= buffer.count
  }

  private mutating func take(_ payload: Range<Int>, into rows: inout ParsedRows) {
    let decoder = decoder
    let isValid = buffer.withUnsafeBytes {
      decoder.decode(UnsafeRawBufferPointer(rebasing: $0[payload]), into: &rows)
    }
    if !isValid {
      rows.damage.add(.malformed, offset: origin + head, bytes: payload.upperBound - head)
    }
    head = payload.upperBound
  }

  /// The payload of the record at `offset`: its one value takes up the length that is announced.
  private func record(at offset: Int) -> Range<Int>? {
    buffer.withUnsafeBytes { bytes in
      var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: bytes[offset...]))
      guard let length = cursor.word64(), length <= UInt64(Self.payloadLimit),
        cursor.varint() == 1 << 3 | 2, let value = cursor.varint(),
        value <= length, UInt64(cursor.position - Self.headerBytes) + value == length
      else { return nil }
      let start = offset + Self.headerBytes
      return start..<start + Int(length)
    }
  }
}
