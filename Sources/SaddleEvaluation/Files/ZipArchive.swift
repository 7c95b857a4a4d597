// SPDX-License-Identifier: Apache-2.0

import SaddleImage

/// The part of zip that `.npz` files use: members stored or deflated, each below 4 GB.
package enum ZipArchive {
  /// Reads all members by name.
  ///
  /// - Parameters:
  ///   - bytes: The archive.
  ///   - maximumBytes: Content of all members together beyond this is refused.
  /// - Throws: `EvaluationError` of code `.file` that says what is wrong.
  package static func read(
    _ bytes: [UInt8],
    maximumBytes: Int = largestContent
  ) throws(EvaluationError) -> [String: [UInt8]] {
    guard let end = endRecord(bytes) else { throw damaged("no zip archive, or cut off") }
    let count = number(bytes, end + 10, 2)
    var position = number(bytes, end + 16, 4)
    var members: [String: [UInt8]] = [:]
    var rest = maximumBytes
    for _ in 0..<count {
      guard position + 46 <= bytes.count, number(bytes, position, 4) == 0x0201_4B50 else {
        throw damaged("a damaged zip directory")
      }
      let nameLength = number(bytes, position + 28, 2)
      let others = number(bytes, position + 30, 2) + number(bytes, position + 32, 2)
      guard position + 46 + nameLength <= bytes.count else {
        throw damaged("a damaged zip directory")
      }
      let name = String(decoding: bytes[position + 46..<position + 46 + nameLength], as: UTF8.self)
      let content = try member(bytes, position, name)
      rest -= content.count
      guard rest >= 0 else { throw damaged("more than \(maximumBytes) bytes are in it") }
      members[name] = content
      position += 46 + nameLength + others
    }
    return members
  }

  /// Bytes of all members together: members may share their packed bytes, and a small file would hold
  /// any number of them.
  package static let largestContent = 8 << 30

  private static func endRecord(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let lowest = max(0, bytes.count - 22 - 65_535)
    return stride(from: bytes.count - 22, through: lowest, by: -1)
      .first { number(bytes, $0, 4) == 0x0605_4B50 }
  }

  private static func member(
    _ bytes: [UInt8],
    _ entry: Int,
    _ name: String
  ) throws(EvaluationError) -> [UInt8] {
    let method = number(bytes, entry + 10, 2)
    let checksum = number(bytes, entry + 16, 4)
    let packed = number(bytes, entry + 20, 4)
    let size = number(bytes, entry + 24, 4)
    let local = number(bytes, entry + 42, 4)
    guard local + 30 <= bytes.count, number(bytes, local, 4) == 0x0403_4B50 else {
      throw damaged("'\(name)' isn't where the zip directory says")
    }
    let start = local + 30 + number(bytes, local + 26, 2) + number(bytes, local + 28, 2)
    guard start + packed <= bytes.count else { throw damaged("'\(name)' is cut off") }
    // Deflate packs at most 1032 : 1.
    guard size <= 1 << 30, size / 1032 <= packed else {
      throw damaged("'\(name)' would unpack to \(size) bytes")
    }
    let data = Array(bytes[start..<start + packed])
    let content: [UInt8]
    switch method {
    case 0: content = data
    case 8: content = try inflate(data, checksum, size, name)
    default:
      throw damaged("'\(name)' is packed by method \(method); stored and deflated are handled")
    }
    guard content.count == size, Int(Gzip.checksum(content)) == checksum else {
      throw damaged("'\(name)' has a wrong checksum")
    }
    return content
  }

  /// A deflated member is a gzip stream without its frame.
  private static func inflate(
    _ data: [UInt8],
    _ checksum: Int,
    _ size: Int,
    _ name: String
  ) throws(EvaluationError) -> [UInt8] {
    let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    do throws(ImageError) {
      return try Gzip.unpack(
        head + data + little(checksum, 4) + little(size, 4),
        maximumBytes: size
      ).bytes
    } catch {
      throw damaged("'\(name)': \(error.message)")
    }
  }

  /// Returns an archive of stored members, in the order given.
  package static func write(_ members: [(name: String, content: [UInt8])]) -> [UInt8] {
    var result: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in members {
      let offset = result.count
      let sizes =
        little(Int(Gzip.checksum(content)), 4) + little(content.count, 4)
        + little(content.count, 4) + little(name.utf8.count, 2)
      let common = little(20, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0x21, 2)
      result += little(0x0403_4B50, 4) + common + sizes + little(0, 2) + Array(name.utf8) + content
      directory += little(0x0201_4B50, 4) + little(20, 2) + common + sizes + little(0, 2)
      directory += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(offset, 4)
      directory += Array(name.utf8)
    }
    let start = result.count
    result += directory
    result += little(0x0605_4B50, 4) + little(0, 4) + little(members.count, 2)
    result +=
      little(members.count, 2) + little(directory.count, 4) + little(start, 4) + little(0, 2)
    return result
  }

  private static func damaged(_ what: String) -> EvaluationError { EvaluationError(.file, what) }

  private static func number(_ bytes: [UInt8], _ start: Int, _ length: Int) -> Int {
    (0..<length).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
  }

  private static func little(_ value: Int, _ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
