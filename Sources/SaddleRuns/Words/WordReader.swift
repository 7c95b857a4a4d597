// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Makes facts of the lines in which phrases were found.
struct WordReader: Sendable {
  /// Bytes of a line's words that are kept.
  static let wordLimit = 240

  private var traceback: TracebackReader?

  /// Whether the next line is needed, phrase or not.
  var wantsNextLine: Bool { traceback != nil }

  /// Takes in a line; `phrases` are numbers in `Phrase.all`.
  mutating func take(_ line: String, number: Int, phrases: [Int]) -> [RunFact] {
    if phrases.contains(where: { Phrase.all[$0].isTraceback }) {
      traceback = TracebackReader(line, number: number)
      return []
    }
    if var reader = traceback {
      switch reader.take(line, number: number) {
      case .goesOn: traceback = reader
      case .ends(let fact), .givesUp(let fact):
        traceback = nil
        let others = Self.read(line, number, phrases).filter { $0.kind == .nonFinite }
        return others + [fact]
      }
    }
    return Self.read(line, number, phrases)
  }

  /// Says that nothing more will come.
  mutating func finish() -> [RunFact] {
    defer { traceback = nil }
    return traceback.map { [$0.brokenOff] } ?? []
  }

  /// One fact of each kind that the line's phrases mean.
  private static func read(_ line: String, _ number: Int, _ phrases: [Int]) -> [RunFact] {
    var facts: [RunFact] = []
    for index in phrases where Phrase.all.indices.contains(index) {
      let phrase = Phrase.all[index]
      guard phrase.stands(in: line), !facts.contains(where: { $0.kind == phrase.kind }) else {
        continue
      }
      var fact = RunFact(phrase.kind, shortened(line), line: number)
      fact.name = phrase.name
      fact.meaning = phrase.meaning
      if phrase.kind == .skippedStep { fact.value = lossScale(line) }
      facts.append(fact)
    }
    if let fact = bareException(line, number, phrases) { facts.append(fact) }
    // Running out of memory is an exception, too; the sharper word stays.
    if facts.contains(where: { $0.kind == .outOfMemory }) {
      facts.removeAll { $0.kind == .exception || $0.kind == .killed }
    }
    return facts
  }

  /// `RuntimeError: message` without a traceback before it.
  private static func bareException(_ line: String, _ number: Int, _ phrases: [Int]) -> RunFact? {
    guard phrases.contains(where: { Phrase.all[$0].isErrorName }) else { return nil }
    let before = line.prefix(upTo: "Error: ")
    let head = before.split(separator: " ").last ?? ""
    guard !head.isEmpty, before.utf8.count >= head.utf8.count else { return nil }
    let start = line.utf8.index(before.endIndex, offsetBy: -head.utf8.count)
    let text = line[start...]
    guard LinePrefix.isPrefix(line[..<start]), let exception = ExceptionLine(text.trimmed),
      exception.isNamedAsOne
    else { return nil }
    // `ReconstructionError: 0.12` is a measurement.
    let message = text.dropFirst(exception.name.count + 1).trimmed
    return Double(message) == nil ? exception.fact(line: number) : nil
  }

  /// The last number of a line that speaks of a loss scale.
  private static func lossScale(_ line: String) -> Double? {
    guard line.lowercased().contains("scale") else { return nil }
    let words = line.split { !($0.isNumber || ".eE+-".contains($0)) }
    for word in words.reversed() {
      var text = word
      while let last = text.last, !last.isNumber { text = text.dropLast() }
      if text.contains(where: \.isNumber), let value = Double(text) { return value }
    }
    return nil
  }

  /// The line without its ends' white space, cut to what a report can show.
  static func shortened(_ line: String) -> String {
    let text = line.trimmed
    guard text.utf8.count > wordLimit else { return String(text) }
    return String(decoding: text.utf8.prefix(wordLimit), as: UTF8.self) + "..."
  }
}

extension Phrase {
  /// What is found where an exception is named; no phrase of the table.
  static let errorName = "Error: "

  var isTraceback: Bool { text.hasPrefix("Traceback") }
  var isErrorName: Bool { text == Self.errorName }

  /// Whether the words stand where they must.
  func stands(in line: String) -> Bool {
    guard !isErrorName else { return false }
    guard place != .anywhere else { return true }
    let before = line.lowercased().prefix(upTo: text.lowercased())
    guard LinePrefix.isPrefix(before) else { return false }
    guard place == .alone else { return true }
    let rest = line.utf8.count - before.utf8.count - text.utf8.count
    return line.utf8.suffix(max(0, rest)).allSatisfy { !Ascii.isLetter($0) && !Ascii.isDigit($0) }
  }
}
