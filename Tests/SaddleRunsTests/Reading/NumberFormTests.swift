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
    ("8+", nil), ("-1-2", nil), ("31%e7", nil), ("1,5x", nil), ("4_413,9", nil), (".5.e3", nil),
    ("0.5+-0.1", 0.5), ("12,5%", 0.125),
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
    ("1/2", nil), ("1e+3x", nil), ("$5", nil), ("\u{bd}", nil), ("8+-5+", nil), ("0.5+-0.1", 0.5),
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

  @Test(arguments: [("51.5%", 0.515), ("1,234.5", 1234.5), ("0.5x", nil), ("1/2", nil)])
  func aTextInJSONIsReadAsACellIs(_ text: String, _ value: Double?) throws {
    let rows = (0..<4).map {
      "{\"step\": \($0), \"loss_d\": \"\($0 == 1 ? text : "0.75")\", \"loss_g\": 1.25}"
    }
    let log = try readLog(rows.joined(separator: "\n") + "\n")
    #expect(log.items[1].observation[.lossDiscriminator] == value)
    if value == nil { #expect(log.recognition.remarks.contains { $0.contains("loss_d: 1 value") }) }
  }

  @Test func aFractionInAColumnOfStepsIsAPlace() throws {
    let rows = (1...4).map { "\($0)/25,0.5,1.25\n" }
    let log = try readLog("step,loss_d,loss_g\n" + rows.joined(), name: "log.csv")
    #expect(log.items.map(\.observation.step) == [1, 2, 3, 4])
  }

  /// Found by fuzzing: the reader looked for the value where the first header had it.
  @Test func aLongTableThatGoesOnWithFewerColumnsIsRead() throws {
    let text = "Wall time,Step,name,value\n0,1,d_loss,1.5\n0,1,g_loss,0.75\n0,2,d_loss,1.5\n"
    for rest in ["step,value\n3,0.5\n", "a,b\n1,2\n1&", "value,name\n0.5,g_loss\n"] {
      _ = try readLog(text + rest, name: "log.csv")
    }
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
