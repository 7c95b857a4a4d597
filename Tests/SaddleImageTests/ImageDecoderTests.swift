// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleDataSamples
@testable import SaddleImage

@Suite struct ImageDecoderTests {
  @Test(arguments: [1, 3]) func pngComesBackByteForByte(channels: Int) throws {
    let image = try PictureBytes.image(channels: channels)
    let bytes = try image.encodePNG()
    #expect(try ImageDecoder.decode(bytes) == image)
    #expect(try image.encodePNG() == bytes)
  }

  @Test(arguments: [1, 3]) func jpegComesBackNearly(channels: Int) throws {
    let flat = try Image(
      width: 24,
      height: 16,
      channels: channels,
      filledWith: Color(red: 200, green: 90, blue: 30)
    )
    let back = try ImageDecoder.decode(flat.encodeJPEG(quality: 95))
    #expect(back.channels == channels)
    // One flat block: only the quantizer and the color conversion round, each by under 2.
    #expect(zip(back.pixels, flat.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 3 })
  }

  @Test func paletteWithTransparencyIsPutOnTheBackground() throws {
    // Entry 0 red and opaque, 1 green and half transparent, 2 blue and invisible.
    let bytes = PictureBytes.png(
      3,
      1,
      type: 3,
      before: PictureSamples.chunk("PLTE", [255, 0, 0, 0, 255, 0, 0, 0, 255])
        + PictureSamples.chunk("tRNS", [255, 128, 0]),
      lines: [0, 0, 1, 2]
    )
    let onWhite = try ImageDecoder.decode(bytes, background: .white)
    #expect(onWhite.pixels == [255, 0, 0, 127, 255, 127, 255, 255, 255])
    let onBlack = try ImageDecoder.decode(bytes, background: .black)
    #expect(onBlack.pixels == [255, 0, 0, 0, 128, 0, 0, 0, 0])
    let header = try ImageDecoder.inspect(bytes)
    #expect(header.isPalette && header.hasAlpha)
  }

  @Test func grayWithAlphaStaysGrayOnlyOnGray() throws {
    let bytes = try encodePNGPixels([10, 255, 10, 0], width: 2, height: 1, channels: 2)
    let onWhite = try ImageDecoder.decode(bytes, background: .white)
    #expect(onWhite.channels == 1)
    #expect(onWhite.pixels == [10, 255])
    let onRed = try ImageDecoder.decode(
      bytes,
      background: Color(red: 255, green: 0, blue: 0)
    )
    #expect(onRed.pixels == [10, 10, 10, 255, 0, 0])
  }

  @Test func keyColorIsTransparent() throws {
    let bytes = PictureBytes.png(
      2,
      1,
      type: 2,
      before: PictureSamples.chunk("tRNS", [0, 1, 0, 2, 0, 3]),
      lines: [0, 1, 2, 3, 9, 9, 9]
    )
    #expect(try ImageDecoder.decode(bytes).pixels == [255, 255, 255, 9, 9, 9])
  }

  @Test func interlacedSixteenBitIsScaledToEight() throws {
    // 2 x 2 in Adam7: pass 1 holds (0,0), pass 6 (1,0), pass 7 the second row.
    let lines: [UInt8] = [0, 0x80, 0x00, 0, 0xff, 0xff, 0, 0x00, 0x00, 0x40, 0x40]
    let bytes = PictureBytes.png(2, 2, depth: 16, type: 0, interlace: 1, lines: lines)
    let header = try ImageDecoder.inspect(bytes)
    #expect(header.bitDepth == 16 && header.isInterlaced)
    // value * 255 / 65535, rounded: 0x8000 -> 128 (127.5 rounds up), 0x4040 -> 64.
    #expect(try ImageDecoder.decode(bytes).pixels == [128, 255, 0, 64])
  }

  @Test(arguments: [UInt8(1), 2, 4]) func fewBitsAreSpreadOverTheRange(depth: UInt8) throws {
    let bytes = PictureBytes.png(
      8,
      1,
      depth: depth,
      type: 0,
      lines: [0] + [UInt8](repeating: 0xff, count: Int(depth))
    )
    #expect(try ImageDecoder.decode(bytes).pixels == [UInt8](repeating: 255, count: 8))
  }

  @Test(arguments: [false, true]) func cmykBecomesRGB(ycck: Bool) throws {
    // Adobe stores inks inverted, so 255 means none: white, black by K, pure cyan.
    for (stored, expected) in [
      ([255, 255, 255, 255], [255, 255, 255]), ([255, 255, 255, 0], [0, 0, 0]),
      ([0, 255, 255, 255], [0, 255, 255]),
    ] as [([UInt8], [Int])] {
      let pixels = Array((0..<256).map { _ in stored }.joined())
      let bytes = try encodeJPEGPixels(
        pixels,
        width: 16,
        height: 16,
        channels: 4,
        quality: 100,
        ycck: ycck
      )
      let image = try ImageDecoder.decode(bytes)
      #expect(try ImageDecoder.inspect(bytes).isCMYK)
      for channel in 0..<3 {
        #expect(abs(Int(image[8, 8, channel]) - expected[channel]) <= 3)
      }
    }
  }

  @Test func exifOrientationIsApplied() throws {
    // Left half black, right half white; turned by 6 (a quarter clockwise) black is on top.
    let half = try Image(
      width: 32,
      height: 16,
      channels: 1,
      pixels: (0..<512).map { $0 % 32 < 16 ? 0 : 255 }
    )
    let bytes = PictureBytes.oriented(try half.encodeJPEG(quality: 95), 6)
    #expect(try ImageDecoder.inspect(bytes).orientation == 6)
    let image = try ImageDecoder.decode(bytes)
    #expect(image.width == 16 && image.height == 32)
    #expect(image[8, 4] < 20 && image[8, 28] > 235)
  }

  @Test func animationGivesItsStillPicture() throws {
    let image = try PictureBytes.image()
    var bytes = try image.encodePNG()
    let control = PictureSamples.chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0])
    bytes.insert(contentsOf: control, at: 33)
    #expect(try ImageDecoder.inspect(bytes).isAnimated)
    #expect(try ImageDecoder.decode(bytes) == image)
  }

  @Test func progressiveJPEGEqualsBaseline() throws {
    let pixels = PictureBytes.gradient(40, 24, channels: 3)
    let files = try [false, true].map {
      try encodeJPEGPixels(pixels, width: 40, height: 24, channels: 3, progressive: $0)
    }
    #expect(try ImageDecoder.inspect(files[1]).isInterlaced)
    #expect(try ImageDecoder.decode(files[0]) == ImageDecoder.decode(files[1]))
  }
}
