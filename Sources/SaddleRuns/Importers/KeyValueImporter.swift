// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Console output of any script that prints names and numbers, whatever separates them.
///
///     Epoch [3/25], Step [10/1583], d_loss: 0.4321, g_loss: 4.321, D(x): 0.76, D(G(z)): 0.12
///     Epoch 3/25:  12%|#2   | 47/391 [00:16<02:00, 2.9it/s, D_loss=1.12, G_loss=1.03]
///     iter 99   train disc cost   5.75   train gen cost   -1.29
///
/// One value a line is read as well: lines without a place of their own belong to the last.
public enum KeyValueImporter: Importer {
  /// See `Importer`.
  public static let id = "keyvalue"
  /// See `Importer`.
  public static let title = "console lines of name and value"

  /// A guess from the columns that come again and again.
  ///
  /// A printed configuration, program text and prose name a value once; prose has more words
  /// than names.
  public static func confidence(_ probe: LogProbe) -> Double {
    guard probe.isText,
      probe.head.first != .openBrace || probe.head.dropFirst().first == .apostrophe
    else {
      return 0
    }
    var survey = ConsoleSurvey(decimalComma: hasDecimalComma(probe))
    survey.take(probe)
    return survey.confidence
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    LineParser(ConsoleReader(decimalComma: hasDecimalComma(probe)))
  }

  /// Whether a beginning has decimal commas: `0,5` behind a mark, and no decimal points there.
  private static func hasDecimalComma(_ probe: LogProbe) -> Bool {
    var commas = 0
    let head = probe.head.prefix(16384)
    for index in head.indices.dropFirst(2).dropLast(2) where head[index] == .comma {
      guard Ascii.isDigit(head[index - 1]), Ascii.isDigit(head[index + 1]),
        !Ascii.isDigit(head[index - 2]), head[index - 2] != .point
      else { continue }
      // "0,5": a zero is no group.
      if head[index - 1] == UInt8(ascii: "0") { commas += 1 }
    }
    return commas >= 2
  }
}

/// Reads the lines of a console.
struct ConsoleReader: LineReader {
  private var scanner: LineScanner
  private var places = PlaceReader()
  /// The place of lines that had nothing else, for those that follow.
  private var pending: LinePlace?
  /// What the last line was, for the survey.
  private(set) var lastLine = LineScanner.Line()

  init(dialect: NameTable.Dialect = .common, decimalComma: Bool = false) {
    scanner = LineScanner(dialect: dialect)
    scanner.decimalComma = decimalComma
  }

  mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
    lastLine = LineScanner.Line()
    guard line.count <= 8192 else {
      // The caller may have begun the row.
      rows.cancelRow()
      return false
    }
    let found = scanner.scan(TextCursor(line), into: &rows)
    lastLine = found
    guard found.columns > 0, !found.isCode else {
      rows.cancelRow()
      if found.place.isNamed, !found.isCode { pending = places.settle(found.place) }
      return false
    }
    endRow(found.place, into: &rows)
    return true
  }

  private mutating func endRow(_ found: LinePlace, into rows: inout ParsedRows) {
    var place = places.settle(found)
    if let before = pending {
      place.epoch = place.epoch ?? before.epoch
      if place.step == nil, place.batch == nil {
        place.step = before.step
        place.batch = before.batch
        place.batches = before.batches
      }
    }
    pending = nil
    place.add(to: &rows)
    rows.endRow()
  }
}

/// What the beginning of a file looks like, read as console lines.
struct ConsoleSurvey {
  private var reader: ConsoleReader
  private var rows = ParsedRows()
  private var values: [Int32: Int] = [:]
  private var hits = 0
  private var placedHits = 0
  private var spareWords = 0
  private var lines = 0
  private var lastHit = 0

  init(decimalComma: Bool) {
    reader = ConsoleReader(decimalComma: decimalComma)
  }

  mutating func take(_ probe: LogProbe) {
    var parser = LineParser(Recorder(reader: reader))
    parser.consume(probe.head, into: &rows)
    parser.finish(into: &rows)
    let recorder = parser.lineReader
    hits = recorder.hits
    placedHits = recorder.placedHits
    spareWords = recorder.spareWords
    lines = recorder.lines
  }

  /// 0.5 for columns of a GAN that repeat, 0.3 for a single line, 0.1 for unknown ones.
  var confidence: Double {
    let matches = NameMatcher(dialect: .common).matches(rows.columns.names)
    var known: Set<Int32> = []
    for (number, match) in matches.enumerated() where ConsoleSurvey.isOfGame(match.meaning) {
      known.insert(Int32(number))
    }
    var counts: [Int32: Int] = [:]
    var rowsWithKnown = 0
    for row in rows.rows {
      var isKnown = false
      for cell in rows.cells[row.firstCell..<row.endCell] {
        counts[cell.column, default: 0] += 1
        isKnown = isKnown || known.contains(cell.column)
      }
      if isKnown { rowsWithKnown += 1 }
    }
    let isProse = spareWords > 6 * max(1, hits)
    let repeats = known.map { counts[$0] ?? 0 }.max() ?? 0
    if repeats >= 2, rowsWithKnown >= 2, !isProse { return 0.5 }
    if repeats >= 1, placedHits >= 1, !isProse { return 0.3 }
    let axes = Set(["epoch", "step", "batch"].compactMap { rows.columns.names.firstIndex(of: $0) })
    let hasAxis = axes.contains { counts[Int32($0)] ?? 0 >= 5 }
    let isMost = rows.rows.count * 2 > lines
    return hasAxis && isMost && !isProse ? 0.1 : 0
  }

  /// A printed configuration has rates, but nothing that was observed.
  private static func isOfGame(_ meaning: ColumnMeaning) -> Bool {
    switch meaning {
    case .signals(let signals, _):
      !signals.allSatisfy { $0.rawValue.hasPrefix("learning_rate/") }
    case .output, .term, .share: true
    case .axis, .understood, .unknown: false
    }
  }

  /// Counts what kind of lines there are.
  private struct Recorder: LineReader {
    var reader: ConsoleReader
    var hits = 0
    var placedHits = 0
    var spareWords = 0
    var lines = 0

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      lines += 1
      let isRead = reader.read(line, into: &rows)
      guard isRead else { return false }
      let found = reader.lastLine
      if found.known > 0 {
        hits += 1
        spareWords += found.spareWords
        if !found.place.isEmpty || found.known > 1 { placedHits += 1 }
      }
      return true
    }
  }
}
