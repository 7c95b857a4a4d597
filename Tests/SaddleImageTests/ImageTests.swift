// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleImage

@Suite struct ImageTests {
  @Test func sizesThatDoNotFitAreRefused() {
    for (width, height, channels, count) in [
      (2, 2, 3, 11), (0, 2, 3, 0), (2, 2, 2, 8), (Int.max, 2, 3, 6), (-1, -1, 1, 1),
    ] {
      let found = code { () throws(ImageError) in
        let pixels = [UInt8](repeating: 0, count: count)
        _ = try Image(width: width, height: height, channels: channels, pixels: pixels)
      }
      #expect(found == .invalidArgument)
    }
  }

  @Test func planesAndBackIsTheSamePicture() throws {
    let image = try PictureBytes.image()
    let planes = image.planes
    #expect(planes[0] == Float(image[0, 0, 0]) / 127.5 - 1)
    #expect(planes[63] == Float(image[0, 0, 1]) / 127.5 - 1)
    #expect(try Image(planes: planes, channels: 3, height: 7, width: 9) == image)
  }

  @Test func everyByteSurvivesThePlanes() throws {
    let image = try Image(width: 256, height: 1, channels: 1, pixels: Array(0...255))
    #expect(try Image(planes: image.planes, channels: 1, height: 1, width: 256) == image)
  }

  @Test func numbersThatAreNoneAreReported() {
    let found = code { () throws(ImageError) in
      _ = try Image(planes: [0, .nan, .infinity, 0], channels: 1, height: 2, width: 2)
    }
    #expect(found == .invalidArgument)
  }

  @Test func valuesBeyondTheRangeAreCutOff() throws {
    let image = try Image(planes: [-9, 9] as [Float], channels: 1, height: 1, width: 2)
    #expect(image.pixels == [0, 255])
  }

  @Test func turningByEachOrientationMovesTheCorners() throws {
    // 2 x 1: left 10, right 20.
    let image = try Image(width: 2, height: 1, channels: 1, pixels: [10, 20])
    let expected: [Int: ([Int], [UInt8])] = [
      1: ([2, 1], [10, 20]), 2: ([2, 1], [20, 10]), 3: ([2, 1], [20, 10]), 4: ([2, 1], [10, 20]),
      5: ([1, 2], [10, 20]), 6: ([1, 2], [10, 20]), 7: ([1, 2], [20, 10]), 8: ([1, 2], [20, 10]),
    ]
    for (orientation, (size, pixels)) in expected {
      let turned = image.oriented(orientation)
      #expect([turned.width, turned.height] == size)
      #expect(turned.pixels == pixels, "orientation \(orientation)")
    }
  }

  @Test func aMirrorTwiceIsNone() throws {
    let image = try PictureBytes.image()
    #expect(image.mirrored() != image)
    #expect(image.mirrored().mirrored() == image)
    #expect(image.oriented(6).oriented(8) == image)
    #expect(image.oriented(5).oriented(5) == image)
    #expect(image.oriented(7).oriented(7) == image)
  }

  @Test func grayIsWeighted() {
    #expect(Color(red: 255, green: 0, blue: 0).luma == 76)
    #expect(Color(red: 0, green: 255, blue: 0).luma == 150)
    #expect(Color(red: 0, green: 0, blue: 255).luma == 29)
    #expect(Color.white.luma == 255)
  }

  @Test func colorsAreReadAsWritten() {
    #expect(Color("white") == .white)
    #expect(Color("#FF0080") == Color(red: 255, green: 0, blue: 128))
    #expect(Color("#ff0080")?.description == "#ff0080")
    for text in ["", "#12345", "#1234567", "#gggggg", "mauve", "#+12345"] {
      #expect(Color(text) == nil, "\(text)")
    }
  }
}

@Suite struct ImageResizeTests {
  @Test(arguments: Image.Filter.allCases) func aFlatPictureStaysFlat(filter: Image.Filter) throws {
    let flat = try Image(
      width: 13,
      height: 11,
      channels: 3,
      filledWith: Color("#0a80ff") ?? .white
    )
    for (width, height) in [(5, 4), (13, 3), (40, 29), (1, 1)] {
      let scaled = try flat.resized(width: width, height: height, filter: filter)
      #expect(Set(scaled.pixels) == [10, 128, 255])
      #expect(scaled.width == width && scaled.height == height)
    }
  }

  @Test func areaIsTheMeanOfWholeBlocks() throws {
    let image = try Image(
      width: 4,
      height: 2,
      channels: 1,
      pixels: [0, 10, 100, 200, 20, 30, 0, 100]
    )
    #expect(try image.resized(width: 2, height: 1, filter: .area).pixels == [15, 100])
  }

  @Test func enlargingByAreaRepeatsPixels() throws {
    let image = try Image(width: 2, height: 1, channels: 1, pixels: [1, 9])
    let big = try image.resized(width: 6, height: 2, filter: .area)
    #expect(big.pixels == [1, 1, 1, 9, 9, 9, 1, 1, 1, 9, 9, 9])
  }

  // Pillow 13.0.0: `Image.resize((3, 1), f)` and `((10, 1), f)` of the row below. It rounds to bytes
  // between its passes and computes in fixed point, hence the tolerance of 1.
  @Test(
    arguments: [
      (Image.Filter.area, [25, 183, 143], [0, 50, 50, 100, 200, 200, 250, 255, 255, 30]),
      (.bilinear, [43, 183, 174], [0, 27, 63, 98, 165, 217, 250, 254, 154, 30]),
      (.bicubic, [34, 193, 174], [0, 23, 61, 96, 167, 223, 252, 255, 150, 16]),
      (.lanczos, [25, 201, 175], [0, 23, 62, 96, 166, 223, 253, 255, 144, 11]),
    ] as [(Image.Filter, [Int], [Int])]
  )
  func agreesWithPillow(filter: Image.Filter, smaller: [Int], larger: [Int]) throws {
    let row = try Image(width: 7, height: 1, channels: 1, pixels: [0, 50, 100, 200, 250, 255, 30])
    for expected in [smaller, larger] {
      let scaled = try row.resized(width: expected.count, height: 1, filter: filter).pixels
      #expect(zip(scaled, expected).allSatisfy { abs(Int($0) - $1) <= 1 }, "\(scaled)")
    }
  }

  @Test func coverCutsTheMiddleAndContainKeepsAll() throws {
    // White in the middle third, black beside it.
    let wide = try Image(
      width: 30,
      height: 10,
      channels: 1,
      pixels: (0..<300).map { (10..<20).contains($0 % 30) ? 255 : 0 }
    )
    let cover = try wide.fitted(width: 5, height: 5, fit: .cover, filter: .area)
    #expect(Set(cover.pixels) == [255])
    let contain = try wide.fitted(width: 30, height: 30, fit: .contain, background: .gray)
    #expect(contain[15, 0] == 128 && contain[15, 15] == 255 && contain[2, 15] == 0)
    let stretch = try wide.fitted(width: 3, height: 1, fit: .stretch, filter: .area)
    #expect(stretch.pixels == [0, 255, 0])
  }
}

@Suite struct ImageGridTests {
  @Test func cellsStandInRowsWithPadding() throws {
    let cells = try (1...3).map { value in
      try Image(width: 2, height: 1, channels: 1, pixels: [UInt8(value), UInt8(value)])
    }
    let grid = try ImageGrid(columns: 2, padding: 1, background: .black).compose(cells)
    #expect(grid.width == 7 && grid.height == 5)
    #expect(
      grid.pixels == [
        0, 0, 0, 0, 0, 0, 0,
        0, 1, 1, 0, 2, 2, 0,
        0, 0, 0, 0, 0, 0, 0,
        0, 3, 3, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0,
      ]
    )
  }

  @Test func oneColorPictureMakesTheGridColor() throws {
    let grid = try ImageGrid(padding: 0, scale: 3).compose([
      PictureBytes.image(2, 2, channels: 1), PictureBytes.image(2, 2, channels: 3),
    ])
    #expect(grid.channels == 3 && grid.width == 12 && grid.height == 6)
  }

  @Test func noPictureIsAnError() {
    #expect(code { () throws(ImageError) in _ = try ImageGrid().compose([]) } == .invalidArgument)
  }
}
