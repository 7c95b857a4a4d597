// SPDX-License-Identifier: Apache-2.0

import SaddleImage
import Testing

@testable import SaddleData

/// Pairs of pictures: what goes in with what should come out.
@Suite struct ImagePairingTests {
  private func plain(_ value: UInt8) throws -> Image {
    try Image(width: 8, height: 8, channels: 3, pixels: .init(repeating: value, count: 192))
  }

  private func pair(_ left: UInt8, _ right: UInt8) throws -> [UInt8] {
    try EmojiPairsBuilder.beside(plain(left), plain(right)).encodePNG()
  }

  private func options(_ pairing: ImagePairing) -> ImageFolder.Options {
    var options = ImageFolder.Options()
    options.size = 8
    options.heldOut = 0
    options.pairing = pairing
    return options
  }

  /// The first numbers of both halves of each example, as bytes.
  private func halves(_ source: ImageSource, count: Int) throws -> [[Int]] {
    let batch = try source.examples(from: 0, size: count)
    #expect(batch.exampleShape == [6, 8, 8])
    return (0..<count).map { number in
      [0, 3 * 64].map { Int(((batch.values[number * 6 * 64 + $0] + 1) * 127.5).rounded()) }
    }
  }

  @Test(arguments: [
    (ImagePairing.sideBySide, [10, 200]), (.sideBySideReversed, [200, 10]),
  ])
  func aFileIsTwoPicturesSideBySide(pairing: ImagePairing, expected: [Int]) throws {
    let folder = try PictureFolder()
    try folder.write("pairs/a.png", pair(10, 200))
    let source = try ImageFolder(path: "\(folder.path)/pairs", options: options(pairing))
      .open(seed: 1)
    #expect(try halves(source, count: 1) == [expected])
  }

  @Test func aTargetHasItsInputsNameInAnotherFolder() throws {
    let folder = try PictureFolder()
    for (name, value) in [("a", UInt8(20)), ("b", 40)] {
      try folder.write("in/train/\(name).png", plain(value).encodePNG())
      try folder.write("out/train/\(name).png", plain(value + 1).encodePNG())
    }
    let source = try ImageFolder(
      path: "\(folder.path)/in",
      options: options(.targets(in: "\(folder.path)/out"))
    ).open(seed: 1)
    #expect(try halves(source, count: 2) == [[20, 21], [40, 41]])
  }

  /// Statistics of real pictures are kept by it, and the targets are what they are of.
  @Test func aTargetOfAnotherSizeChangesTheFingerprint() throws {
    let folder = try PictureFolder()
    for name in ["a", "b"] {
      try folder.write("in/\(name).png", plain(20).encodePNG())
      try folder.write("out/\(name).png", plain(30).encodePNG())
    }
    var options = options(.targets(in: "\(folder.path)/out"))
    options.cacheBytes = 0
    func fingerprint() throws -> String {
      try ImageFolder(path: "\(folder.path)/in", options: options).open(seed: 1).fingerprint
    }
    let before = try fingerprint()
    #expect(try fingerprint() == before)
    let noise = (0..<192).map { UInt8(truncatingIfNeeded: $0 * 37) }
    try folder.write(
      "out/b.png",
      Image(width: 8, height: 8, channels: 3, pixels: noise).encodePNG()
    )
    #expect(try fingerprint() != before)
  }

  @Test func anInputWithoutTargetAndAnOddWidthAreNamed() throws {
    let folder = try PictureFolder()
    try folder.write("in/a.png", plain(1).encodePNG())
    try folder.write("in/b.png", plain(2).encodePNG())
    try folder.write("out/a.png", plain(3).encodePNG())
    let some = try ImageFolder(
      path: "\(folder.path)/in",
      options: options(.targets(in: "\(folder.path)/out"))
    ).open(seed: 1)
    #expect(some.report.skipped.map(\.path) == ["\(folder.path)/out/b.png"])
    let odd = try Image(width: 7, height: 8, channels: 3, pixels: .init(repeating: 0, count: 168))
    try folder.write("odd/a.png", odd.encodePNG())
    try folder.write("odd/b.png", pair(1, 2))
    let even = try ImageFolder(path: "\(folder.path)/odd", options: options(.sideBySide))
      .open(seed: 1)
    #expect(even.report.skipped.map(\.cause).first?.contains("7 pixels wide") == true)
  }

  @Test func theOtherDirectionTakesTheOtherFoldersFileForTheInput() throws {
    let folder = try PictureFolder()
    try folder.write("in/a.png", plain(20).encodePNG())
    try folder.write("out/a.png", plain(21).encodePNG())
    let source = try ImageFolder(
      path: "\(folder.path)/in",
      options: options(.targets(in: "\(folder.path)/out", isReversed: true))
    ).open(seed: 1)
    #expect(try halves(source, count: 1) == [[21, 20]])
  }

  /// A wide target can't belong to a square input, whatever both are scaled to.
  @Test func picturesOfTwoShapesAreNamedAndOfTwoSizesAreScaled() throws {
    let folder = try PictureFolder()
    for name in ["a", "b", "c"] { try folder.write("in/\(name).png", plain(1).encodePNG()) }
    let wide = try Image(width: 16, height: 8, channels: 3, pixels: .init(repeating: 9, count: 384))
    let large = try Image(
      width: 16,
      height: 16,
      channels: 3,
      pixels: .init(repeating: 9, count: 768)
    )
    try folder.write("out/a.png", wide.encodePNG())
    try folder.write("out/b.png", large.encodePNG())
    try folder.write("out/c.png", plain(9).encodePNG())
    try folder.write("out/alone.png", plain(9).encodePNG())
    let source = try ImageFolder(
      path: "\(folder.path)/in",
      options: options(.targets(in: "\(folder.path)/out"))
    ).open(seed: 1)
    #expect(source.report.skipped.map(\.path) == ["\(folder.path)/out/a.png"])
    #expect(source.report.skipped.first?.cause.contains("16x8") == true)
    #expect(try halves(source, count: 2) == [[1, 9], [1, 9]])
    #expect(source.report.notes.contains { $0.hasPrefix("1 targets without an input") })
  }

  @Test func aFolderOfTargetsThatIsNotThereIsNamed() throws {
    let folder = try PictureFolder()
    try folder.write("in/a.png", plain(1).encodePNG())
    let error = #expect(throws: DataError.self) {
      _ = try ImageFolder(
        path: "\(folder.path)/in",
        options: options(.targets(in: "\(folder.path)/nowhere"))
      )
    }
    #expect(error?.code == .notFound)
    #expect(error?.message.contains("paired.targets") == true)
  }

  /// More inputs without a partner than the quota allows end it, with the files' names.
  @Test func manyInputsWithoutATargetEndIt() throws {
    let folder = try PictureFolder()
    for name in ["a", "b", "c"] { try folder.write("in/\(name).png", plain(1).encodePNG()) }
    try folder.write("out/a.png", plain(3).encodePNG())
    let error = #expect(throws: DataError.self) {
      _ = try ImageFolder(
        path: "\(folder.path)/in",
        options: options(.targets(in: "\(folder.path)/out"))
      ).open(seed: 1)
    }
    #expect(error?.code == .tooManyBadFiles)
    #expect(error?.message.contains("out/b.png") == true)
  }

  @Test func bothPicturesAreMirroredTogether() throws {
    let folder = try PictureFolder()
    let ramp = (0..<64).flatMap { [UInt8](repeating: UInt8($0 % 8 * 30), count: 3) }
    let image = try Image(width: 8, height: 8, channels: 3, pixels: ramp)
    try folder.write("a.png", EmojiPairsBuilder.beside(image, image).encodePNG())
    var mirroring = options(.sideBySide)
    mirroring.mirrors = true
    let source = try ImageFolder(path: folder.path, options: mirroring).open(seed: 1)
    var firsts: Set<Float> = []
    for _ in 0..<16 {
      let batch = try source.nextBatch(size: 1)
      #expect(batch.values[..<192].elementsEqual(batch.values[192...]))
      firsts.insert(batch.values[0])
    }
    #expect(firsts.count == 2)
  }

  @Test func drawingsOfOneEmojiHaveOneName() {
    #expect(EmojiPairsBuilder.plain("u2764_fe0f") == EmojiPairsBuilder.plain("u2764"))
    #expect(EmojiPairsBuilder.plain("u1f44d_1f3fb") != EmojiPairsBuilder.plain("u1f44d"))
  }
}
