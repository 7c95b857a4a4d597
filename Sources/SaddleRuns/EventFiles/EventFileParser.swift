// SPDX-License-Identifier: Apache-2.0

/// Reads TensorBoard event files, damaged ones included.
///
/// Every checksum is verified. After damage the next record is found by trying each offset for a
/// header whose checksum matches, so that damage costs only the records that it hit.
public struct EventFileParser: LogParser, RecordScanning {
  /// Bytes of a payload that are accepted at most; larger records (long videos) are passed over.
  public static let payloadLimit = 16 << 20

  private let decoder: EventDecoder
  var buffer: [UInt8] = []
  var head = 0
  var origin = 0
  /// Bytes on which checksums were computed in vain; bounds the work that a hostile file can cause.
  private var wasted = 0

  /// Creates a parser.
  public init() {
    decoder = EventDecoder()
  }

  /// Creates a parser that hands out images: step, tag, encoded bytes.
  public init(onImage: @escaping @Sendable (Int, String, [UInt8]) -> Void) {
    self.init { if case .image(let step, let tag, let bytes) = $0 { onImage(step, tag, bytes) } }
  }

  /// Creates a parser that hands out what there is beside numbers.
  init(onExtra: @escaping @Sendable (EventDecoder.Extra) -> Void) {
    decoder = EventDecoder(onExtra: onExtra)
  }

  /// Reads the next piece.
  public mutating func consume(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    scan(bytes, into: &rows)
  }

  /// Reads what is left and notes a cut-off record.
  public mutating func finish(into rows: inout ParsedRows) { scanRest(into: &rows) }

  /// A suspicious file has to make do with short records.
  private var currentLimit: Int {
    wasted > 64 << 20 && wasted / 4 > origin ? 4096 : EventFileParser.payloadLimit
  }

  private enum Outcome {
    case record(payload: Range<Int>)
    case needsMore
    case damaged(Damage.Kind, bytes: Int)
  }

  mutating func drain(isLast: Bool, into rows: inout ParsedRows) {
    // The last record may only look whole: its length can be a lie. So a record that would need
    // more bytes at the end is searched for others before it is called cut off.
    var firstIncomplete: Int?
    while head < buffer.count {
      switch look(isLast: isLast) {
      case .record(let payload):
        if let start = firstIncomplete {
          rows.damage.add(.framing, offset: origin + start, bytes: head - start)
          firstIncomplete = nil
        }
        let decoder = decoder
        let isEvent = buffer.withUnsafeBytes {
          decoder.decode(UnsafeRawBufferPointer(rebasing: $0[payload]), into: &rows)
        }
        let end = payload.upperBound + TFRecordFrame.footerBytes
        if !isEvent { rows.damage.add(.malformed, offset: origin + head, bytes: end - head) }
        head = end
      case .needsMore:
        guard isLast else { return }
        if firstIncomplete == nil { firstIncomplete = head }
        head += 1
        skipToHeader()
      case .damaged(let kind, let bytes):
        if firstIncomplete == nil || kind == .checksum {
          if let start = firstIncomplete {
            rows.damage.add(.framing, offset: origin + start, bytes: head - start)
            firstIncomplete = nil
          }
          rows.damage.add(kind, offset: origin + head, bytes: bytes)
        }
        head += bytes
      }
    }
    if let start = firstIncomplete { head = start }
  }

  /// What stands at `head`.
  private mutating func look(isLast: Bool) -> Outcome {
    let header = TFRecordFrame.headerBytes
    let footer = TFRecordFrame.footerBytes
    let available = buffer.count - head
    guard available >= header else { return .needsMore }
    guard let length = headerLength(at: head) else {
      return .damaged(.framing, bytes: distanceToHeader())
    }
    guard length <= UInt64(currentLimit) else { return .damaged(.oversized, bytes: header) }
    let whole = header + Int(length) + footer
    guard available >= whole else { return .needsMore }
    let payload = head + header..<head + header + Int(length)
    let isIntact = buffer.withUnsafeBytes { bytes in
      Checksum.masked(UnsafeRawBufferPointer(rebasing: bytes[payload]))
        == UInt32(
          littleEndian: bytes.loadUnaligned(fromByteOffset: payload.upperBound, as: UInt32.self)
        )
    }
    if isIntact { return .record(payload: payload) }
    // Where the next record begins as announced, only this payload is damaged; otherwise the
    // length is not to be trusted and the search begins right after the header.
    let next = head + whole
    guard buffer.count - next >= header || isLast else { return .needsMore }
    wasted += whole
    if next == buffer.count || headerLength(at: next) != nil {
      return .damaged(.checksum, bytes: whole)
    }
    return .damaged(.checksum, bytes: header)
  }

  /// The length that a header at `offset` announces, if its checksum matches.
  private func headerLength(at offset: Int) -> UInt64? {
    guard buffer.count - offset >= TFRecordFrame.headerBytes else { return nil }
    return buffer.withUnsafeBytes { bytes in
      let field = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + 8])
      let stored = UInt32(
        littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self)
      )
      guard Checksum.masked(field) == stored else { return nil }
      return UInt64(littleEndian: field.loadUnaligned(as: UInt64.self))
    }
  }

  /// Bytes from `head` to the next header, or to where one might still begin.
  private func distanceToHeader() -> Int {
    var offset = head + 1
    while buffer.count - offset >= TFRecordFrame.headerBytes {
      if headerLength(at: offset) != nil { return offset - head }
      offset += 1
    }
    return offset - head
  }

  private mutating func skipToHeader() {
    while buffer.count - head >= TFRecordFrame.headerBytes, headerLength(at: head) == nil {
      head += 1
    }
    if buffer.count - head < TFRecordFrame.headerBytes { head = buffer.count }
  }
}
