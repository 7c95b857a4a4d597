// SPDX-License-Identifier: Apache-2.0

package import Foundation
public import SaddleHealth

/// The ledger of a run as it is read: the last word on each intervention.
public struct InterventionHistory: Sendable {
  /// By number.
  public let interventions: [Intervention]
  /// Lines that are no interventions: cut by a crash, or somebody's own.
  public let unread: Int

  /// No ledger is longer than this: eight changes and what was advised are a few kilobytes.
  static let largestFile = 16 << 20

  /// Reads `interventions.jsonl`; one that isn't there is empty.
  ///
  /// - Throws: `FileError` where it is there and can't be read.
  public init(_ path: String) throws(FileError) {
    let isThere = FileManager.default.fileExists(atPath: path)
    let data = isThere ? try RegularFile.read(path, limit: Self.largestFile) : Data()
    self.init(data)
  }

  /// Reads the content of `interventions.jsonl`.
  package init(_ data: Data) {
    var last: [Int: Intervention] = [:]
    var lost = 0
    for line in data.split(separator: UInt8(ascii: "\n")) {
      if let intervention = try? JSONDecoder().decode(Intervention.self, from: Data(line)) {
        last[intervention.number] = intervention
      } else {
        lost += 1
      }
    }
    interventions = last.values.sorted { $0.number < $1.number }
    unread = lost
  }
}
