// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Reads the values of a VisualDL `Record`, straight from the bytes.
///
/// - Source: PaddlePaddle/VisualDL, `visualdl/proto/record.proto`.
struct VisualDLDecoder: Sendable {
  /// Called with the settings of a run, where somebody wants them.
  var onSettings: (@Sendable (HyperParameters) -> Void)?

  /// Adds each value as a row; false when the bytes are not a record.
  func decode(_ payload: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
    var cursor = ByteCursor(payload)
    while cursor.remaining > 0 {
      guard cursor.varint() == 1 << 3 | 2, let value = cursor.delimited(),
        decode(value: value, into: &rows)
      else { return false }
    }
    return true
  }

  private func decode(value: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
    var cursor = ByteCursor(value)
    var step = 0
    var tag = UnsafeRawBufferPointer(start: nil, count: 0)
    var wallTime: Double?
    var number: Double?
    var kind: ParsedRows.OtherKind?
    var content = tag
    var series: String?
    while cursor.remaining > 0 {
      guard let key = cursor.varint() else { return false }
      switch key {
      case 1 << 3, 3 << 3:
        guard let value = cursor.varint() else { return false }
        let whole = Int64(bitPattern: value)
        // Times are in milliseconds.
        if key == 1 << 3 { step = Int(whole) } else { wallTime = Double(whole) / 1000 }
      case 4 << 3 | 5:
        guard let word = cursor.word32() else { return false }
        number = Double(Float(bitPattern: word))
      case let key where key & 7 == 2:
        guard let bytes = cursor.delimited() else { return false }
        switch key >> 3 {
        case 2: tag = bytes
        case 14: (series, number) = Self.series(bytes) ?? (nil, nil)
        default:
          content = bytes
          kind = Self.kind(key >> 3)
        }
      default:
        guard cursor.skip(wire: key & 7) else { return false }
      }
    }
    // Before the value: its name would become a column without one.
    guard Steps.isPossible(step) else { return false }
    if let number, let series {
      rows.add(
        String(decoding: tag.prefix(ColumnNames.nameBytes), as: UTF8.self) + "/" + series,
        number
      )
    } else if let number {
      rows.add(tag, number)
    } else if let kind {
      if kind == .other, let settings = HyperParameters(visualDL: content) { onSettings?(settings) }
      rows.note(String(decoding: tag.prefix(ColumnNames.nameBytes), as: UTF8.self), kind)
    }
    rows.endRow(step: step, wallTime: wallTime)
    return true
  }

  /// What a value is that is no number, by the number of its field.
  private static func kind(_ field: UInt64) -> ParsedRows.OtherKind {
    switch field {
    case 5: .image
    case 8: .histogram
    case 10, 12: .text
    default: .other
    }
  }

  /// `TagValue`: one of several numbers under one tag.
  private static func series(_ bytes: UnsafeRawBufferPointer) -> (String?, Double?)? {
    guard let name = ByteCursor.field(1, of: bytes) else { return nil }
    var cursor = ByteCursor(bytes)
    var number = 0.0
    while cursor.remaining > 0 {
      guard let key = cursor.varint() else { return nil }
      if key == 2 << 3 | 5 {
        guard let word = cursor.word32() else { return nil }
        number = Double(Float(bitPattern: word))
      } else if !cursor.skip(wire: key & 7) {
        return nil
      }
    }
    return (String(decoding: name.prefix(ColumnNames.nameBytes), as: UTF8.self), number)
  }
}
