// SPDX-License-Identifier: Apache-2.0

/// Bytes of a file that could not be understood.
public struct Damage: Sendable, Equatable {
  /// What is wrong with a stretch of bytes.
  public enum Kind: String, Sendable, CaseIterable {
    /// A checksum does not match: the bytes were changed.
    case checksum
    /// No record begins where one should; the reader searched for the next one.
    case framing
    /// The file ends within a record: normal while it is being written.
    case truncated
    /// The checksum matches, but the content is not what it should be.
    case malformed
    /// A record or line is larger than the reader accepts.
    case oversized
  }

  /// What is wrong.
  public var kind: Kind
  /// Offset of the first byte.
  public var offset: Int
  /// Count of bytes.
  public var bytes: Int
}

/// All damage of a file: counted completely, listed up to a limit.
public struct DamageLog: Sendable, Equatable {
  /// Stretches that are listed at most.
  public static let listLimit = 100

  /// The first stretches, in file order.
  public private(set) var list: [Damage] = []
  /// Count of stretches.
  public private(set) var count = 0
  /// Bytes in them.
  public private(set) var bytes = 0
  /// Records that were there but could not be used.
  public private(set) var recordsSkipped = 0

  /// Creates an empty log.
  public init() {}

  /// Adds a stretch; one that continues the last one of the same kind is merged with it.
  mutating func add(_ kind: Damage.Kind, offset: Int, bytes count: Int) {
    bytes += count
    if kind != .truncated, kind != .framing { recordsSkipped += 1 }
    if let last = list.last, last.kind == kind, last.offset + last.bytes == offset,
      kind == .framing
    {
      list[list.count - 1].bytes += count
      return
    }
    self.count += 1
    if list.count < DamageLog.listLimit {
      list.append(Damage(kind: kind, offset: offset, bytes: count))
    }
  }

  /// Adds the damage of another file of the same run.
  mutating func merge(_ other: DamageLog) {
    count += other.count
    bytes += other.bytes
    recordsSkipped += other.recordsSkipped
    list.append(contentsOf: other.list.prefix(max(0, DamageLog.listLimit - list.count)))
  }
}
