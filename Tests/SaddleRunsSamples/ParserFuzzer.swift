// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import SaddleText

/// Feeds broken files to every parser and checks what must hold for any input.
///
/// Not covered by a check: a trap or an endless loop, which end the process and are found so.
public struct ParserFuzzer {
  /// A promise that an input broke.
  public struct Failure: Error, CustomStringConvertible {
    /// The format.
    public var format: String
    /// What does not hold.
    public var message: String
    /// The input.
    public var input: [UInt8]

    /// Format, promise and input.
    public var description: String { "\(format): \(message); input: \(input)" }
  }

  /// A format and a valid file of it.
  public struct Seed: Sendable {
    /// Identifier of the importer.
    public var format: String
    /// The file's name.
    public var name: String
    /// The content.
    public var bytes: [UInt8]
  }

  /// Inputs so far.
  public private(set) var count = 0
  /// The seeds.
  public let seeds: [Seed]

  private var random: SplitMix64

  /// Creates a fuzzer; the same seed gives the same inputs.
  public init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    var seeds = LogSample.all.map {
      Seed(format: $0.format, name: $0.name, bytes: Array($0.text.utf8))
    }
    seeds.append(
      Seed(
        format: "tensorboard",
        name: "events.out.tfevents.1",
        bytes: BinarySamples.eventFile(records: 40).bytes
      )
    )
    seeds.append(
      Seed(
        format: "visualdl",
        name: "vdlrecords.1.log",
        bytes: BinarySamples.visualDLFile(records: 40).bytes
      )
    )
    let rows = (0..<20).map { row in
      [(name: "d_loss", json: "\(row)"), (name: "g_loss", json: "NaN"), (name: "x", json: "{}")]
    }
    seeds.append(Seed(format: "wandb", name: "run-1.wandb", bytes: BinarySamples.wandb(rows)))
    seeds.append(
      Seed(
        format: "mlflow",
        name: "/metrics/d_loss",
        bytes: Array("1700000000000 0.5 1\n1700000001000 nan 2\n".utf8)
      )
    )
    self.seeds = seeds
  }

  /// Tries one input on each format.
  ///
  /// - Throws: `Failure`.
  public mutating func round() throws {
    for seed in seeds {
      let other = seeds.randomElement(using: &random) ?? seed
      let isBinary = seed.format == "tensorboard" || seed.format == "wandb"
      // Half of the binary inputs have right checksums around wrong content.
      let input =
        isBinary && Bool.random(using: &random)
        ? BinarySamples.reframed(seed.format, seed.bytes, using: &random)
        : Mutator.mutate(seed.bytes, with: other.bytes, using: &random)
      try check(input, seed)
      count += 1
    }
  }

  /// Checks one input: in one piece, in random pieces, and through recognition and mapping.
  mutating func check(_ input: [UInt8], _ seed: Seed) throws {
    guard let type = ImporterCatalog.builtIn.type(id: seed.format) else {
      throw Failure(format: seed.format, message: "no such importer", input: [])
    }
    let probe = LogProbe(path: seed.name, head: input)
    let confidence = type.confidence(probe)
    if !(0...1).contains(confidence) {
      throw Failure(format: seed.format, message: "confidence \(confidence)", input: input)
    }
    let whole = try parse(input, type.makeParser(probe), seed, isCut: false)
    let pieces = try parse(input, type.makeParser(probe), seed, isCut: true)
    if whole != pieces {
      throw Failure(format: seed.format, message: "depends on the pieces", input: input)
    }
    try checkWords(input, seed)
    var options = ReadOptions()
    options.format = seed.format
    let pipe = LivePipe(options: options)
    let batches = [try input.withUnsafeBytes { try pipe.push($0, now: 0) }, pipe.finish()]
    for item in batches.flatMap(\.observations)
    where item.observation.values.isEmpty && item.observation.facts.isEmpty {
      throw Failure(format: seed.format, message: "empty observation", input: input)
    }
  }

  /// What is said in words does not depend on the pieces, as long as lines are short.
  private mutating func checkWords(_ input: [UInt8], _ seed: Seed) throws {
    let longest = input.split { $0 == 10 || $0 == 13 }.map(\.count).max() ?? 0
    var piece = 0
    let whole = RunFact.all(in: input) { input.count }
    let pieces = RunFact.all(in: input) {
      piece = Int.random(in: 1...64, using: &random)
      return piece
    }
    if whole != pieces, longest < 4096 {
      throw Failure(format: seed.format, message: "words depend on the pieces", input: input)
    }
  }

  private struct Parsed: Equatable {
    var names: [String]
    var cells: [UInt64]
    var rows: Int
    var damage: DamageLog
  }

  private mutating func parse(
    _ input: [UInt8],
    _ parser: any LogParser,
    _ seed: Seed,
    isCut: Bool
  ) throws -> Parsed {
    var parser = parser
    var rows = ParsedRows()
    var result = Parsed(names: [], cells: [], rows: 0, damage: DamageLog())
    func drain() throws {
      var end = 0
      for row in rows.rows {
        guard row.firstCell == end, row.endCell > row.firstCell, row.endCell <= rows.cells.count
        else { throw Failure(format: seed.format, message: "rows overlap", input: input) }
        end = row.endCell
      }
      for cell in rows.cells {
        guard rows.columns.names.indices.contains(Int(cell.column)) else {
          throw Failure(format: seed.format, message: "no such column", input: input)
        }
        // NaN has many bit patterns; which one does not matter.
        result.cells.append(cell.value.isNaN ? 1 : cell.value.bitPattern)
      }
      guard end == rows.cells.count else {
        throw Failure(format: seed.format, message: "a row is open between pieces", input: input)
      }
      result.rows += rows.rows.count
      rows.removeRows()
    }
    var start = 0
    while start < input.count {
      let size = isCut ? Int.random(in: 1...64, using: &random) : input.count
      let end = min(input.count, start + size)
      parser.consume(Array(input[start..<end]), into: &rows)
      try drain()
      start = end
    }
    parser.finish(into: &rows)
    try drain()
    for damage in rows.damage.list
    where damage.offset < 0 || damage.bytes < 0 {
      throw Failure(format: seed.format, message: "damage outside the file", input: input)
    }
    result.names = rows.columns.names
    result.damage = rows.damage
    return result
  }
}
