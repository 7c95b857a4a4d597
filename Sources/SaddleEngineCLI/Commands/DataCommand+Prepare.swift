// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleImage
import SaddleRuns
import SaddleTerminal
import SaddleTraining

extension DataCommand {
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

    @Option(help: "What shows through transparency: white, black, gray or #rrggbb.")
    var background = "white"

    @Option(help: "A folder where the packages are unpacked already, instead of fetching them.")
    var from: String?

    @Flag(help: "Build the set again even if it is there.")
    var force = false

    func validate() throws {
      if let size, !(8...512).contains(size) {
        throw ValidationError("--size must be between 8 and 512, and it is \(size).")
      }
      if Color(background) == nil {
        throw ValidationError(
          "--background must be white, black, gray or #rrggbb, and it is \(background)."
        )
      }
    }

    func run() throws {
      let info = try Self.info(name)
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
        background: Color(background) ?? .white,
        destination: URL(fileURLWithPath: folder).path
      )
      request.unpacked = from
      request.isForced = force
      try prepare(request)
    }

    /// Returns a set by name; an unknown one is wrong usage.
    private static func info(_ name: String) throws -> DataSetInfo {
      do { return try DataSetCatalog.info(named: name) } catch {
        throw ValidationError(error.description)
      }
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
        throw Failure(
          "data prepare \(request.info.name): \(error)",
          isWrongUsage: error.isWrongUsage
        )
      }
      display.end()
      StandardOutput.print(
        "\(manifest.name): \(manifest.trainingCount) for training, \(manifest.testCount) for testing, "
          + "\(manifest.size)x\(manifest.size), license \(manifest.license)"
      )
      if !manifest.skipped.isEmpty {
        StandardOutput.print(
          "\(manifest.skipped.count) files could not be read; manifest.json lists them"
        )
      }
      StandardOutput.print(line: "in \(request.destination)")
    }
  }
}
