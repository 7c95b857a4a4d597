// SPDX-License-Identifier: Apache-2.0

/// A parser of records one behind the other, which come in pieces of any length.
protocol RecordScanning {
  /// Bytes that were read and not yet dropped.
  var buffer: [UInt8] { get set }
  /// Where in the buffer the next record is looked for.
  var head: Int { get set }
  /// Offset in the file of `buffer[0]`.
  var origin: Int { get set }

  /// Takes whole records at `head`; `isLast`: nothing comes behind the buffer.
  mutating func drain(isLast: Bool, into rows: inout ParsedRows)
}

extension RecordScanning {
  /// Takes the next piece, and drops what is read of it.
  mutating func scan(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    buffer.append(contentsOf: bytes)
    drain(isLast: false, into: &rows)
    origin += head
    buffer.removeFirst(head)
    head = 0
  }

  /// Takes what is left and notes a cut-off record.
  mutating func scanRest(into rows: inout ParsedRows) {
    drain(isLast: true, into: &rows)
    if head < buffer.count {
      rows.damage.add(.truncated, offset: origin + head, bytes: buffer.count - head)
    }
    origin += buffer.count
    buffer.removeAll()
    head = 0
  }
}
