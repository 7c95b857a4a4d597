// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleRunsSamples
import Testing

@Suite struct ImporterTests {
  @Test(arguments: LogSample.all)
  func recognizesAndReads(_ sample: LogSample) throws {
    let log = try readLog(sample.text, name: sample.name)
    #expect(log.recognition.format == sample.format)
    #expect(log.items.steps == sample.steps, "\(log.recognition.summary)")
    for (key, value) in sample.expected {
      let parts = key.split(separator: ":").map(String.init)
      let signal = try #require(Signal(rawValue: parts[parts.count - 1]))
      let game = parts.count > 1 ? parts[0] : nil
      let found = log.items.values(signal, game: game).first
      // Percentages are divided by 100, which rounds.
      let isEqual = found.map { abs($0 - value) <= 1e-12 * abs(value) } ?? false
      #expect(isEqual, "\(key) is \(String(describing: found)) in \(log.recognition.summary)")
    }
  }

  @Test(arguments: LogSample.all)
  func cutsAnywhereChangeNothing(_ sample: LogSample) throws {
    let bytes = Array(sample.text.utf8)
    let probe = LogProbe(path: sample.name, head: bytes)
    let type = try #require(ImporterCatalog.builtIn.recognize(probe)).type
    func parse(_ size: Int) -> (names: [String], rows: [[Double]], damage: DamageLog) {
      var parser = type.makeParser(probe)
      var rows = ParsedRows()
      var result: [[Double]] = []
      func drain() {
        for row in rows.rows { result.append(rows.cells[row.firstCell..<row.endCell].map(\.value)) }
        rows.removeRows()
      }
      for start in stride(from: 0, to: bytes.count, by: size) {
        parser.consume(Array(bytes[start..<min(start + size, bytes.count)]), into: &rows)
        drain()
      }
      parser.finish(into: &rows)
      drain()
      return (rows.columns.names, result, rows.damage)
    }
    let whole = parse(bytes.count)
    for size in [1, 2, 3, 7, 64] {
      let pieces = parse(size)
      #expect(pieces.names == whole.names)
      #expect("\(pieces.rows)" == "\(whole.rows)")
      #expect(pieces.damage == whole.damage)
    }
  }

  @Test func identifiersAreUnique() {
    let ids = ImporterCatalog.builtIn.types.map { $0.id }
    #expect(Set(ids).count == ids.count)
  }

  @Test func everyImporterFileIsInTheCatalog() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/SaddleRuns/Importers").standardized
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix("Importer.swift") && $0 != "Importer.swift" }
      .map { String($0.dropLast(6)) }
    let types = Set(ImporterCatalog.builtIn.types.map { "\($0)" })
    #expect(Set(files) == types)
  }

  @Test func proseIsNotALog() throws {
    let configuration = "config: {'G_lr': 0.0001, 'D_lr': 0.0004, 'seed': 0}\nseed: 1, lr: 2\n"
    for text in [
      configuration, "Dear reader,\nthis is: not a log.\n", "a = 1\nb = 2\n", "[1, 2, 3]\n", "{}\n",
    ] {
      #expect(throws: LogError.self, "\(text)") { try readLog(text) }
    }
  }

  @Test func readsAFolderOfMLflowMetrics() throws {
    try withTemporaryFolder { folder in
      let metrics = folder + "/mlruns/0/abc/metrics"
      try FileManager.default.createDirectory(
        atPath: metrics + "/val",
        withIntermediateDirectories: true
      )
      for (name, lines) in [
        ("d_loss", "1700000000000 0.5 1\n1700000001000 nan 2\n"),
        ("g_loss", "1700000000000 1.5 1\n1700000001000 -inf 2\n"), ("val/fid", "1700000001000 9 2"),
      ] {
        try Data(lines.utf8).write(to: URL(fileURLWithPath: metrics + "/" + name))
      }
      let log = try readLog(at: folder + "/mlruns/0/abc")
      #expect(log.recognition.format == "mlflow")
      #expect(log.items.steps == [1, 2])
      #expect(log.items[0].observation[.lossGenerator] == 1.5)
      #expect(log.items[1].observation[.lossGenerator] == -.infinity)
      #expect(log.items[1].observation[.metricFID] == 9)
      #expect(log.items[1].observation.wallTime == 1_700_000_001)
    }
  }

  @Test func aLineThatIsTooLongLeavesNoRowOpen() throws {
    let text = """
      INFO:voice:Train Epoch: 1 [37%]
      INFO:voice:[200, 9.5e-05]
      \(String(repeating: "x", count: 9000))
      INFO:voice:Train Epoch: 2 [37%]
      INFO:voice:[3.5, 1.75, 0.5, 2.25, 1.5, 1.25, 400, 0.0002]
      """
    let log = try readLog(text, name: "train.log")
    #expect(log.recognition.format == "vits")
    #expect(log.items.steps == [400])
    #expect(log.recognition.columns.first { $0.name == "lr" }?.count == 1)
  }
}
