// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct FontReaderTests {
  static func u16(_ values: Int...) -> [UInt8] {
    values.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
  }

  static func u32(_ values: Int...) -> [UInt8] {
    values.flatMap { u16($0 >> 16, $0) }
  }

  /// A font of four glyphs: 1 and 2 with characters, 3 made of both, 4 unnamed.
  static func font(pngs: [[UInt8]], imageFormat: Int = 17) -> [UInt8] {
    let groups = u32(0x1F44D, 0x1F44D, 1) + u32(0x1F3FB, 0x1F3FB, 2)
    let cmap = u16(0, 1, 3, 10) + u32(12) + u16(12, 0) + u32(16 + 24, 0, 2) + groups

    var data: [UInt8] = u32(0x0003_0000)
    var offsets: [Int] = []
    for png in pngs {
      offsets.append(data.count - 4)
      let metrics = [17: 5, 18: 8, 19: 0][imageFormat] ?? 0
      data += [UInt8](repeating: 1, count: metrics) + u32(png.count) + png
    }
    offsets.append(data.count - 4)
    let subtable = u16(1, imageFormat) + u32(4) + offsets.flatMap { u32($0) }
    let list = u16(1, pngs.count) + u32(8) + subtable
    let strike =
      u32(56, list.count, 1, 0) + [UInt8](repeating: 0, count: 24) + u16(1, pngs.count)
      + [109, 109, 32, 1]
    let cblc = u32(0x0003_0000, 1) + strike + list

    let ligature = u16(3, 2, 2)
    let set = u16(1, 4) + ligature
    let coverage = u16(1, 1, 1)
    let subtableGSUB = u16(1, 8, 1, 14) + coverage + set
    let lookup = u16(4, 0, 1, 8) + subtableGSUB
    let gsub = u16(1, 0, 0, 0, 10) + u16(1, 4) + lookup

    let tables = [("CBDT", data), ("CBLC", cblc), ("GSUB", gsub), ("cmap", cmap)]
    var directory = u32(0x0001_0000) + u16(tables.count, 0, 0, 0)
    var body: [UInt8] = []
    let start = 12 + 16 * tables.count
    for (tag, table) in tables {
      directory += Array(tag.utf8) + u32(0, start + body.count, table.count)
      body += table
    }
    return directory + body
  }

  @Test(arguments: [17, 18, 19]) func picturesAndTheirCodePointsAreFound(format: Int) throws {
    let pngs: [[UInt8]] = [[10], [20, 21], [30, 31, 32], [40]]
    let font = try FontReader(Self.font(pngs: pngs, imageFormat: format))
    #expect(font.glyphs.map(\.number) == [1, 2, 3, 4])
    #expect(font.glyphs.map { font.png(of: $0) } == pngs)
    #expect(font.glyphs.map(\.codePoints) == [[0x1F44D], [0x1F3FB], [0x1F44D, 0x1F3FB], []])
  }

  @Test func aFontWithoutBitmapsIsNamed() {
    let error = #expect(throws: DataError.self) {
      _ = try FontReader(Self.u32(0x0001_0000) + Self.u16(0, 0, 0, 0))
    }
    #expect(error?.message.contains("cmap") == true)
  }

  /// A coverage of 60,000 ranges of all glyphs: 31 GB from a file of 360 kB.
  @Test func aSmallFontCannotClaimAnyNumberOfGlyphs() throws {
    let ranges = (0..<60_000).flatMap { _ in Self.u16(0, 0xffff, 0) }
    let subtable = Self.u16(1, 6, 0) + Self.u16(2, 60_000) + ranges
    let gsub = Self.u16(1, 0, 0, 0, 10) + Self.u16(1, 4) + Self.u16(4, 0, 1, 8) + subtable
    let cmap = Self.u16(0, 0)
    var directory = Self.u32(0x0001_0000) + Self.u16(2, 0, 0, 0)
    directory += Array("GSUB".utf8) + Self.u32(0, 44, gsub.count)
    directory += Array("cmap".utf8) + Self.u32(0, 44 + gsub.count, cmap.count)
    let error = #expect(throws: DataError.self) { _ = try FontReader(directory + gsub + cmap) }
    #expect(error?.message.contains("without end") == true)
  }

  /// Half a million characters from one group of 12 bytes: found by fuzzing.
  @Test func aGroupOfMoreGlyphsThanThereAreIsRefused() {
    let groups = Self.u32(0x1F3FB, 0x9F3FB, 2)
    let cmap = Self.u16(0, 1, 3, 10) + Self.u32(12) + Self.u16(12, 0) + Self.u32(28, 0, 1) + groups
    let directory =
      Self.u32(0x0001_0000) + Self.u16(1, 0, 0, 0) + Array("cmap".utf8)
      + Self.u32(0, 28, cmap.count)
    let error = #expect(throws: DataError.self) { _ = try FontReader(directory + cmap) }
    #expect(error?.message.contains("makes no sense") == true)
  }

  @Test func cutAndMutatedFontsNeverCrash() {
    let whole = Self.font(pngs: [[10], [20], [30], [40]])
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
