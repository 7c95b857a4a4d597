// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import Testing

/// A number is read whole, or named as not read: never a part of it.
@Suite struct NumberFormTests {
  /// Forms of one value, and what it is; nil where it may be two things or none.
  static let forms: [(String, Double?)] = [
    ("1,234.5", 1234.5), ("0,5", 0.5), ("1_000", 1000), ("0x10", nil), ("1e400", .infinity),
    ("-0.0", -0.0), ("1.5e", nil), ("1e+3x", nil), (".5", 0.5), ("5.", 5), ("1 234", nil),
    ("12.345.678", nil), ("0.5%", 0.005), ("1..2", nil), ("0.5f", nil), ("1/2", nil), ("$5", nil),
    ("+-1", nil), ("1,234", nil), ("1,234,567", 1_234_567), ("43.71M", nil), ("9e-3", 0.009),
  ]

  @Test(arguments: forms.indices)
  func aConsoleValueIsWholeOrNamed(_ index: Int) throws {
    let (text, value) = Self.forms[index]
    let lines = (0..<4).map { "step: \($0), loss_d: \($0 == 1 ? text : "0.75"), loss_g: 1.25" }
    let log = try readLog(lines.joined(separator: "\n") + "\n")
    let read = log.items[1].observation
    #expect(read[.lossDiscriminator] == value, "\(text)")
    #expect(read[.lossGenerator] == 1.25)
    #expect(read.step == 1)
    if value == nil { #expect(log.recognition.remarks.contains { $0.contains("loss_d: 1 value") }) }
  }

  @Test(arguments: [
    ("1,234.5", 1234.5), ("0,5", 0.5), ("1,234", nil), ("0.5f", nil), ("51.5%", 0.515),
  ])
  func aCellIsWholeOrNamed(_ text: String, _ value: Double?) throws {
    let rows = (0..<4).map { "\($0),\"\($0 == 1 ? text : "0.75")\",1.25" }
    let log = try readLog(
      "step,loss_d,loss_g\n" + rows.joined(separator: "\n") + "\n",
      name: "log.csv"
    )
    #expect(log.items[1].observation[.lossDiscriminator] == value)
    if value == nil { #expect(log.recognition.remarks.contains { $0.contains("loss_d: 1 value") }) }
  }

  @Test func commasAreToldByTheOthersOfTheTable() throws {
    for (text, value) in [("1,234", 1.234), ("1.234,5", 1234.5), ("1,234,567", 1_234_567)] {
      let rows = (0..<4).map { "\($0);\($0 == 1 ? text : "0,75");1.25" }
      let log = try readLog("step;loss_d;loss_g\n" + rows.joined(separator: "\n"), name: "log.csv")
      #expect(log.items[1].observation[.lossDiscriminator] == value, "\(text)")
    }
  }

  @Test func surrogatePairsAreCharactersAndHalvesStayApart() throws {
    let log = try readLog(
      """
      {"step": 1, "\\ud83d\\ude00/x": 1, "\\ud83d\\ude01/x": 2, "\\ud800": 3, "\\udc00": 4, "loss_d": 1}
      {"step": 2, "\\ud83d\\ude00/x": 1, "\\ud83d\\ude01/x": 2, "\\ud800": 3, "\\udc00": 4, "loss_d": 1}
      """
    )
    #expect(
      log.recognition.columns.map(\.name)
        == ["step", "\u{1f600}/x", "\u{1f601}/x", "\\ud800", "\\udc00", "loss_d"]
    )
  }
}
