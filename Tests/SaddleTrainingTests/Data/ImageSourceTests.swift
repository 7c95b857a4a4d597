// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleImage
import SaddleTesting
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// A folder of small pictures made for one test.
struct PictureFolder: ~Copyable {
  let url: URL
  var path: String { url.path }

  init() throws {
    url = TemporaryFolder.root
      .appendingPathComponent("saddle-folder-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a flat picture whose gray value tells which one it is.
  func add(_ name: String, value: Int, side: Int = 4) throws {
    let color = Color(red: UInt8(value), green: UInt8(value), blue: UInt8(value))
    let image = try Image(width: side, height: side, channels: 3, filledWith: color)
    try write(name, image.encodePNG())
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(bytes).write(to: file)
  }

  /// Options for pictures of 4 x 4 with nothing held out.
  static func options(workers: Int = 1, cacheBytes: Int = 1 << 20) -> ImageFolder.Options {
    var options = ImageFolder.Options()
    options.size = 4
    options.workers = workers
    options.cacheBytes = cacheBytes
    options.heldOut = 0
    return options
  }
}

extension Batch {
  /// The gray value of each flat picture.
  var grayValues: [Int] {
    let size = exampleShape.reduce(1, *)
    return (0..<count).map { Int(((values[$0 * size] + 1) * 127.5).rounded()) }
  }
}

@Suite struct ImageSourceTests {
  private func stream(
    _ path: String,
    workers: Int,
    cacheBytes: Int,
    sizes: [Int]
  ) throws -> [Int] {
    let options = PictureFolder.options(workers: workers, cacheBytes: cacheBytes)
    let source = try ImageFolder(path: path, options: options).open(seed: 9)
    return try sizes.flatMap { try source.nextBatch(size: $0).grayValues }
  }

  @Test func theOrderDependsNeitherOnWorkersNorOnTheCache() throws {
    let folder = try PictureFolder()
    for index in 0..<23 { try folder.add("p\(index).png", value: index) }
    let sizes = [5, 5, 5, 20, 1, 30, 7]
    let expected = try stream(folder.path, workers: 0, cacheBytes: 1 << 20, sizes: sizes)
    for workers in 0...8 {
      #expect(try stream(folder.path, workers: workers, cacheBytes: 0, sizes: sizes) == expected)
    }
    #expect(try stream(folder.path, workers: 8, cacheBytes: 1 << 20, sizes: sizes) == expected)
  }

  @Test func everyEpochHoldsEveryPictureOnceInAnotherOrder() throws {
    let folder = try PictureFolder()
    for index in 0..<20 { try folder.add("p\(index).png", value: index) }
    let order = try stream(folder.path, workers: 1, cacheBytes: 1 << 20, sizes: [7, 7, 7, 19])
    let epochs = [Array(order[..<20]), Array(order[20...])]
    #expect(epochs[0].sorted() == Array(0..<20))
    #expect(epochs[1].sorted() == Array(0..<20))
    #expect(epochs[0] != epochs[1])
  }

  @Test(arguments: [0, 1 << 20]) func aStoredPositionGoesOnExactly(cacheBytes: Int) throws {
    let folder = try PictureFolder()
    for index in 0..<11 { try folder.add("p\(index).png", value: index) }
    var options = PictureFolder.options(workers: 2, cacheBytes: cacheBytes)
    options.mirrors = true
    let images = try ImageFolder(path: folder.path, options: options)
    let source = try images.open(seed: 4)
    for _ in 0..<3 { _ = try source.nextBatch(size: 6) }
    let stored = try JSONEncoder().encode(source.position)
    let expected = try (0..<4).map { _ in try source.nextBatch(size: 6) }
    let resumed = try images.open(seed: 99)
    _ = try resumed.nextBatch(size: 2)
    resumed.position = try JSONDecoder().decode(DataPosition.self, from: stored)
    #expect(try (0..<4).map { _ in try resumed.nextBatch(size: 6) } == expected)
    #expect(resumed.fingerprint == source.fingerprint)
  }

  @Test func mirroringTurnsAboutHalf() throws {
    let folder = try PictureFolder()
    let image = try Image(width: 2, height: 1, channels: 1, pixels: [0, 255])
    try folder.write("p.png", image.resized(width: 4, height: 4, filter: .area).encodePNG())
    var options = PictureFolder.options()
    options.mirrors = true
    options.channels = 1
    let source = try ImageFolder(path: folder.path, options: options).open(seed: 1)
    let batch = try source.nextBatch(size: 400)
    let turned = batch.grayValues.filter { $0 == 255 }.count
    // 200 expected, standard deviation 10.
    #expect(abs(turned - 200) < 50)
    for index in 0..<400 {
      let row = batch.values[(16 * index)..<(16 * index + 4)].map { Int($0) }
      #expect(row == [-1, -1, 1, 1] || row == [1, 1, -1, -1])
    }
  }

  @Test func aFileThatVanishesIsReplacedByTheNextAndReported() throws {
    let folder = try PictureFolder()
    for index in 0..<6 { try folder.add("p\(index).png", value: index) }
    let images = try ImageFolder(
      path: folder.path,
      options: PictureFolder.options(workers: 3, cacheBytes: 0)
    )
    try FileManager.default.removeItem(atPath: "\(folder.path)/p2.png")
    let source = try images.open(seed: 3)
    let values = try source.nextBatch(size: 6).grayValues
    #expect(values.sorted() == [0, 1, 3, 3, 4, 5])
    #expect(source.report.skipped.map(\.path) == ["\(folder.path)/p2.png"])
    #expect(source.report.filesRead == 5)
    _ = try source.nextBatch(size: 12)
    #expect(source.report.skipped.count == 1)
  }
}

@Suite struct ImageFolderTests {
  @Test func subFoldersAreClasses() throws {
    let folder = try PictureFolder()
    for index in 0..<4 { try folder.add("dogs/\(index).png", value: index) }
    for index in 4..<6 { try folder.add("cats/deep/\(index).png", value: index) }
    try folder.write("notes.txt", [1])
    try folder.write(".hidden.png", [1])
    let images = try ImageFolder(path: folder.path, options: PictureFolder.options())
    let source = try images.open(seed: 1)
    #expect(source.classNames == ["cats", "dogs"])
    let batch = try source.examples(from: 0, size: 6)
    #expect(batch.grayValues == [4, 5, 0, 1, 2, 3])
    #expect(batch.classLabels == [0, 0, 1, 1, 1, 1])
    #expect(source.report.notes.count == 1)
  }

  @Test func trainAndTestAreKeptApart() throws {
    let folder = try PictureFolder()
    for index in 0..<4 { try folder.add("train/a/\(index).png", value: index) }
    try folder.add("train/b/9.png", value: 9)
    try folder.add("test/b/7.png", value: 7)
    let source = try ImageFolder(path: folder.path, options: PictureFolder.options()).open(seed: 1)
    #expect(source.exampleCount == 5)
    #expect(try source.heldOutBatch(size: 10)?.grayValues == [7])
    #expect(try source.heldOutBatch(size: 10)?.classLabels == [1])
  }

  @Test func aShareIsHeldOutAndAddingAFileMovesFewOthers() throws {
    let folder = try PictureFolder()
    for index in 0..<40 { try folder.add("p\(index).png", value: index) }
    var options = PictureFolder.options()
    options.heldOut = 0.25
    func heldOut() throws -> Set<Int> {
      let source = try ImageFolder(path: folder.path, options: options).open(seed: 1)
      let held = Set(try #require(try source.heldOutBatch(size: 99)).grayValues)
      let training = Set(try source.examples(from: 0, size: 99).grayValues)
      #expect(held.isDisjoint(with: training))
      return held
    }
    let before = try heldOut()
    #expect(before.count == 10)
    try folder.add("new.png", value: 200)
    #expect(before.subtracting(try heldOut()).count <= 1)
  }

  @Test func everyBadFileIsNamedWithItsCause() throws {
    let folder = try PictureFolder()
    let whole = try Image(width: 8, height: 8, channels: 3, filledWith: .gray).encodePNG()
    for index in 0..<30 { try folder.add("good\(index).png", value: index) }
    try folder.write("a-empty.png", [])
    try folder.write("b-text.png", Array("not a picture".utf8))
    try folder.write("c-cut.png", Array(whole.dropLast(20)))
    try folder.write("d-cut.jpg", [0xff, 0xd8, 0xff, 0xe0])
    try folder.write("e-folder.png/inside.png", whole)
    let manager = FileManager.default
    #expect(mkfifo("\(folder.path)/f-pipe.png", 0o600) == 0)
    try manager.createSymbolicLink(
      atPath: "\(folder.path)/g-loop.png",
      withDestinationPath: "g-loop.png"
    )
    try manager.createSymbolicLink(
      atPath: "\(folder.path)/h-device.png",
      withDestinationPath: "/dev/zero"
    )
    try manager.createSymbolicLink(atPath: "\(folder.path)/i-circle", withDestinationPath: ".")
    try manager.createSymbolicLink(
      atPath: "\(folder.path)/j-dead.png",
      withDestinationPath: "nowhere"
    )
    var options = PictureFolder.options(workers: 2)
    options.badFileQuota = 0.5
    let source = try ImageFolder(path: folder.path, options: options).open(seed: 1)
    #expect(source.exampleCount == 30)
    #expect(source.report.filesFound == 39)
    #expect(source.report.filesRead == 30)
    let causes = Dictionary(
      uniqueKeysWithValues: source.report.skipped.map {
        ($0.path.dropFirst(folder.path.count + 1).prefix(1), $0.cause)
      }
    )
    #expect(causes.keys.sorted() == ["a", "b", "c", "d", "e", "f", "g", "h", "j"])
    let words = [
      "a": "empty", "b": "neither PNG nor JPEG", "c": "ends before", "e": "a folder",
      "f": "a pipe", "g": "symbolic links", "h": "a device", "j": "No such file",
    ]
    for (key, word) in words {
      #expect(causes[key[...]]?.contains(word) == true, "\(key): \(causes)")
    }
  }

  @Test func namesThatAreNotUTF8AreRead() throws {
    let folder = try PictureFolder()
    try folder.add("ok.png", value: 1)
    let name = FileName(bytes: Array(folder.path.utf8) + [0x2f, 0xff, 0xfe] + Array(".png".utf8))
    let source = "\(folder.path)/ok.png"
    let renamed = (name.bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer {
      link(source, $0.baseAddress!)
    }
    #expect(renamed == 0)
    let opened = try ImageFolder(path: folder.path, options: PictureFolder.options()).open(seed: 1)
    #expect(opened.exampleCount == 2)
    #expect(opened.report.skipped.isEmpty)
  }

  @Test func moreBadFilesThanTheQuotaStopTheSet() throws {
    let folder = try PictureFolder()
    for index in 0..<10 { try folder.add("good\(index).png", value: index) }
    try folder.write("bad1.png", [1, 2, 3])
    let images = try ImageFolder(path: folder.path, options: PictureFolder.options())
    #expect(try images.open(seed: 1).exampleCount == 10)
    try folder.write("bad2.png", [])
    let error = #expect(throws: DataError.self) {
      _ = try ImageFolder(path: folder.path, options: PictureFolder.options()).open(seed: 1)
    }
    #expect(error?.code == .tooManyBadFiles)
    #expect(error?.message.contains("bad1.png") == true)
    #expect(error?.message.contains("badFileQuota") == true)
  }

  @Test func anEmptyOrMissingFolderIsAnError() throws {
    let folder = try PictureFolder()
    #expect(throws: DataError.self) { _ = try ImageFolder(path: folder.path) }
    #expect(throws: DataError.self) { _ = try ImageFolder(path: "\(folder.path)/none") }
  }
}
