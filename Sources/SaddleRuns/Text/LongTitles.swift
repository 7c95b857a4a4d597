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

  /// The rank of a key under which a column's name stands; nil for others.
  mutating func name(_ key: [UInt8]) -> Int? { role(key).name }

  /// Whether a column's value stands under a key.
  mutating func isValue(_ key: [UInt8]) -> Bool { role(key).isValue }

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
