// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Reads the fields of an `Event` message that matter, straight from the bytes.
///
/// Both dialects: `simple_value` (TF1, PyTorch) and `tensor` (TF2), scalars of every number type.
///
/// - Source: tensorflow/tensorboard, `tensorboard/compat/proto/{event,summary,tensor}.proto`.
struct EventDecoder: Sendable {
  /// What an event holds beside numbers.
  enum Extra {
    /// An encoded picture.
    case image(step: Int, tag: String, bytes: [UInt8])
    /// A text.
    case text(tag: String, String)
    /// The settings of the HParams tab.
    case settings(HyperParameters)
  }

  /// Called with what is there beside numbers, where somebody wants it.
  var onExtra: (@Sendable (Extra) -> Void)?

  /// TensorBoard's settings stand under this tag, beside a number that means nothing.
  private static let hyperParameters = Array("_hparams_/".utf8)

  /// Adds the event's scalars as one row; false when the bytes are not an event.
  func decode(_ payload: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
    var cursor = ByteCursor(payload)
    var step = 0
    var wallTime: Double?
    var summary: UnsafeRawBufferPointer?
    while cursor.remaining > 0 {
      guard let key = cursor.varint() else { return false }
      switch key {
      case 1 << 3 | 1:
        guard let word = cursor.word64() else { return false }
        wallTime = Double(bitPattern: word)
      case 2 << 3:
        guard let value = cursor.varint() else { return false }
        step = Int(truncatingIfNeeded: Int64(bitPattern: value))
      case 5 << 3 | 2:
        guard let bytes = cursor.delimited() else { return false }
        summary = bytes
      case 7 << 3 | 2:
        guard let bytes = cursor.delimited() else { return false }
        if isStart(bytes) { rows.beginSession() }
      default:
        guard cursor.skip(wire: key & 7) else { return false }
      }
    }
    // Before the summary: its names would become columns without a value.
    guard Steps.isPossible(step) else { return false }
    if let summary, !decode(summary: summary, step: step, into: &rows) {
      rows.cancelRow()
      return false
    }
    rows.endRow(step: step, wallTime: wallTime)
    return true
  }

  /// SessionLog: field 1 is the status, 1 means START.
  private func isStart(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var cursor = ByteCursor(bytes)
    return cursor.varint() == 1 << 3 && cursor.varint() == 1
  }

  private func decode(
    summary: UnsafeRawBufferPointer,
    step: Int,
    into rows: inout ParsedRows
  ) -> Bool {
    var cursor = ByteCursor(summary)
    while cursor.remaining > 0 {
      guard let key = cursor.varint() else { return false }
      if key == 1 << 3 | 2 {
        guard let value = cursor.delimited() else { return false }
        guard decode(value: value, step: step, into: &rows) else { return false }
      } else {
        guard cursor.skip(wire: key & 7) else { return false }
      }
    }
    return true
  }

  private func decode(
    value: UnsafeRawBufferPointer,
    step: Int,
    into rows: inout ParsedRows
  ) -> Bool {
    var cursor = ByteCursor(value)
    var tag: UnsafeRawBufferPointer?
    var number: Double?
    var kind: ParsedRows.OtherKind?
    var image: UnsafeRawBufferPointer?
    var metadata: UnsafeRawBufferPointer?
    while cursor.remaining > 0 {
      guard let key = cursor.varint() else { return false }
      switch key {
      case 1 << 3 | 2:
        guard let bytes = cursor.delimited() else { return false }
        tag = bytes
      case 2 << 3 | 5:
        guard let word = cursor.word32() else { return false }
        number = Double(Float(bitPattern: word))
      case 4 << 3 | 2:
        guard let bytes = cursor.delimited() else { return false }
        kind = .image
        image = bytes
      case 3 << 3 | 2, 5 << 3 | 2:
        guard cursor.delimited() != nil else { return false }
        kind = .histogram
      case 6 << 3 | 2:
        guard cursor.delimited() != nil else { return false }
        kind = .other
      case 8 << 3 | 2:
        guard let bytes = cursor.delimited(), let tensor = TensorDecoder.decode(bytes) else {
          return false
        }
        switch tensor {
        case .scalar(let value): number = value
        case .text(let strings):
          kind = .text
          report(text: strings, tag)
        case .images(let encoded):
          kind = .image
          for bytes in encoded { report(bytes, tag, step) }
        case .other: kind = .other
        }
      case 9 << 3 | 2:
        guard let bytes = cursor.delimited() else { return false }
        metadata = bytes
      default:
        guard cursor.skip(wire: key & 7) else { return false }
      }
    }
    // Protocol buffers leave out an empty text.
    let name = tag ?? UnsafeRawBufferPointer(start: nil, count: 0)
    if name.starts(with: EventDecoder.hyperParameters) {
      rows.note(String(decoding: name.prefix(ColumnNames.nameBytes), as: UTF8.self), .other)
      if let onExtra, let metadata, let settings = HyperParameters(metadata: metadata) {
        onExtra(.settings(settings))
      }
    } else if let number {
      rows.add(name, number)
    } else if let kind {
      rows.note(String(decoding: name.prefix(ColumnNames.nameBytes), as: UTF8.self), kind)
      // Field 4 of an image is the file's content.
      if let image, let encoded = ByteCursor.field(4, of: image) { report(encoded, tag, step) }
    }
    return true
  }

  private func report(_ bytes: UnsafeRawBufferPointer, _ tag: UnsafeRawBufferPointer?, _ step: Int)
  {
    guard let onExtra, let tag else { return }
    let name = String(decoding: tag.prefix(ColumnNames.nameBytes), as: UTF8.self)
    onExtra(.image(step: step, tag: name, bytes: Array(bytes)))
  }

  private func report(text: [UnsafeRawBufferPointer], _ tag: UnsafeRawBufferPointer?) {
    guard let onExtra, let tag else { return }
    let name = String(decoding: tag.prefix(ColumnNames.nameBytes), as: UTF8.self)
    for line in text { onExtra(.text(tag: name, String(decoding: line, as: UTF8.self))) }
  }
}
