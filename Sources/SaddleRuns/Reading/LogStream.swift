// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// A log that is still being written: pieces in, observations out.
///
/// For pipes and growing files. The format is recognised from the first lines, and what names
/// leave open from the first rows; if later values contradict (a "probability" of 3), the reading
/// is changed and `revision` counts up: what came before was read otherwise. A restart is reported
/// as a new session; nothing is superseded. Memory is bounded.
public struct LogStream: Sendable {
  /// Rows that are looked at before the first observation is handed out.
  public static let windowRows = 64

  /// How often the meaning of a column had to be changed.
  public private(set) var revision = 0
  /// The format's identifier, once it is recognised.
  public var format: String? { source?.importer.id }

  private let path: String
  private let options: ReadOptions
  private var head: [UInt8] = []
  /// Recognition looks at the whole beginning: it is tried when that has grown by a quarter.
  private var nextAttempt = 1
  private var source: LogSource?
  private var parser: WordedParser?
  private var rows = ParsedRows()
  private var survey: LogSurvey?
  /// Rows, and the facts behind them.
  private var held: [(rows: ParsedRows, facts: [RunFact])] = []
  private var heldRows = 0
  private var assembler: Assembler?
  private var signature: [Int] = []

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - path: The file's path, as a hint to its format; any name for a pipe.
  ///   - options: How to read; `sessions` is not looked at.
  public init(path: String = "standard input", options: ReadOptions = ReadOptions()) {
    self.path = path
    self.options = options
  }

  /// Takes in the next piece and returns the observations that it completes.
  ///
  /// - Throws: `LogError` where so much of the beginning is of no known format that it won't be.
  public mutating func consume(_ bytes: some Sequence<UInt8>) throws -> [GameObservation] {
    if parser == nil {
      head.append(contentsOf: bytes)
      guard head.count >= nextAttempt else { return [] }
      nextAttempt = head.count + max(32, head.count / 4)
      guard try recognize(.early) else { return [] }
      return feedBeginning()
    }
    return feed(Array(bytes))
  }

  /// Hands out what is held back: call it when nothing has come for a while.
  ///
  /// A step of which a part is still to come is then handed out in two observations.
  public mutating func flush() -> [GameObservation] {
    var output: [GameObservation] = []
    if parser == nil, (try? recognize(.idle)) == true { output += feedBeginning() }
    settle(&output)
    assembler?.flush { output.append($0) }
    return output
  }

  /// Says that nothing more will come, and returns the last observations.
  ///
  /// - Throws: `LogError` where the format was never recognised.
  public mutating func finish() throws -> [GameObservation] {
    var output: [GameObservation] = []
    if parser == nil {
      guard try recognize(.last) else { return [] }
      output += feedBeginning()
    }
    var rows = self.rows
    let facts = parser?.finish(into: &rows) ?? []
    pass(&rows, facts, &output)
    self.rows = rows
    return output + flush()
  }

  /// What was recognised so far; nil before the format is known.
  public var recognition: Recognition? {
    guard let source, let survey else { return nil }
    var planner = Planner(survey: survey, keepsAllSessions: true)
    var recognized = Recognition.Source(source.importer, planner.make(), path: path, rows)
    recognized.take(rows, survey)
    return Recognition(path, [recognized])
  }

  private enum Occasion { case early, idle, last }

  /// Whether the format is known by now.
  private mutating func recognize(_ occasion: Occasion) throws -> Bool {
    let probe = LogProbe(path: path, head: Array(head.prefix(LogProbe.headBytes)))
    if let id = options.format {
      guard let type = options.catalog.type(id: id) else {
        throw LogError("--format", "'\(id)' is not known")
      }
      begin(type, probe)
      return true
    }
    let isFull = head.count >= LogProbe.headBytes
    // A specific format is certain from its first lines; a guess waits for some more.
    let needed =
      if occasion == .last || isFull { 0.0 } else if occasion == .early, head.count < 2048 {
        0.55
      } else { 0.25 }
    if let best = options.catalog.recognize(probe), best.confidence > needed {
      begin(best.type, probe)
      return true
    }
    guard occasion == .last || isFull else { return false }
    if head.isEmpty { return false }
    throw LogError(path, Refusal.reason(probe))
  }

  private mutating func feedBeginning() -> [GameObservation] {
    let beginning = head
    head = []
    return feed(beginning)
  }

  private mutating func begin(_ type: any Importer.Type, _ probe: LogProbe) {
    let source = LogSource(importer: type, files: [LogProbe(path: path, head: [])])
    self.source = source
    parser = WordedParser(type, probe)
    survey = LogSurvey(source, mapping: options.mapping)
  }

  private mutating func feed(_ bytes: [UInt8]) -> [GameObservation] {
    var output: [GameObservation] = []
    guard var parser else { return output }
    // Taken out while `pass` changes the rest.
    var rows = self.rows
    self.rows = ParsedRows()
    bytes.withUnsafeBytes { all in
      for start in stride(from: 0, to: all.count, by: FileChunks.chunkBytes) {
        let end = min(start + FileChunks.chunkBytes, all.count)
        parser.consume(UnsafeRawBufferPointer(rebasing: all[start..<end]), into: &rows) {
          pass(&$0, $1, &output)
        }
      }
    }
    self.parser = parser
    self.rows = rows
    return output
  }

  /// Hands the rows of a piece on, and the facts behind them.
  private mutating func pass(
    _ rows: inout ParsedRows,
    _ facts: [RunFact],
    _ output: inout [GameObservation]
  ) {
    survey?.take(rows)
    if assembler == nil {
      heldRows += rows.rows.count
      held.append((rows, facts))
      rows.removeRows()
      if heldRows >= LogStream.windowRows { settle(&output) }
      return
    }
    if let survey, survey.signature != signature { replan(survey, &output) }
    assembler?.take(rows) { output.append($0) }
    assembler?.note(facts)
    rows.removeRows()
  }

  /// The window is over: decide, and hand out what was held.
  private mutating func settle(_ output: inout [GameObservation]) {
    guard assembler == nil, let survey, heldRows > 0 else { return }
    var planner = Planner(survey: survey, keepsAllSessions: true)
    assembler = Assembler(plan: planner.make(), keepsAllSessions: true)
    signature = survey.signature
    for (rows, facts) in held {
      assembler?.take(rows) { output.append($0) }
      assembler?.note(facts)
    }
    held = []
  }

  private mutating func replan(_ survey: LogSurvey, _ output: inout [GameObservation]) {
    let before = assembler?.plan.recognized.map(\.signals) ?? []
    var planner = Planner(survey: survey, keepsAllSessions: true)
    let plan = planner.make()
    if !plan.recognized.map(\.signals).starts(with: before) { revision += 1 }
    assembler?.adopt(plan) { output.append($0) }
    signature = survey.signature
  }
}
