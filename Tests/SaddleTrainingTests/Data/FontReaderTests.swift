// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleData
@testable import SaddleDataSamples
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct FontReaderTests {
  private let u16 = FontSamples.u16
  private let u32 = FontSamples.u32

  @Test(arguments: [17, 18, 19]) func picturesAndTheirCodePointsAreFound(format: Int) throws {
    let pngs: [[UInt8]] = [[10], [20, 21], [30, 31, 32], [40]]
    let font = try FontReader(FontSamples.font(pngs: pngs, imageFormat: format))
    #expect(font.glyphs.map(\.number) == [1, 2, 3, 4])
    #expect(font.glyphs.map { font.png(of: $0) } == pngs)
    #expect(font.glyphs.map(\.codePoints) == [[0x1F44D], [0x1F3FB], [0x1F44D, 0x1F3FB], []])
  }

  @Test func aFontWithoutBitmapsIsNamed() {
    let error = #expect(throws: DataError.self) {
      _ = try FontReader(u32(0x0001_0000) + u16(0, 0, 0, 0))
    }
    #expect(error?.message.contains("cmap") == true)
  }

  /// A coverage of 60,000 ranges of all glyphs: 31 GB from a file of 360 kB.
  @Test func aSmallFontCannotClaimAnyNumberOfGlyphs() throws {
    let ranges = (0..<60_000).flatMap { _ in u16(0, 0xffff, 0) }
    let subtable = u16(1, 6, 0) + u16(2, 60_000) + ranges
    let gsub = u16(1, 0, 0, 0, 10) + u16(1, 4) + u16(4, 0, 1, 8) + subtable
    let cmap = u16(0, 0)
    var directory = u32(0x0001_0000) + u16(2, 0, 0, 0)
    directory += Array("GSUB".utf8) + u32(0, 44, gsub.count)
    directory += Array("cmap".utf8) + u32(0, 44 + gsub.count, cmap.count)
    let error = #expect(throws: DataError.self) { _ = try FontReader(directory + gsub + cmap) }
    #expect(error?.message.contains("without end") == true)
  }

  /// Half a million characters from one group of 12 bytes: found by fuzzing.
  @Test func aGroupOfMoreGlyphsThanThereAreIsRefused() {
    let groups = u32(0x1F3FB, 0x9F3FB, 2)
    let cmap = u16(0, 1, 3, 10) + u32(12) + u16(12, 0) + u32(28, 0, 1) + groups
    let directory =
      u32(0x0001_0000) + u16(1, 0, 0, 0) + Array("cmap".utf8)
      + u32(0, 28, cmap.count)
    let error = #expect(throws: DataError.self) { _ = try FontReader(directory + cmap) }
    #expect(error?.message.contains("makes no sense") == true)
  }

  @Test func cutAndMutatedFontsNeverCrash() {
    let whole = FontSamples.font(pngs: [[10], [20], [30], [40]])
    for length in whole.indices { _ = try? FontReader(Array(whole.prefix(length))) }
    var random = RandomStream(seed: 21)
    for _ in 0..<2_000 {
      var font = whole
      for _ in 0...random.below(3) { font[random.below(font.count)] = UInt8(random.below(256)) }
      guard let reader = try? FontReader(font) else { continue }
      for glyph in reader.glyphs { #expect(reader.png(of: glyph).count <= font.count) }
    }
  }
}

@Suite struct NearCopiesTests {
  @Test func variantsOfADrawingShareAKey() {
    let thumb = NearCopies.emojiKey([0x1F44D])
    #expect(NearCopies.emojiKey([0x1F44D, 0x1F3FF]) == thumb)
    #expect(NearCopies.emojiKey([0x1F44E]) != thumb)
    let runner = NearCopies.emojiKey([0x1F3C3])
    #expect(NearCopies.emojiKey([0x1F3C3, 0x1F3FB, 0x200D, 0x2640, 0xFE0F]) == runner)
    // Woman technologist, spelled forwards and backwards, and the same as a man.
    let worker = NearCopies.emojiKey([0x1F469, 0x200D, 0x1F4BB])
    #expect(NearCopies.emojiKey([0x1F4BB, 0x200D, 0x1F468, 0x1F3FD]) == worker)
    #expect(
      NearCopies.emojiKey([0x1F491, 0x1F3FE]) == NearCopies.emojiKey([0x1F9D1, 0x2764, 0x1F9D1])
    )
  }

  @Test func flagsAndLonelySignsStayThemselves() {
    #expect(NearCopies.emojiKey([0x1F1EE, 0x1F1EA]) != NearCopies.emojiKey([0x1F1EA, 0x1F1EE]))
    #expect(NearCopies.emojiKey([0x1F3FB]) != NearCopies.emojiKey([0x1F3FC]))
    #expect(NearCopies.emojiKey([0x2640]) == [0x2640])
  }

  @Test func groupsAreNeverParted() {
    let names = (0..<200).map { "drawing \($0 / 5)" }
    var groups = NearCopies(count: names.count)
    groups.join(sharing: names)
    let isTest = groups.testPart(names: names)
    #expect(isTest.count { $0 } == 20)
    for start in stride(from: 0, to: 200, by: 5) {
      #expect(Set(isTest[start..<(start + 5)]).count == 1)
    }
    #expect(groups.testPart(names: names) == isTest)
  }

  @Test func similarThumbnailsAreJoinedAndOthersNot() {
    var groups = NearCopies(count: 4)
    groups.join(similar: [[10, 10], [12, 12], [14, 14], [100, 100]], distance: 3)
    // 10 and 14 differ by more, and meet through 12.
    #expect(Set((0..<3).map { groups.group(of: $0) }).count == 1)
    #expect(groups.group(of: 3) != groups.group(of: 0))
  }
}
