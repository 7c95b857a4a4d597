// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleDataSamples
@testable import SaddleImage

@Suite struct BadImageTests {
  @Test func everyPrefixOfAPNGIsTruncated() throws {
    let bytes = try PictureBytes.image().encodePNG()
    for length in 8..<bytes.count {
      #expect(
        code { () throws(ImageError) in _ = try ImageDecoder.decode(Array(bytes.prefix(length))) }
          == .truncated
      )
    }
  }

  @Test(arguments: [false, true]) func everyPrefixOfAJPEGIsRefused(progressive: Bool) throws {
    let pixels = PictureBytes.gradient(40, 24, channels: 3)
    let bytes = try encodeJPEGPixels(
      pixels,
      width: 40,
      height: 24,
      channels: 3,
      progressive: progressive
    )
    for length in 3..<bytes.count {
      let found = code { () throws(ImageError) in
        _ = try ImageDecoder.decode(Array(bytes.prefix(length)))
      }
      #expect(found == .truncated || found == .damaged, "\(length) of \(bytes.count) bytes")
    }
  }

  @Test func wrongChecksumIsDamage() throws {
    var bytes = try PictureBytes.image().encodePNG()
    bytes[bytes.count - 17] ^= 1
    #expect(code { () throws(ImageError) in _ = try ImageDecoder.decode(bytes) } == .damaged)
  }

  @Test func aBombIsStoppedBeforeAllocation() throws {
    // 30,000 x 30,000 in one color, with as much data as such a file needs at least.
    let side = PictureSamples.bigEndian(30_000)
    let bytes =
      PictureSamples.signature + PictureSamples.chunk("IHDR", side + side + [8, 0, 0, 0, 0])
      + PictureSamples.chunk("IDAT", [UInt8](repeating: 0, count: 900_000))
    #expect(code { () throws(ImageError) in _ = try ImageDecoder.decode(bytes) } == .tooLarge)
  }

  @Test func aSizeThatTheFileCannotHoldIsNamed() throws {
    let side = PictureSamples.bigEndian(7_000)
    let bytes =
      PictureSamples.signature + PictureSamples.chunk("IHDR", side + side + [8, 2, 0, 0, 0])
      + PictureSamples.chunk("IDAT", [0x78, 0x01])
    #expect(code { () throws(ImageError) in _ = try ImageDecoder.inspect(bytes) } == .truncated)
  }

  @Test func largestSidesAreRefused() {
    for side in [0, 0x7fff_ffff, 0xffff_ffff] {
      let header =
        PictureSamples.bigEndian(side) + PictureSamples.bigEndian(side) + [8, 0, 0, 0, 0]
      let bytes = PictureSamples.signature + PictureSamples.chunk("IHDR", header)
      #expect(code { () throws(ImageError) in _ = try ImageDecoder.decode(bytes) } != nil)
    }
  }

  @Test(arguments: ["zTXt", "iCCP", "iTXt", "tEXt"])
  func textAndProfilesAreNeverUnpacked(type: String) throws {
    // A stored stream of 20 MB of zeros would cost that much if it were read.
    let packed = try Gzip.pack([UInt8](repeating: 0, count: 20_000_000))
    let body = Array("name\0\0".utf8) + packed
    let image = try PictureBytes.image()
    var bytes = try image.encodePNG()
    bytes.insert(contentsOf: PictureSamples.chunk(type, body), at: 33)
    #expect(try ImageDecoder.decode(bytes) == image)
  }

  @Test func otherFilesAreUnrecognized() {
    for text in ["", "GIF89a", "just text", "BM", "\0"] {
      #expect(
        code { () throws(ImageError) in _ = try ImageDecoder.decode(Array(text.utf8)) }
          == .unrecognized
      )
    }
  }

  @Test func aPaletteIndexBeyondThePaletteDoesNotCrash() throws {
    let bytes = PictureBytes.png(
      2,
      1,
      type: 3,
      before: PictureSamples.chunk("PLTE", [1, 2, 3]),
      lines: [0, 0, 255]
    )
    _ = try? ImageDecoder.decode(bytes)
  }

  @Test func whatIsNoFileIsNamedAndNeverBlocks() throws {
    let folder = try PictureBytes.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let pipe = folder.appendingPathComponent("pipe.png").path
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(code { () throws(ImageError) in _ = try ImageDecoder.decode(path: pipe) } == .notAFile)
    #expect(
      code { () throws(ImageError) in _ = try ImageDecoder.decode(path: folder.path) } == .notAFile
    )
    #expect(
      code { () throws(ImageError) in _ = try ImageDecoder.decode(path: "/dev/zero") } == .notAFile
    )
    #expect(
      code { () throws(ImageError) in _ = try ImageDecoder.decode(path: "\(folder.path)/none.png") }
        == .unreadable
    )
  }

  @Test func mutatedFilesNeverCrash() throws {
    let seed = ProcessInfo.processInfo.environment["SADDLE_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    var state = seed
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let image = try PictureBytes.image(16, 16)
    let pixels = image.pixels
    let originals = [
      try image.encodePNG(),
      PictureBytes.png(
        2,
        2,
        depth: 16,
        type: 0,
        interlace: 1,
        lines: [0, 1, 2, 0, 3, 4, 0, 5, 6, 7, 8]
      ),
      try image.encodeJPEG(),
      try encodeJPEGPixels(pixels, width: 16, height: 16, channels: 3, progressive: true),
      PictureBytes.oriented(try image.encodeJPEG(), 8),
    ]
    let limits = ImageLimits(maximumPixels: 1_000_000)
    let end = ContinuousClock.now + .seconds(2)
    var (whole, refused) = (0, 0)
    while ContinuousClock.now < end || whole + refused < 100 {
      var bytes = originals[random(originals.count)]
      for _ in 0...random(4) {
        switch random(4) {
        case 0: bytes[random(bytes.count)] = UInt8(random(256))
        case 1: bytes[random(bytes.count)] ^= 1 << UInt8(random(8))
        case 2: bytes.removeLast(min(bytes.count - 1, random(40)))
        default:
          let place = random(bytes.count)
          bytes.insert(contentsOf: bytes[place...].prefix(random(20)), at: place)
        }
      }
      if code({ () throws(ImageError) in _ = try ImageDecoder.decode(bytes, limits: limits) })
        == nil
      {
        whole += 1
      } else {
        refused += 1
      }
    }
    #expect(refused > 0, "seed \(seed)")
  }
}
