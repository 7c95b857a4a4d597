// SPDX-License-Identifier: Apache-2.0

/// The one value of a JSON record, and its name beside it.
///
///     {"tag": "Loss/Discriminator", "step": 10, "value": 1.3}
struct LongRecord {
  private var name: (text: [UInt8], rank: Int)?
  private var value: (key: [UInt8], number: Double)?

  /// Takes in a text that may be the name.
  mutating func take(
    _ key: UnsafeRawBufferPointer,
    text: [UInt8],
    _ titles: inout LongTitles
  ) {
    guard !text.isEmpty, text.count <= ColumnNames.nameBytes,
      let rank = titles.name(key),
      rank < name?.rank ?? .max
    else { return }
    name = (text, rank)
  }

  /// Takes in a number; false where it is not the value.
  mutating func take(
    _ key: UnsafeRawBufferPointer,
    _ number: Double,
    _ titles: inout LongTitles
  ) -> Bool {
    guard value == nil, titles.isValue(key) else { return false }
    value = (Array(key), number)
    return true
  }

  /// The value under its name where the record's other numbers only place it, and otherwise under
  /// its key; nil where there is none.
  func cell(
    beside others: some Collection<String>,
    _ titles: inout LongTitles
  ) -> (name: [UInt8], value: Double)? {
    guard let value else { return nil }
    guard let name, others.allSatisfy({ titles.isPlace($0) }) else {
      return (value.key, value.number)
    }
    return (name.text, value.number)
  }
}
