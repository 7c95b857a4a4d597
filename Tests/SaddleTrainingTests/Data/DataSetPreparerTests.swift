// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleImage
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct DataSetPreparerTests {
  private let gem = "usr/share/rubygems-integration/all/gems/gemojione-9.9.9"

  /// An unpacked package of 40 drawings, each in two skin tones, and one file that is no picture.
  private func package(in folder: borrowing PictureFolder) throws -> String {
    var index: [[String: String]] = []
    for number in 0..<40 {
      for (suffix, brightness) in [("", 0), ("-1F3FB", 30)] {
        let code = String(0x1F400 + number, radix: 16).uppercased() + suffix
        let pixels = (0..<192).map { UInt8(($0 * (number + 3) * 7 + brightness) % 251) }
        let image = try Image(width: 8, height: 8, channels: 3, pixels: pixels)
        try folder.write("package/\(gem)/assets/png/\(code).png", image.encodePNG())
        index.append(["unicode": code, "category": number < 30 ? "nature" : "food"])
      }
    }
    try folder.write("package/\(gem)/assets/png/1F999.png", [1, 2, 3])
    let entries = Dictionary(uniqueKeysWithValues: index.enumerated().map { ("e\($0)", $1) })
    try folder.write("package/\(gem)/config/index.json", Array(JSONEncoder().encode(entries)))
    return "\(folder.path)/package"
  }

  private func request(_ folder: borrowing PictureFolder) throws -> PrepareRequest {
    var request = PrepareRequest(
      info: try DataSetCatalog.info(named: "gemojione"),
      size: 16,
      background: .white,
      destination: "\(folder.path)/data/gemojione-16"
    )
    request.unpacked = try package(in: folder)
    return request
  }

  @Test func aSetIsBuiltWholeAndReadBack() throws {
    let folder = try PictureFolder()
    let request = try request(folder)
    let manifest = try DataSetPreparer(request).run { _ in }
    #expect(manifest.trainingCount == 72 && manifest.testCount == 8)
    #expect(manifest.classes == ["nature": 60, "food": 20])
    #expect(manifest.skipped.count == 1)
    #expect(manifest.background == "#ffffff")
    #expect(try DataManifest.read(in: request.destination) == manifest)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/data") == ["gemojione-16"]
    )

    var section = DataConfiguration()
    section.source = .gemojione
    section.size = 16
    let locator = DataSetLocator(roots: ["\(folder.path)/data"], defaultRoot: folder.path)
    let source = try section.makeSource(seed: 1, locator: locator)
    #expect(source.exampleCount == 72 && source.exampleShape == [3, 16, 16])
    #expect(source.classNames == ["food", "nature"])
    #expect(try source.heldOutBatch(size: 100)?.count == 8)
    section.background = "black"
    let error = #expect(throws: DataError.self) {
      _ = try section.makeSource(seed: 1, locator: locator)
    }
    #expect(error?.message.contains("--background '#000000'") == true)
  }

  @Test func skinTonesOfADrawingAreOnTheSameSide() throws {
    let folder = try PictureFolder()
    let request = try request(folder)
    _ = try DataSetPreparer(request).run { _ in }
    func drawings(_ part: String) throws -> Set<String> {
      let names = try FileManager.default.subpathsOfDirectory(
        atPath: "\(request.destination)/\(part)"
      )
      return Set(
        names.filter { $0.hasSuffix(".png") }.map { path in
          let name = path.split(separator: "/").last ?? ""
          return String(name.prefix { $0 != "_" && $0 != "." })
        }
      )
    }
    let (train, test) = (try drawings("train"), try drawings("test"))
    #expect(train.count + test.count == 40)
    #expect(train.isDisjoint(with: test))
  }

  @Test func theSamePackageGivesTheSameBytes() throws {
    let folder = try PictureFolder()
    var request = try request(folder)
    let first = try DataSetPreparer(request).run { _ in }
    request.isForced = true
    let second = try DataSetPreparer(request).run { _ in }
    #expect(first == second)
  }

  @Test func aPackageThatIsNoneLeavesNothingBehindAndTheOldSetAlone() throws {
    let folder = try PictureFolder()
    var request = try request(folder)
    let first = try DataSetPreparer(request).run { _ in }
    request.isForced = true
    request.unpacked = "\(folder.path)/nothing"
    #expect(throws: DataError.self) { _ = try DataSetPreparer(request).run { _ in } }
    #expect(try DataManifest.read(in: request.destination) == first)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/data").count == 1)
  }

  /// The new set can't be moved to its place, as on a disk that fails.
  @Test func theEarlierSetComesBackWhereTheNewOneFails() throws {
    let folder = try PictureFolder()
    let request = try request(folder)
    let first = try DataSetPreparer(request).run { _ in }
    try FileWork.create("\(folder.path)/work")
    let error = #expect(throws: DataError.self) {
      try FileWork.replace(
        request.destination,
        by: "\(folder.path)/work/missing",
        movingEarlierTo: "\(folder.path)/work/earlier"
      )
    }
    #expect(error?.message.contains("errno 2") == true)
    #expect(try DataManifest.read(in: request.destination) == first)
  }

  /// Foundation's errors name no reason of the system's ("NSCocoaErrorDomain 512").
  @Test func aFolderThatCannotBeMadeHasAReason() throws {
    let folder = try PictureFolder()
    try folder.write("data", [65])
    let error = #expect(throws: DataError.self) {
      _ = try DataSetPreparer(self.request(folder)).run { _ in }
    }
    #expect(error?.message.contains("Not a directory (errno 20)") == true)
  }

  @Test func foldersOfOthersAreNeverReplaced() throws {
    let folder = try PictureFolder()
    var request = try request(folder)
    request.isForced = true
    try folder.write("data/gemojione-16/diary.txt", [65])
    let error = #expect(throws: DataError.self) { _ = try DataSetPreparer(request).run { _ in } }
    #expect(error?.message.contains("--to") == true)
    #expect(FileManager.default.fileExists(atPath: "\(request.destination)/diary.txt"))
  }
}

@Suite struct DataSetLocatorTests {
  @Test func theOrderIsThatOfTheHelp() {
    let locator = DataSetLocator(
      environment: ["SADDLE_DATA": "/a", "HOME": "/h", "SADDLE_ENGINE": "/e"],
      programPath: nil
    )
    #expect(
      locator.roots == [
        "/a", "/h/.cache/saddle/data", "/e/system/usr/share/datasets", "/usr/share/datasets",
      ]
    )
    #expect(locator.defaultRoot == "/a")
  }

  @Test func aMissingSetSaysHowToPrepareIt() throws {
    let locator = DataSetLocator(roots: ["/nowhere"], defaultRoot: "/nowhere")
    let emoji = try DataSetCatalog.info(named: "emoji")
    let error = #expect(throws: DataError.self) { _ = try locator.require(emoji, size: 64) }
    #expect(error?.message.contains("run: saddle data prepare emoji --size 64") == true)
    let clothes = try DataSetCatalog.info(named: "fashion-mnist")
    let other = #expect(throws: DataError.self) { _ = try locator.require(clothes, size: 28) }
    #expect(other?.message.contains("run: saddle data prepare fashion-mnist") == true)
  }

  @Test func anUnknownNameListsTheKnownOnes() {
    let error = #expect(throws: DataError.self) { _ = try DataSetCatalog.info(named: "cifar") }
    #expect(error?.message.contains("gemojione") == true)
  }

  @Test func fashionMNISTIsReadFromTheEngine() throws {
    let locator = DataSetLocator()
    let info = try DataSetCatalog.info(named: "fashion-mnist")
    guard locator.find(info, size: 28) != nil else {
      print("skipped: Fashion-MNIST is not here (make engine fetches it)")
      return
    }
    var section = DataConfiguration()
    section.source = .fashionMNIST
    let source = try section.makeSource(seed: 3, locator: locator)
    #expect(source.exampleCount == 60_000)
    #expect(source.exampleShape == [1, 28, 28])
    let batch = try source.nextBatch(size: 64)
    #expect(batch.shape == [64, 1, 28, 28])
    #expect(batch.values.allSatisfy { (-1...1).contains($0) })
    #expect(try source.heldOutBatch(size: 1_000)?.count == 1_000)
  }
}

@Suite struct DataConfigurationSourceTests {
  @Test func anIDXFileIsOpenedWithLabelsAndAHeldOutShare() throws {
    let folder = try PictureFolder()
    let pixels = (0..<40).flatMap { [UInt8](repeating: UInt8($0), count: 4) }
    try folder.write("i.gz", Gzip.pack(IDXFileTests.idx([40, 2, 2], content: pixels)))
    try folder.write("l", IDXFileTests.idx([40], content: (0..<40).map { UInt8($0 % 4) }))
    var section = DataConfiguration()
    section.source = .idx
    section.path = "\(folder.path)/i.gz"
    section.labels = "\(folder.path)/l"
    section.heldOut = 0.25
    let source = try section.makeSource(seed: 1)
    #expect(source.exampleCount == 30 && source.classCount == 4)
    let training = try source.examples(from: 0, size: 30)
    let heldOut = try #require(try source.heldOutBatch(size: 99))
    #expect(Set(training.grayValues + heldOut.grayValues) == Set(0..<40))
    #expect(training.classLabels == training.grayValues.map { $0 % 4 })

    section.size = 4
    section.channels = 3
    #expect(try section.makeSource(seed: 1).exampleShape == [3, 4, 4])
    try folder.write("l", IDXFileTests.idx([39], content: [UInt8](repeating: 0, count: 39)))
    #expect(throws: DataError.self) { _ = try section.makeSource(seed: 1) }
  }

  @Test func anIDXFileOfFourDimensionsHoldsColors() throws {
    let folder = try PictureFolder()
    // Two pictures of one row and two places: red and green, blue and white.
    let content: [UInt8] = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]
    try folder.write("colors", IDXFileTests.idx([2, 1, 2, 3], content: content))
    var section = DataConfiguration()
    section.source = .idx
    section.path = "\(folder.path)/colors"
    section.heldOut = 0
    let source = try section.makeSource(seed: 1)
    #expect(source.exampleShape == [3, 1, 2])
    let batch = try source.examples(from: 0, size: 2)
    #expect(batch.values == [1, -1, -1, 1, -1, -1, -1, 1, -1, 1, 1, 1])
  }

  @Test func mixturesComeFromTheSection() throws {
    var section = DataConfiguration()
    section.source = .grid
    section.modes = 9
    let source = try section.makeSource(seed: 1)
    #expect(source.classCount == 9 && source.exampleShape == [2])
    section.modes = 8
    #expect(throws: DataError.self) { _ = try section.makeSource(seed: 1) }
  }
}
