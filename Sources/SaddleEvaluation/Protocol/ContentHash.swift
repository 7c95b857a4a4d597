// SPDX-License-Identifier: Apache-2.0

import CChecksum
import Foundation
import SaddleTorch

/// SHA-256 of bytes that come in parts.
public struct ContentHash {
  private var state = saddle_sha256()

  /// Creates a hash of nothing.
  public init() { saddle_sha256_begin(&state) }

  /// Adds bytes behind those that were added before.
  public mutating func add(_ bytes: [UInt8]) {
    saddle_sha256_add(&state, bytes, bytes.count)
  }

  /// Adds text and a separator, so that "ab" + "c" differs from "a" + "bc".
  public mutating func add(_ text: String) { add(Array(text.utf8) + [0]) }

  /// The hash as 64 hexadecimal digits.
  public consuming func hexadecimal() -> String {
    var copy = state
    var bytes = [UInt8](repeating: 0, count: 32)
    saddle_sha256_end(&copy, &bytes)
    return bytes.map { String(format: "%02x", $0) }.joined()
  }

  /// Returns the hash of a text's bytes in UTF-8.
  public static func of(_ text: String) -> String {
    var hash = ContentHash()
    hash.add(Array(text.utf8))
    return hash.hexadecimal()
  }

  static func of(_ bytes: [UInt8]) -> String {
    var hash = ContentHash()
    hash.add(bytes)
    return hash.hexadecimal()
  }

  /// Returns the hash of a file, as `sha256sum` prints it.
  ///
  /// - Throws: `EvaluationError` of code `.file` naming the file.
  public static func ofFile(_ path: String) throws(EvaluationError) -> String {
    guard let file = try? FileHandle(regularFileAt: URL(filePath: path)) else {
      throw EvaluationError(.file, "\(path): can't be read")
    }
    defer { try? file.close() }
    var hash = ContentHash()
    do {
      while let data = try file.read(upToCount: 1 << 20), !data.isEmpty {
        hash.add([UInt8](data))
      }
    } catch {
      throw EvaluationError(.file, "\(path): \(error.localizedDescription)")
    }
    return hash.hexadecimal()
  }
}
