// SPDX-License-Identifier: Apache-2.0

/// The bytes of one Protocol Buffers message, written field by field.
///
/// Only what event files need; the wire format is fixed for ever.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  mutating func varint(_ field: Int, _ value: Int64) {
    key(field, wire: 0)
    raw(UInt64(bitPattern: value))
  }

  mutating func double(_ field: Int, _ value: Double) {
    key(field, wire: 1)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Packed numbers, as proto3 writes repeated ones.
  mutating func doubles(_ field: Int, _ values: [Double]) {
    var packed: [UInt8] = []
    packed.reserveCapacity(8 * values.count)
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { packed.append(contentsOf: $0) }
    }
    data(field, packed)
  }

  mutating func float(_ field: Int, _ value: Float) {
    key(field, wire: 5)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func string(_ field: Int, _ value: String) {
    data(field, Array(value.utf8))
  }

  mutating func data(_ field: Int, _ value: [UInt8]) {
    key(field, wire: 2)
    raw(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  mutating func message(_ field: Int, _ fill: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    fill(&inner)
    data(field, inner.bytes)
  }

  private mutating func key(_ field: Int, wire: Int) {
    raw(UInt64(field) << 3 | UInt64(wire))
  }

  private mutating func raw(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
