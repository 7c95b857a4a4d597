// SPDX-License-Identifier: Apache-2.0

/// What the keys of records are in a long log: remembered, as the same few keys stand in each record.
struct LongTitles: Sendable {
  private struct Role {
    /// Its place among the keys of names, the surest first.
    var name: Int?
    var isValue: Bool
  }

  /// Keys that are remembered; a log that makes up ever new ones is read slower, not larger.
  private static let capacity = 256

  private var roles: [[UInt8]: Role] = [:]
  private var places: [String: Bool] = [:]

  /// The rank of a key under which a column's name stands; nil for others.
  mutating func name(_ key: [UInt8]) -> Int? { role(key).name }

  /// Whether a column's value stands under a key.
  mutating func isValue(_ key: [UInt8]) -> Bool { role(key).isValue }

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

  private mutating func role(_ key: [UInt8]) -> Role {
    // The longest of the names has 11 letters.
    guard key.count <= 16 else { return Role(name: nil, isValue: false) }
    if let role = roles[key] { return role }
    let title = NameWords(String(decoding: key, as: UTF8.self)).joined
    let role = Role(
      name: LongNames.names.firstIndex(of: title),
      isValue: LongNames.values.contains(title)
    )
    if roles.count < Self.capacity { roles[key] = role }
    return role
  }
}
