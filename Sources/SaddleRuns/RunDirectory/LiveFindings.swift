// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleHealth

extension RunDirectory {
  /// The last word of the run's own monitor on each symptom, or nil where it left none.
  ///
  /// A last line without its end is being written, a damaged one can't be judged: both are passed over.
  public func liveFindings() -> [Finding]? {
    guard let data = try? RegularFile.read(findings) else { return nil }
    var last: [[String]: Finding] = [:]
    var order: [[String]] = []
    for line in data.split(separator: UInt8(ascii: "\n")) {
      guard let finding = try? JSONDecoder().decode(Finding.self, from: Data(line)) else {
        continue
      }
      let key = [finding.symptom.rawValue, finding.side.rawValue, finding.game ?? ""]
      if last[key] == nil { order.append(key) }
      last[key] = finding
    }
    return order.isEmpty ? nil : order.compactMap { last[$0] }
  }
}
