// SPDX-License-Identifier: Apache-2.0

/// What the keys of records are in a long log: remembered, as the same few keys stand in each record.
struct LongTitles: Sendable {
  private struct Role {
    /// Its place among the keys of names, the surest first.
    var name: Int?
    var isValue: Bool
  }

  /// Keys whose part is remembered; those of a log that makes up ever new ones are looked at each time.
  private static let capacity = 256

  /// Keys come in the same order again and again, which `ColumnNames` is quick at.
  private var keys = ColumnNames()
  private var roles: [Role] = []
  private var places: [String: Bool] = [:]

  /// The rank of a key under which a column's name stands; nil for others.
  mutating func name(_ key: UnsafeRawBufferPointer) -> Int? { role(key).name }

  /// Whether a column's value stands under a key.
  mutating func isValue(_ key: UnsafeRawBufferPointer) -> Bool { role(key).isValue }

  /// Whether a number only places its record: axes, times.
  mutating func isPlace(_ name: String) -> Bool {
    if let known = places[name] { return known }
    let isPlace =
      switch NameMatcher(dialect: .common).match(name).meaning {
      case .axis, .understood: true
      case .signals, .term, .output, .share, .unknown: false
      }
    if places.count < Self.capacity { places[name] = isPlace }
    return isPlace
  }

  private mutating func role(_ key: UnsafeRawBufferPointer) -> Role {
    // The longest of the names has 11 letters.
    guard key.count <= 16 else { return Role(name: nil, isValue: false) }
    let number = keys.number(of: key).map { Int($0) }
    if let number, number < roles.count { return roles[number] }
    let role = Self.role(of: key)
    if number == roles.count, roles.count < Self.capacity { roles.append(role) }
    return role
  }

  private static func role(of key: UnsafeRawBufferPointer) -> Role {
    let title = NameWords(String(decoding: key, as: UTF8.self)).joined
    return Role(
      name: LongNames.names.firstIndex(of: title),
      isValue: LongNames.values.contains(title)
    )
  }
}
