// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleImage
import SaddleRuns
import SaddleTerminal
import SaddleTraining

/// `saddle data`: lists, prepares and shows data sets.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: EngineCommands.Data.name,
    abstract: EngineCommands.Data.abstract,
    discussion: """
      Sets are built from Debian's packages, without root; each is there whole or not at all.
      They are looked for in $SADDLE_DATA, ~/.cache/saddle/data, the engine's folder and
      /usr/share/datasets, in this order.

      Examples:
        saddle data list
        saddle data prepare emoji --size 64 --background black
        saddle data show ~/photos --size 64 --output grid.png
      """,
    subcommands: [List.self, Prepare.self, Show.self],
    defaultSubcommand: List.self
  )
}

extension DataCommand {
  /// `saddle data list`: what there is, and what is prepared where.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the data sets: what, how many, how large, licence, prepared or not and where."
    )

    @Flag(help: "Print JSON.")
    var json = false

    private struct Entry: Encodable {
      var name: String
      var summary: String
      var count: Int
      var size: Int
      var channels: Int
      var licence: String
      var packages: [String]
      var downloadBytes: Int
      var prepared: [String]
    }

    func run() throws {
      let locator = DataSetLocator()
      let entries = DataSetCatalog.all.map { info in
        Entry(
          name: info.name,
          summary: info.summary,
          count: info.count,
          size: info.defaultSize,
          channels: info.channels,
          licence: info.licence,
          packages: info.packages,
          downloadBytes: info.downloadBytes,
          prepared: locator.all(info)
        )
      }
      if json {
        let encoder = JSONEncoder.stable(isPretty: true)
        StandardOutput.print(json: String(decoding: try encoder.encode(entries), as: UTF8.self))
        return
      }
      var table = Table([
        .text("set"), .number("images"), .text("size"), .number("download"), .text("prepared"),
      ])
      for entry in entries {
        table.append([
          Table.Cell(entry.name, .bold), Table.Cell("\(entry.count)"),
          Table.Cell("\(entry.size)x\(entry.size) \(entry.channels == 1 ? "grey" : "colour")"),
          Table.Cell("\(entry.downloadBytes / 1_000_000) MB"),
          entry.prepared.isEmpty
            ? Table.Cell("no", .dim) : Table.Cell(entry.prepared.joined(separator: ", "), .green),
        ])
      }
      StandardOutput.print(table.render(.standardOutput))
      StandardOutput.print("")
      for entry in entries {
        StandardOutput.print("\(entry.name): \(entry.summary) (\(entry.licence))")
      }
      StandardOutput.print(
        "\nMixtures need no files: ring, grid, spiral. Prepare a set: saddle data prepare NAME"
      )
    }
  }

  /// `saddle data prepare`: builds a set.
  struct Prepare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Build a data set from Debian's packages.",
      discussion: """
        The packages are fetched with apt-get and unpacked into a temporary folder; nothing is
        installed. Pictures that are near copies (one drawing in five skin tones) are never parted
        between the training and the test part. manifest.json says what was done.

        Examples:
          saddle data prepare fashion-mnist
          saddle data prepare emoji --size 64
          saddle data prepare photos --to ~/patches
        """
    )

    @Argument(help: "The set: fashion-mnist, emoji, gemojione or photos.")
    var name: String

    @Option(help: "The folder that becomes the set (default: in $SADDLE_DATA or the cache).")
    var to: String?

    @Option(help: "Side of the pictures in pixels, 8 to 512 (default: the set's own).")
    var size: Int?

    @Option(help: "What shows through transparency: white, black, grey or #rrggbb.")
    var background = "white"

    @Option(help: "A folder where the packages are unpacked already, instead of fetching them.")
    var from: String?

    @Flag(help: "Build the set again even if it is there.")
    var force = false

    func validate() throws {
      if let size, !(8...512).contains(size) {
        throw ValidationError("--size must be between 8 and 512, and it is \(size).")
      }
      if Colour(background) == nil {
        throw ValidationError(
          "--background must be white, black, grey or #rrggbb, and it is \(background)."
        )
      }
    }

    func run() throws {
      let info = try dataSetInfo(name)
      if !info.markers.isEmpty, let size, size != info.defaultSize {
        throw ValidationError(
          "\(name) is always \(info.defaultSize)x\(info.defaultSize); data.size scales it when it "
            + "is read."
        )
      }
      let locator = DataSetLocator()
      if !info.markers.isEmpty, to == nil, !force, let found = locator.find(info, size: 0) {
        StandardOutput.print(line: "\(name) is already at \(found)")
        return
      }
      let side = size ?? info.defaultSize
      let folder = to ?? locator.defaultFolder(info, size: side)
      var request = PrepareRequest(
        info: info,
        size: side,
        background: Colour(background) ?? .white,
        destination: URL(fileURLWithPath: folder).path
      )
      request.unpacked = from
      request.isForced = force
      try prepare(request)
    }

    private func prepare(_ request: PrepareRequest) throws {
      let preparer = DataSetPreparer(request)
      let interruption = Interruption {
        try? FileManager.default.removeItem(atPath: preparer.partialFolder)
      }
      defer { interruption.end() }
      let display = PreparationDisplay(request.info.name)
      let manifest: DataManifest
      do throws(DataError) {
        manifest = try preparer.run { display.show($0) }
      } catch {
        display.end()
        throw Failure("data prepare \(request.info.name): \(error)")
      }
      display.end()
      StandardOutput.print(
        "\(manifest.name): \(manifest.trainingCount) for training, \(manifest.testCount) for testing, "
          + "\(manifest.size)x\(manifest.size), licence \(manifest.licence)"
      )
      if !manifest.skipped.isEmpty {
        StandardOutput.print(
          "\(manifest.skipped.count) files could not be read; manifest.json lists them"
        )
      }
      StandardOutput.print(line: "in \(request.destination)")
    }
  }

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
        throw Failure("data show \(source): \(error)")
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

/// Returns a set by name; an unknown one is wrong usage.
private func dataSetInfo(_ name: String) throws -> DataSetInfo {
  do { return try DataSetCatalog.info(named: name) } catch {
    throw ValidationError(error.description)
  }
}
