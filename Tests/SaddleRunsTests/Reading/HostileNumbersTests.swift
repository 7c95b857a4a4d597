// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import Testing

@Suite struct HostileNumbersTests {
  @Test(arguments: [
    ("nan", Double.nan), ("NaN", .nan), ("NAN", .nan), ("-nan", .nan), ("nan(ind)", .nan),
    ("1.#QNAN", .nan), ("-1.#IND", .nan), ("inf", .infinity), ("Infinity", .infinity),
    ("-inf", -.infinity), ("-Infinity", -.infinity), ("1.#INF", .infinity), ("1e999", .infinity),
    ("-1e999", -.infinity), ("1e308", 1e308), ("5e-324", 5e-324), ("1e-999", 0),
    ("-0.0", -0.0), ("+1.5", 1.5), (".5", 0.5), ("5.", 5), ("1E3", 1000), ("0001", 1),
    ("0.1", 0.1), ("123456789012345678", 123_456_789_012_345_678),
    ("1234567890123456789012345678901234567890", 1.2345678901234568e39),
    ("0.1000000000000000055511151231257827", 0.1),
    ("2.2250738585072011e-308", 2.2250738585072011e-308),
    ("tensor(0.25)", 0.25), ("tensor([0.25], device='cuda:0')", 0.25),
    ("tensor(0.25, grad_fn=<MeanBackward0>)", 0.25),
  ])
  func readsEverySpelling(_ spelling: String, _ expected: Double) throws {
    let csv = try readLog(
      "step,loss_d,loss_g\n1,1,\"\(spelling)\"\n2,1,0\n",
      name: "log.csv"
    )
    let value: Double? =
      spelling.contains(",") ? expected : csv.items.first?.observation[.lossGenerator]
    #expect(value?.bitPattern == expected.bitPattern || (value?.isNaN == true && expected.isNaN))
    let text = try readLog("iter 1 loss_d: 1 loss_g: \(spelling)\niter 2 loss_d: 1 loss_g: 0\n")
    let second = text.items.first?.observation[.lossGenerator]
    #expect(second?.bitPattern == expected.bitPattern || (second?.isNaN == true && expected.isNaN))
  }

  @Test(arguments: [
    "", "none", "N/A", "-", "--", "e5", "0x10", "1.2.3", "1e", "nano", "info", "12:30",
  ])
  func wordsAreNoNumbers(_ word: String) throws {
    let log = try readLog("step,loss_d,loss_g\n1,1,\(word)\n2,1,0\n", name: "log.csv")
    #expect(log.items.first?.observation[.lossGenerator] == nil)
    #expect(log.items.count == 2)
  }

  @Test(arguments: [
    "-5", "9007199254740992", "1e300", "nan", "inf", "-inf", "1e-300", "9223372036854775808",
  ])
  func noStepBreaksTheReading(_ step: String) throws {
    let log = try readLog(
      "step,loss_d,loss_g\n1,1,1\n\(step),2,2\n3,3,3\n",
      name: "log.csv"
    )
    #expect(!log.items.isEmpty)
    #expect(log.items.values(.lossGenerator).contains(3))
  }

  @Test func repeatedAndConstantSteps() throws {
    let constant = (0..<20).map { "{\"step\": 0, \"loss_d\": 1, \"loss_g\": \($0)}" }
    let log = try readLog(constant.joined(separator: "\n"))
    // A script that forgot to pass its step: rows are counted instead.
    #expect(log.recognition.stepUnit == .row)
    #expect(log.items.count == 20)
    let twice = try readLog("step,loss_g\n1,1\n1,2\n2,3\n", name: "log.csv")
    #expect(twice.items.values(.lossGenerator) == [2, 3])
  }

  @Test func encodingsAndLineEnds() throws {
    let lines = "step,d_loss,g_loss\r\n1,0.5,1.5\r\n2,0.25,1.25\r\n"
    let wide = Array(lines.utf16)
    func bytes(_ big: Bool) -> Data {
      var data = Data(big ? [0xfe, 0xff] : [0xff, 0xfe])
      for unit in wide {
        let low = UInt8(unit & 255)
        let high = UInt8(unit >> 8)
        data.append(contentsOf: big ? [high, low] : [low, high])
      }
      return data
    }
    let variants = [
      Data(lines.utf8), Data([0xef, 0xbb, 0xbf] + Array(lines.utf8)), bytes(true), bytes(false),
      Data(lines.replacingOccurrences(of: "\r\n", with: "\r").utf8),
    ]
    for variant in variants {
      try withTemporaryFolder { folder in
        let path = folder + "/log.csv"
        try variant.write(to: URL(fileURLWithPath: path))
        let log = try readLog(at: path)
        #expect(log.items.steps == [1, 2])
        #expect(log.items.values(.lossGenerator) == [1.5, 1.25])
      }
    }
  }

  @Test func giganticLinesAndNamesAreBounded() throws {
    let long = String(repeating: "x", count: 3_000_000)
    let log = try readLog("step,loss_d,loss_g\n1,1,1\n\(long)\n2,2,2\n", name: "log.csv")
    #expect(log.items.steps == [1, 2])
    #expect(log.recognition.files[0].damage.list.map(\.kind) == [.oversized])
    let name = String(repeating: "n", count: 100_000)
    let json = try readLog("{\"step\": 1, \"loss_g\": 1, \"\(name)\": 2}\n")
    #expect(json.recognition.columns.allSatisfy { $0.name.utf8.count <= ColumnNames.nameBytes })
  }

  @Test func columnsWithoutEndAreBounded() throws {
    var text = ""
    for index in 0..<21_000 { text += "{\"step\": \(index), \"loss_g\": 1, \"c\(index)\": 1}\n" }
    let log = try readLog(text)
    #expect(log.items.count == 21_000)
    #expect(log.recognition.columns.count == ColumnNames.limit)
  }

  @Test func binaryThatClaimsToBeTextIsRefused() throws {
    var bytes = Array("step,loss\n".utf8)
    for index in 0..<5000 { bytes.append(UInt8(truncatingIfNeeded: index &* 7919)) }
    try withTemporaryFolder { folder in
      let path = folder + "/log.csv"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      #expect(throws: LogError.self) { try RunReader(path) }
    }
  }

  @Test func relativeAndBrokenClocks() throws {
    for (time, expected) in [("12.5", nil), ("nan", nil), ("1700000000.5", 1_700_000_000.5)] {
      let log = try readLog("step,loss_g,timestamp\n1,1,\(time)\n2,1,\(time)\n", name: "log.csv")
      #expect(log.items[0].observation.wallTime == expected as Double?)
    }
  }
}
