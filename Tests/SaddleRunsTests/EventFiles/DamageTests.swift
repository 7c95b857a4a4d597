// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleRunsSamples
import SaddleText
import Testing

/// Damaged event files give everything that is still there, and no value that was changed.
@Suite struct DamageTests {
  private static let records = 1000
  private static let file = BinarySamples.eventFile(records: records)

  private struct Outcome {
    var values: [Double] = []
    var rows = ParsedRows()
  }

  private func parse(_ bytes: [UInt8], piece: Int = 1 << 20) -> Outcome {
    var parser = EventFileParser()
    var outcome = Outcome()
    func drain() {
      outcome.values += outcome.rows.cells.map(\.value)
      outcome.rows.removeRows()
    }
    for start in stride(from: 0, to: bytes.count, by: piece) {
      parser.consume(Array(bytes[start..<min(start + piece, bytes.count)]), into: &outcome.rows)
      drain()
    }
    parser.finish(into: &outcome.rows)
    drain()
    return outcome
  }

  /// Every value that was read must be one that was written, in order, and `lost` may be missing.
  private func expectAll(_ outcome: Outcome, butAtMost lost: Int, _ what: String) {
    var last = -1.0
    for value in outcome.values {
      #expect(value > last && value == value.rounded() && value < Double(Self.records), "\(what)")
      last = value
    }
    #expect(outcome.values.count >= Self.records - lost, "\(what)")
  }

  @Test func readsAnUndamagedFile() {
    let outcome = parse(Self.file.bytes)
    #expect(outcome.values == (0..<Self.records).map(Double.init))
    #expect(outcome.rows.damage == DamageLog())
    #expect(parse(Self.file.bytes, piece: 17).values == outcome.values)
  }

  @Test func everyFlippedBitCostsOneRecord() {
    var random = SplitMix64(seed: 3)
    // All bytes of the first records, then bits anywhere.
    var places = Array(0..<250)
    for _ in 0..<250 { places.append(Int.random(in: 0..<Self.file.bytes.count, using: &random)) }
    for place in places {
      var bytes = Self.file.bytes
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      let outcome = parse(bytes)
      expectAll(outcome, butAtMost: 1, "bit at \(place)")
      #expect(outcome.rows.damage.count >= 1, "bit at \(place) was not reported")
      #expect(outcome.rows.damage.list.allSatisfy { $0.offset <= place && $0.bytes > 0 })
    }
  }

  @Test func insertionsAndDeletionsCostWhatTheyHit() {
    var random = SplitMix64(seed: 4)
    for round in 0..<120 {
      var bytes = Self.file.bytes
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let count = Int.random(in: 1...4096, using: &random)
      var lost = 1
      if round % 2 == 0 {
        bytes.insert(
          contentsOf: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) },
          at: place
        )
      } else {
        let end = min(bytes.count, place + count)
        lost = Self.file.offsets.count { $0 < end && $0 + 100 > place } + 1
        bytes.removeSubrange(place..<end)
      }
      expectAll(parse(bytes), butAtMost: lost, "round \(round) at \(place), \(count) bytes")
    }
  }

  @Test func anyCutGivesTheWholeRecordsBeforeIt() {
    for cut in stride(from: Self.file.bytes.count - 300, to: Self.file.bytes.count, by: 7) {
      let outcome = parse(Array(Self.file.bytes[..<cut]))
      let whole = Self.file.offsets.count { $0 < cut } - 1
      #expect(outcome.values.count >= whole)
      #expect(outcome.rows.damage.list.allSatisfy { $0.kind == .truncated })
    }
  }

  @Test func lengthsThatLieAreNotBelieved() {
    // A header whose checksum is right, but whose length is any power of two.
    for power in 0..<64 {
      var header = withUnsafeBytes(of: (UInt64(1) << power).littleEndian) { Array($0) }
      let crc = header.withUnsafeBytes { Checksum.masked($0) }
      header += withUnsafeBytes(of: crc.littleEndian) { Array($0) }
      var bytes = Self.file.bytes
      bytes.insert(contentsOf: header, at: Self.file.offsets[500])
      expectAll(parse(bytes), butAtMost: 1, "2^\(power)")
      expectAll(parse(bytes, piece: 4096), butAtMost: 1, "2^\(power) in pieces")
    }
  }

  @Test func aFileOfHostileHeadersTakesLinearTime() {
    // Each announces a record that covers many others; the checksum of each is computed in vain.
    var header = withUnsafeBytes(of: UInt64(60_000).littleEndian) { Array($0) }
    let crc = header.withUnsafeBytes { Checksum.masked($0) }
    header += withUnsafeBytes(of: crc.littleEndian) { Array($0) }
    let bytes = Array(repeatElement(header, count: 20_000).joined())
    #expect(parse(bytes).values.isEmpty)
  }

  @Test func whereEveryRecordIsDamagedThatIsSaid() throws {
    var file: [UInt8] = []
    for record in 0..<3 {
      let impossible = BinarySamples.event(step: 1 << 60 + record, tag: "loss/g", value: 1)
      TFRecordFrame.append(impossible, to: &file)
    }
    try withTemporaryFolder { folder in
      let path = folder + "/events.out.tfevents.1.host"
      try Data(file).write(to: URL(fileURLWithPath: path))
      let recognition = try RunReader(path).recognition
      #expect(recognition.columns.isEmpty)
      #expect(recognition.signals.isEmpty)
      let reason = recognition.nothingToJudge
      #expect(reason.hasPrefix("all 3 of its records are damaged, the first of them "), "\(reason)")
      #expect(reason.contains("at offset 0"))
    }
  }
}
