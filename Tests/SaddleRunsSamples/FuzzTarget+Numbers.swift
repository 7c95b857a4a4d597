// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import SaddleText

/// A number in a log of each form, and what must come of it: the number whole, or a word that it
/// was not read.
extension FuzzTarget {
  /// Numbers in console lines, tables and JSON lines, against `NumberForm`.
  static let numbers: [FuzzTarget] = [
    numbers("keyvalue", "out.log", allowsLists: true) { text in
      (0..<4).map { "step: \($0), loss_g: 1.25, loss_d: \($0 == 1 ? text : "0.75")\n" }.joined()
    },
    numbers("csv", "log.csv") { text in
      "step,loss_d,loss_g\n"
        + (0..<4).map { "\($0),\"\($0 == 1 ? text : "0.75")\",1.25\n" }.joined()
    },
    numbers("json", "log.jsonl") { text in
      (0..<4).map { "{\"step\": \($0), \"loss_d\": \($0 == 1 ? text : "0.75"), \"loss_g\": 1}\n" }
        .joined()
    },
    numbers("json", "log.jsonl", name: "json-text") { text in
      (0..<4).map {
        "{\"step\": \($0), \"loss_d\": \"\($0 == 1 ? text : "0.75")\", \"loss_g\": 1}\n"
      }
      .joined()
    },
  ]

  private static func numbers(
    _ format: String,
    _ file: String,
    name: String? = nil,
    allowsLists: Bool = false,
    _ log: @escaping @Sendable (String) -> String
  ) -> FuzzTarget {
    FuzzTarget(
      "numbers-" + (name ?? format),
      isBinary: false,
      seeds: [],
      craft: { Array(spelling(&$0).utf8) },
      read: { input in
        try check(String(decoding: input, as: UTF8.self), format, file, allowsLists, log)
      }
    )
  }

  private static func check(
    _ text: String,
    _ format: String,
    _ file: String,
    _ allowsLists: Bool,
    _ log: (String) -> String
  ) throws {
    guard let type = ImporterCatalog.builtIn.type(id: format) else {
      throw BrokenPromise("there is no format '\(format)'")
    }
    let bytes = Array(log(text).utf8)
    var parser = type.makeParser(LogProbe(path: file, head: bytes))
    var rows = ParsedRows()
    parser.consume(bytes, into: &rows)
    parser.finish(into: &rows)
    let read = value(of: "loss_d", atStep: 1, rows)
    // In a line of words a mark behind a number is punctuation.
    let forms = allowsLists ? [NumberForm(text), NumberForm(punctuated(text))] : [NumberForm(text)]
    guard let read else {
      let isNamed = rows.unread["loss_d"] != nil || rows.damage.count > 0
      guard isNamed || !isNumberLike(text) else {
        throw BrokenPromise("\(format): \(text) was lost without a word")
      }
      return
    }
    let isWhole = forms.contains { form in
      switch form {
      case .value(let value): same(value, read)
      case .list(let first): allowsLists && same(first, read)
      case .none: false
      }
    }
    let isJudged = !allowsLists || !isSeveral(text)
    guard isWhole || !isJudged else {
      throw BrokenPromise("\(format): \(text) was read as \(read), and it is \(forms)")
    }
  }

  private static func value(of column: String, atStep step: Double, _ rows: ParsedRows) -> Double? {
    let names = rows.columns.names
    for row in rows.rows {
      let cells = rows.cells[row.firstCell..<row.endCell]
      let isThere = cells.contains { names[Int($0.column)] == "step" && $0.value == step }
      if isThere { return cells.first { names[Int($0.column)] == column }?.value }
    }
    return nil
  }

  /// Whether a text is more than one thing: marks behind marks, or words behind commas.
  private static func isSeveral(_ text: String) -> Bool {
    text.contains(/[-.,][-.,+%]/)
      || (text.contains(",") && text.wholeMatch(of: /[+-]?[0-9_.,]+%?/) == nil)
  }

  private static func same(_ left: Double, _ right: Double) -> Bool {
    left.isNaN ? right.isNaN : left.bitPattern == right.bitPattern
  }

  /// Whether somebody would take a text for a number: dates, dashes and words are none.
  private static func isNumberLike(_ text: String) -> Bool {
    let marks = text.count { "-:/".contains($0) }
    return marks <= 1 && text.prefixMatch(of: /[+-]?\.?[0-9]/) != nil
      && text.allSatisfy { "0123456789.,+-eE_%".contains($0) }
  }

  /// The text without points, commas and dashes behind it, and without a word behind those.
  private static func punctuated(_ text: String) -> String {
    text.replacing(/[-.,]+$/, with: "").replacing(/[-,]+[A-Za-z_].*$/, with: "")
  }

  /// Spells a number, well or badly.
  private static func spelling(_ random: inout SplitMix64) -> String {
    func digits(_ most: Int) -> String {
      (0..<Int.random(in: 1...most, using: &random)).map { _ in
        String(Int.random(in: 0...9, using: &random))
      }.joined()
    }
    func pick(_ choices: String...) -> String { choices.randomElement(using: &random) ?? "" }
    var text = pick("", "", "", "-", "+")
    switch Int.random(in: 0..<8, using: &random) {
    case 0: text += digits(20)
    case 1: text += digits(4) + "." + digits(18)
    case 2: text += pick("nan", "NaN", "inf", "Infinity", "-inf")
    case 3: text += digits(3) + "," + digits(3)
    case 4:
      let mark = pick(",", ".", "_")
      text += digits(3)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        text += mark + String((digits(1) + digits(1) + digits(1)))
      }
      text += pick("", "." + digits(3), "," + digits(3))
    case 5: text += pick(".", "") + digits(3) + pick(".", "")
    case 6: text += digits(2) + pick(".", "", "") + digits(3) + "%"
    default:
      let characters = Array("0123456789.,+-eE_%")
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        text.append(characters.randomElement(using: &random) ?? "0")
      }
    }
    if Int.random(in: 0..<4, using: &random) == 0 {
      text += pick("e", "E") + pick("", "-", "+") + digits(3)
    }
    return text
  }
}
