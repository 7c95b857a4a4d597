// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// Observations as JSON lines: `{"step": 1, "loss/g": 0.7}`.
///
/// JSON has no NaN: non-finite numbers are the strings `"NaN"`, `"Infinity"`, `"-Infinity"`, which
/// every reader of Saddle's takes for numbers.
public enum JSONLinesExport {
  /// Returns the line of an observation, without its end.
  public static func line(_ item: GameObservation) -> String {
    var parts = ["\"step\": \(item.observation.step)"]
    if let time = item.observation.wallTime, time.isFinite {
      parts.append("\"wall_time\": \(time)")
    }
    let side = item.game.map { $0 + "/" } ?? ""
    for (signal, value) in item.observation.values {
      parts.append("\"\(side)\(signal.rawValue)\": \(number(value))")
    }
    return "{" + parts.joined(separator: ", ") + "}"
  }

  /// Writes all observations of a log.
  public static func write(_ reader: RunReader, to sink: TextFileWriter) throws {
    try reader.read { try sink.write(line($0)) }
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "\"NaN\"" }
    if value.isInfinite { return value > 0 ? "\"Infinity\"" : "\"-Infinity\"" }
    return "\(value)"
  }
}

/// Observations as a CSV table: step, wall time, then one column a signal.
public enum CSVExport {
  /// Writes all observations of a log; a cell is empty where nothing was observed.
  public static func write(_ reader: RunReader, to sink: TextFileWriter) throws {
    // The log is read twice: the header needs every column, and only the log knows them.
    var seen: Set<Column> = []
    var hasTime = false
    try reader.read { item in
      if item.observation.wallTime != nil { hasTime = true }
      for (signal, _) in item.observation.values {
        seen.insert(Column(game: item.game, signal: signal))
      }
    }
    let order = Signal.allCases
    let games = Set(seen.map(\.game)).sorted { ($0 ?? "") < ($1 ?? "") }
    let columns = games.flatMap { game in
      order.map { Column(game: game, signal: $0) }.filter(seen.contains)
    }
    let titles = ["step"] + (hasTime ? ["wall_time"] : []) + columns.map(\.title)
    try sink.write(titles.joined(separator: ","))
    try reader.read { item in
      var cells = ["\(item.observation.step)"]
      if hasTime { cells.append(item.observation.wallTime.map { "\($0)" } ?? "") }
      for column in columns {
        let value = column.game == item.game ? item.observation[column.signal] : nil
        cells.append(value.map { "\($0)" } ?? "")
      }
      try sink.write(cells.joined(separator: ","))
    }
  }

  private struct Column: Hashable {
    var game: String?
    var signal: Signal

    var title: String { (game.map { $0 + "/" } ?? "") + signal.rawValue }
  }
}
