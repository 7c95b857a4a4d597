// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import Testing

/// Agreement with TensorBoard's own writer and reader, run by the interpreter that `SADDLE_PYTHON`
/// names (`pip install tensorboard`).
@Suite struct TensorBoardOracleTests {
  private static let python = ProcessInfo.processInfo.environment["SADDLE_PYTHON"]

  private static func isAvailable() -> Bool {
    guard let python else {
      print("TensorBoardOracleTests: skipped, SADDLE_PYTHON names no interpreter")
      return false
    }
    let works = (try? run(["-c", "import tensorboard"])) != nil
    if !works { print("TensorBoardOracleTests: skipped, \(python) has no tensorboard") }
    return works
  }

  /// Runs Python and returns what it prints.
  private static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python ?? "/nonexistent")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw LogError("python", "status \(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self)
  }

  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("tensorboard_oracle.py").path

  private static func lines(_ bytes: [UInt8]) -> (lines: [String], damage: Int) {
    var parser = EventFileParser()
    var rows = ParsedRows()
    parser.consume(bytes, into: &rows)
    parser.finish(into: &rows)
    var lines: [String] = []
    for row in rows.rows {
      for cell in rows.cells[row.firstCell..<row.endCell] {
        let bits = Float(cell.value).bitPattern
        let hex = String(bits, radix: 16)
        let text = cell.value.isNaN ? "nan" : String(repeating: "0", count: 8 - hex.count) + hex
        lines.append("\(row.step ?? 0)\t\(rows.columns.names[Int(cell.column)])\t\(text)")
      }
    }
    return (lines, rows.damage.count)
  }

  @Test(.enabled(if: isAvailable()))
  func readsWhatTensorBoardWrites() throws {
    try withTemporaryFolder { folder in
      let count = 300
      _ = try Self.run([Self.script, "write", folder, "\(count)", "7"])
      var scalars = 0
      for index in 0..<count {
        let path = folder + "/events.out.tfevents.\(index)"
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        let expected = try String(contentsOfFile: path + ".expected", encoding: .utf8)
          .split(separator: "\n").map(String.init)
        let found = Self.lines(bytes)
        #expect(found.lines == expected, "file \(index)")
        #expect(found.damage == 0)
        scalars += expected.count
      }
      #expect(scalars > 3000)
    }
  }

  @Test(.enabled(if: isAvailable()))
  func tensorBoardReadsWhatItWrites() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/events.out.tfevents.0.saddle"
      let writer = try EventFileWriter(path: path, clock: { 1_700_000_000 })
      try writer.hyperParameters(
        HyperParameters(["lr": .number(0.25), "name": .text("x"), "ema": .flag(true)])
      )
      for step in 0..<50 {
        try writer.append(
          Observation(step: step, [.lossGenerator: Double(step) / 7, .lossDiscriminator: .nan])
        )
      }
      try writer.text("findings", "**dominates**", step: 3)
      try writer.image("samples", png: [1, 2, 255], width: 4, height: 5, step: 3)
      try writer.flush()
      let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
      let output = try Self.run([Self.script, "read", path]).split(separator: "\n").map(String.init)
      let scalars = output.filter { $0.contains("\t") }
      #expect(scalars.count == 100)
      #expect(scalars == Self.lines(bytes).lines)
      let rest = output.filter { !$0.contains("\t") }
      #expect(
        rest.sorted() == [
          "hparam ema bool_value: true", "hparam lr number_value: 0.25",
          "hparam name string_value: \"x\"", "image samples 4 5 0102ff",
          "text findings **dominates**",
        ]
      )
    }
  }
}
