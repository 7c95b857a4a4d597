// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleImage
import SaddleRuns
import SaddleTerminal
import SaddleTraining

extension DataCommand {
  /// `saddle data show`: what a set holds.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what a set, folder or IDX file holds, and a grid of its pictures.",
      discussion: """
        Reads every file, names those that can't be read, and counts classes.

        Examples:
          saddle data show fashion-mnist --output clothes.png
          saddle data show ~/photos --size 64
          saddle data show digits-images-idx3-ubyte.gz
        """
    )

    @Argument(help: "A prepared set, a folder of PNG and JPEG files, or an IDX file.")
    var source: String

    @Option(help: "Side to bring the pictures to.")
    var size: Int?

    @Option(help: "What shows through transparency.")
    var background = "white"

    @Option(help: "Number of pictures in the grid.")
    var count = 64

    @Flag(help: "Show the held-out part.")
    var heldOut = false

    @Option(name: .shortAndLong, help: "Write the grid to this PNG file.")
    var output: String?

    func validate() throws {
      guard (1...10_000).contains(count) else {
        throw ValidationError("--count must be between 1 and 10000, and it is \(count).")
      }
      if let size, !(1...4096).contains(size) {
        throw ValidationError("--size must be between 1 and 4096, and it is \(size).")
      }
    }

    func run() throws {
      do { try show() } catch let error as DataError {
        throw Failure("data show \(source): \(error)", isWrongUsage: error.isWrongUsage)
      } catch let error as ImageError {
        throw Failure("data show \(source): \(error)")
      }
    }

    private func show() throws {
      let display = PreparationDisplay(source)
      let data = try configuration().makeSource(seed: 0) {
        display.show(.pictures("reading", done: $0, total: $1))
      }
      display.end()
      let shape = data.exampleShape.map(String.init).joined(separator: " x ")
      StandardOutput.print(
        "\(data.name): \(data.exampleCount ?? 0) pictures for training, \(shape)"
      )
      if let names = data.classNames {
        StandardOutput.print(line: "\(names.count) classes: \(names.joined(separator: ", "))")
      }
      if data.report.filesFound > 0 {
        StandardOutput.print("\(data.report.filesRead) of \(data.report.filesFound) files read")
      }
      for file in data.report.skipped {
        StandardOutput.print(line: "skipped \(file.path): \(file.cause)")
      }
      for note in data.report.notes { StandardOutput.print(line: "note: \(note)") }
      guard let output else { return }
      let batch = heldOut ? try data.heldOutBatch(size: count) : try data.nextBatch(size: count)
      guard let batch else { throw DataError(.notFound, "nothing is held out of this set") }
      try write(batch, to: output)
      StandardOutput.print(line: "grid: \(output)")
    }

    private func configuration() throws -> DataConfiguration {
      var section = DataConfiguration()
      var isFolder: ObjCBool = false
      let isThere = FileManager.default.fileExists(atPath: source, isDirectory: &isFolder)
      // As for `saddle evaluate`: a folder of a set's name is what was meant.
      if !isFolder.boolValue, let known = DataSourceName(rawValue: source), !known.isPoints,
        !known.needsPath
      {
        section.source = known
      } else {
        guard isThere else {
          throw DataError(
            .notFound,
            "no such set, folder or file; `saddle data list` lists the sets"
          )
        }
        section.source = isFolder.boolValue ? .folder : .idx
        section.path = source
      }
      section.size = size ?? 0
      section.background = background
      section.workers = 2
      section.badFileQuota = 1
      section.heldOut = heldOut ? 0.05 : 0
      return section
    }

    private func write(_ batch: Batch, to path: String) throws {
      let shape = batch.exampleShape
      let stride = shape.reduce(1, *)
      let images = try (0..<batch.count).map { index in
        try Image(
          planes: batch.values[(index * stride)..<((index + 1) * stride)],
          channels: shape[0],
          height: shape[1],
          width: shape[2]
        )
      }
      let bytes = try ImageGrid(scale: shape[2] < 48 ? 2 : 1).compose(images).encodePNG()
      try UserFile.write(Data(bytes), to: path, sources: [source])
    }
  }
}
