// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth

/// Converts the log of any framework to a run directory.
public enum RunConversion {
  /// What was written.
  public struct Written: Sendable, Equatable {
    /// Observations.
    public var observations = 0
    /// The event files: one, or one for each game.
    public var files: [String] = []
    /// Pictures that were copied into `samples/`.
    public var pictures = 0
    /// Pictures that were not: no PNG, or beyond `mostPictures`.
    public var picturesLeftOut = 0
  }

  /// Pictures that are copied at most.
  public static let mostPictures = 5000

  /// Writes the observations of `reader` to the run directory `path`, which must not have events.
  ///
  /// A run with several games gets a sub-folder for each. The same log gives the same bytes: a
  /// record has the log's own time, or 0 where the log has none.
  ///
  /// - Throws: `FileError`; `LogError` where the run exists already. No half of a run is left then.
  public static func write(_ reader: RunReader, to path: String) throws -> Written {
    var written = Written()
    var made: [String] = []
    do {
      try write(reader, to: path, &written, &made)
    } catch {
      for file in made { unlink(file) }
      throw error
    }
    return written
  }

  private static func write(
    _ reader: RunReader,
    to path: String,
    _ written: inout Written,
    _ made: inout [String]
  ) throws {
    var writers: [String: GameWriter] = [:]
    try RunDirectory(path).create()
    try reader.read { item in
      let game = item.game ?? ""
      if writers[game] == nil {
        let writer = try GameWriter(path, game: item.game)
        written.files.append(writer.path)
        made.append(writer.path)
        writers[game] = writer
      }
      try writers[game]?.write(item)
      written.observations += 1
    }
    for writer in writers.values { try writer.close() }
    try copyPictures(reader, to: RunDirectory(path), &written, &made)
    var notes = [reader.recognition.summary] + reader.recognition.remarks
    notes.append("source: \(reader.recognition.path)")
    let text = notes.map { $0 + "\n" }.joined()
    try AtomicFile.write(Data(text.utf8), to: path + "/import.txt")
  }

  /// Copies pictures to `samples/STEP.png`; the second and later ones of a step carry their tag.
  private static func copyPictures(
    _ reader: RunReader,
    to run: RunDirectory,
    _ written: inout Written,
    _ made: inout [String]
  ) throws {
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    try reader.readImages { step, tag, bytes in
      guard bytes.starts(with: signature), written.pictures < mostPictures else {
        written.picturesLeftOut += 1
        return
      }
      let safe = String(
        tag.prefix(60).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
      )
      var path = "\(run.samples)/\(step).png"
      var number = 1
      while FileManager.default.fileExists(atPath: path) {
        path = "\(run.samples)/\(step)-\(safe)" + (number > 1 ? "-\(number)" : "") + ".png"
        number += 1
      }
      made.append(path)
      try AtomicFile.writeDurably(Data(bytes), to: path)
      written.pictures += 1
    }
  }

  private final class GameWriter {
    let path: String
    private let file: EventFileWriter
    private let clock: Clock

    private final class Clock { var time = 0.0 }

    init(_ run: String, game: String?) throws {
      var folder = run
      if let game {
        folder += "/" + game
        try AtomicFile.createFolder(folder)
      }
      path = RunDirectory(folder).events
      guard !FileManager.default.fileExists(atPath: path) else {
        throw LogError(path, "the run has events already; choose another name with --to")
      }
      let clock = Clock()
      self.clock = clock
      file = try EventFileWriter(path: path, clock: { clock.time })
    }

    func write(_ item: GameObservation) throws {
      clock.time = item.observation.wallTime ?? 0
      try file.append(item.observation)
    }

    func close() throws { try file.synchronize() }
  }
}
