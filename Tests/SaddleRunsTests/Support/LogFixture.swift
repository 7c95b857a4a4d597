// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns

/// Reads `text` as if it were the file `name`.
func readLog(
  _ text: String,
  name: String = "log.txt",
  options: ReadOptions = ReadOptions()
) throws -> (recognition: Recognition, items: [GameObservation]) {
  try withTemporaryFolder { folder in
    let path = folder + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try readLog(at: path, options: options)
  }
}

/// Reads the log at `path`.
func readLog(
  at path: String,
  options: ReadOptions = ReadOptions()
) throws -> (recognition: Recognition, items: [GameObservation]) {
  let reader = try RunReader(path, options: options)
  var items: [GameObservation] = []
  try reader.read { items.append($0) }
  return (reader.recognition, items)
}

extension Recognition {
  /// `name -> signals` for each column that became one.
  var mapping: [String: String] {
    var result: [String: String] = [:]
    for column in columns where !column.signals.isEmpty {
      let side = column.game.map { $0 + ":" } ?? ""
      result[column.name] = side + column.signals.map(\.rawValue).joined(separator: "+")
    }
    return result
  }
}

extension [GameObservation] {
  var steps: [Int] { map(\.observation.step) }

  func values(_ signal: Signal, game: String? = nil) -> [Double] {
    filter { $0.game == game }.compactMap { $0.observation[signal] }
  }
}
