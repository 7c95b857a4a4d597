// SPDX-License-Identifier: Apache-2.0

extension HyperParameters {
  /// Reads the settings of a session from a summary's metadata; nil where it holds none.
  ///
  /// - Source: tensorflow/tensorboard, `tensorboard/compat/proto/summary.proto` (SummaryMetadata),
  ///   `tensorboard/plugins/hparams/plugin_data.proto` (HParamsPluginData, SessionStartInfo).
  init?(metadata: UnsafeRawBufferPointer) {
    guard let plugin = ByteCursor.field(1, of: metadata),
      let content = ByteCursor.field(2, of: plugin),
      let session = ByteCursor.field(3, of: content)
    else { return nil }
    self.init(entries: session, name: 1) { entry in
      ByteCursor.field(2, of: entry).flatMap { Value($0) }
    }
  }

  /// Reads VisualDL's `HParam`; nil where it holds none.
  ///
  /// - Source: PaddlePaddle/VisualDL, `visualdl/proto/record.proto`.
  init?(visualDL bytes: UnsafeRawBufferPointer) {
    self.init(entries: bytes, name: 4) { Value(visualDL: $0) }
  }

  /// Reads the entries of a message, which are its field 1; nil where it holds none.
  ///
  /// - Parameters:
  ///   - name: The number of the field in which an entry has its name.
  ///   - value: Reads an entry's value; nil where it is of another kind.
  private init?(
    entries message: UnsafeRawBufferPointer,
    name: UInt64,
    value: (UnsafeRawBufferPointer) -> Value?
  ) {
    var values: [(String, Value)] = []
    var cursor = ByteCursor(message)
    while cursor.remaining > 0, values.count < OptionList.limit {
      guard let key = cursor.varint() else { return nil }
      guard key == 1 << 3 | 2 else {
        guard cursor.skip(wire: key & 7) else { return nil }
        continue
      }
      guard let entry = cursor.delimited() else { return nil }
      if let name = ByteCursor.field(name, of: entry), let value = value(entry) {
        values.append((String(decoding: name, as: UTF8.self), value))
      }
    }
    guard !values.isEmpty else { return nil }
    self.init(values)
  }
}

extension HyperParameters.Value {
  /// Reads a `google.protobuf.Value` as far as settings need it.
  fileprivate init?(_ bytes: UnsafeRawBufferPointer) {
    var cursor = ByteCursor(bytes)
    switch cursor.varint() {
    case 2 << 3 | 1:
      guard let word = cursor.word64() else { return nil }
      self = .number(Double(bitPattern: word))
    case 3 << 3 | 2:
      guard let text = cursor.delimited() else { return nil }
      self = .text(String(decoding: text, as: UTF8.self))
    case 4 << 3:
      guard let flag = cursor.varint() else { return nil }
      self = .flag(flag != 0)
    default: return nil
    }
  }

  /// Reads the value of a VisualDL entry, which stands before its name.
  fileprivate init?(visualDL entry: UnsafeRawBufferPointer) {
    var cursor = ByteCursor(entry)
    switch cursor.varint() {
    case 1 << 3:
      guard let whole = cursor.varint() else { return nil }
      self = .number(Double(Int64(bitPattern: whole)))
    case 2 << 3 | 1:
      guard let word = cursor.word64() else { return nil }
      self = .number(Double(bitPattern: word))
    case 3 << 3 | 2:
      guard let text = cursor.delimited() else { return nil }
      self = .text(String(decoding: text, as: UTF8.self))
    default: return nil
    }
  }

  /// The value as options have it.
  var option: String {
    switch self {
    case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .text(let text): text
    case .flag(let flag): flag ? "True" : "False"
    }
  }
}
