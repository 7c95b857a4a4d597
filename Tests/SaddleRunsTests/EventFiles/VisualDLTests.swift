// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleRunsSamples
import Testing

/// Record files of VisualDL, as PaddleGAN and others of PaddlePaddle write them.
@Suite struct VisualDLTests {
  private func float(_ value: Float) -> [UInt8] {
    [4 << 3 | 5] + withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
  }

  private func double(_ field: UInt8, _ value: Double) -> [UInt8] {
    [field << 3 | 1] + withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
  }

  private func write<Result>(
    _ files: [String: [UInt8]],
    _ body: (String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      for (name, bytes) in files {
        let url = URL(fileURLWithPath: folder + "/" + name)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(),
          withIntermediateDirectories: true
        )
        try Data(bytes).write(to: url)
      }
      return try body(folder)
    }
  }

  /// What a parser makes of some bytes: its values, and the damage.
  private func parse(_ bytes: [UInt8]) -> (values: [Double], damage: DamageLog) {
    var parser = VisualDLParser()
    var rows = ParsedRows()
    parser.consume(bytes, into: &rows)
    parser.finish(into: &rows)
    return (rows.cells.map(\.value), rows.damage)
  }

  /// Bytes that VisualDL 2.5.3 wrote: meta data, settings, a number, one of several numbers.
  @Test func readsWhatVisualDLWrites() throws {
    let text =
      "HwAAAAAAAAAKHRINbWV0YV9kYXRhX3RhZxiA0JX/vDFSBQoDcnVuNwAAAAAAAAAKNQgBEgJocBiA0JX/vDFqJgoPEfyp"
      + "8dJNYlA/IgRscl9nCg4IECIKYmF0Y2hfc2l6ZRoDcnVuGAAAAAAAAAAKFggKEgZsb3NzL2QYgNCV/7wxJQAAAD8ZAAAA"
      + "AAAAAAoXCAoSAmxyGIDQlf+8MXIICgFnFQAAgD4="
    let bytes = try #require(Data(base64Encoded: text))
    try write(["vdlrecords.1700000000.log": Array(bytes)]) { folder in
      for path in [folder, folder + "/vdlrecords.1700000000.log"] {
        let log = try readLog(at: path)
        #expect(log.recognition.format == "visualdl")
        #expect(log.recognition.columns.map(\.name) == ["loss/d", "lr/g"])
        #expect(log.items.steps == [10])
        #expect(log.items.values(.lossDiscriminator) == [0.5])
        #expect(log.items.values(.learningRateGenerator) == [0.25])
        #expect(log.items[0].observation.wallTime == 1_700_000_000)
        let settings = Surroundings(path, log.recognition).context.settings
        #expect(settings?.number(.generatorRate) == 0.001)
        #expect(settings?.number(.batchSize) == 16)
      }
    }
  }

  @Test func whatIsNoNumberIsNamed() throws {
    let series =
      BinarySamples.field(
        14,
        BinarySamples.field(1, Array("g".utf8)) + [2 << 3 | 5, 0, 0, 128, 62]
      )
    let file =
      BinarySamples.visualDL(step: 1, tag: "loss", series)
      + BinarySamples.visualDL(step: 1, tag: "samples", BinarySamples.field(5, [1, 2, 3]))
      + BinarySamples.visualDL(step: 1, tag: "weights", BinarySamples.field(8, [1]))
      + BinarySamples.visualDL(step: 1, tag: "loss/d", float(.nan))
    try write(["vdlrecords.1.log": file]) { folder in
      let log = try readLog(at: folder)
      #expect(log.items.values(.lossGenerator) == [0.25])
      #expect(log.items.values(.lossDiscriminator).first?.isNaN == true)
      #expect(log.recognition.otherValues.map(\.tag) == ["samples", "weights"])
      #expect(log.recognition.otherValues.map(\.kind) == [.image, .histogram])
    }
  }

  @Test func settingsAreOptions() throws {
    func info(_ name: String, _ value: [UInt8]) -> [UInt8] {
      BinarySamples.field(1, value + BinarySamples.field(4, Array(name.utf8)))
    }
    let settings =
      info("lr", double(2, 2e-4)) + info("batch_size", BinarySamples.field(1, 16))
      + info("gan_mode", BinarySamples.field(3, Array("lsgan".utf8)))
    let file =
      BinarySamples.visualDL(step: 1, tag: "hp", BinarySamples.field(13, settings))
      + BinarySamples.visualDLFile(records: 40).bytes
    let context = try write(["vdlrecords.1.log": file]) { folder in
      Surroundings(folder, try RunReader(folder).recognition).context
    }
    #expect(context.generatorLearningRate == 2e-4)
    #expect(context.batchSize == 16)
    #expect(context.readObjective?.name == .leastSquares)
  }

  @Test func sessionsAndSubFoldersAreOneRun() throws {
    let g = BinarySamples.visualDL(step: 5, tag: "loss", float(1))
    let files = [
      "vdlrecords.1.log": BinarySamples.visualDL(step: 4, tag: "d_loss", float(2)),
      "vdlrecords.2.log": BinarySamples.visualDL(step: 5, tag: "d_loss", float(3)),
      "generator/vdlrecords.1.log": g,
    ]
    try write(files) { folder in
      let log = try readLog(at: folder)
      #expect(log.items.steps == [4, 5])
      #expect(log.items.values(.lossDiscriminator) == [2, 3])
      #expect(log.recognition.columns.contains { $0.name == "generator/loss" })
    }
  }

  @Test func damageCostsOnlyTheRecordsThatItHit() {
    let (bytes, offsets) = BinarySamples.visualDLFile(records: 40)
    let whole = parse(bytes)
    #expect(whole.values == (0..<40).map(Double.init))
    #expect(whole.damage.count == 0)
    for position in [offsets[7], offsets[7] + 7, offsets[7] + 9] {
      var broken = bytes
      broken[position] ^= 0x41
      let found = parse(broken)
      #expect(found.values == (0..<40).filter { $0 != 7 }.map(Double.init), "\(position)")
      #expect(found.damage.count == 1)
      #expect(found.damage.list.first?.offset == offsets[7])
    }
    let inserted = parse(
      Array(bytes[..<offsets[7]]) + [1, 2, 3, 4, 5] + Array(bytes[offsets[7]...])
    )
    #expect(inserted.values == whole.values)
    #expect(inserted.damage.bytes == 5)
    let cut = parse(Array(bytes.dropLast(3)))
    #expect(cut.values == Array(whole.values.dropLast()))
    #expect(cut.damage.list.map(\.kind) == [.truncated])
  }

  @Test func otherBinaryFilesAreNotTaken() {
    for bytes: [UInt8] in [
      BinarySamples.eventFile(records: 10).bytes, Array(repeating: 0, count: 4096),
      (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 7) },
    ] {
      #expect(VisualDLImporter.confidence(LogProbe(path: "data.bin", head: bytes)) == 0)
    }
  }
}
