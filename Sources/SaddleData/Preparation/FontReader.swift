// SPDX-License-Identifier: Apache-2.0

/// A font with color bitmaps: its pictures and the code points that lead to them.
///
/// Reads what an emoji font needs of OpenType 1.9: `cmap` formats 4 and 12, `CBLC` index formats 1 to
/// 5, `CBDT` image formats 17 to 19, and `GSUB` ligatures, by which a sequence (a drawing with a
/// skin tone, a flag) becomes one glyph. Everything is checked against the file's end.
package struct FontReader {
  /// One picture.
  package struct Glyph: Equatable {
    /// Its number in the font.
    var number: Int
    /// The code points that show it, the shortest sequence found; empty where none is known.
    var codePoints: [UInt32]
    /// Where its PNG file stands in the font.
    var png: Range<Int>
  }

  /// The pictures in the order of their numbers.
  package let glyphs: [Glyph]

  private let bytes: [UInt8]
  private var tables: [String: Range<Int>] = [:]

  /// Reads a font.
  ///
  /// - Parameter bytes: The whole file.
  /// - Throws: `DataError` naming the table that is missing or wrong.
  package init(_ bytes: [UInt8]) throws(DataError) {
    self.bytes = bytes
    let budget = ReadingBudget()
    var reader = TableReader(bytes, budget: budget)
    reader.position = 4
    let count = try reader.number(2)
    reader.position = 12
    for _ in 0..<count {
      let tag = String(decoding: try reader.take(4), as: UTF8.self)
      _ = try reader.number(4)
      let start = try reader.number(4)
      let length = try reader.number(4)
      guard start <= bytes.count, length <= bytes.count - start else {
        throw DataError(.damaged, "font: table \(tag) reaches beyond the file")
      }
      tables[tag] = start..<(start + length)
    }
    var sequences = try Self.characters(
      TableReader(bytes, try Self.table("cmap", tables), budget: budget)
    )
    if let range = tables["GSUB"] {
      let ligatures = try Self.ligatures(TableReader(bytes, range, budget: budget))
      Self.combine(ligatures, into: &sequences)
    }
    let places = try Self.places(
      TableReader(bytes, try Self.table("CBLC", tables), budget: budget),
      in: TableReader(bytes, try Self.table("CBDT", tables), budget: budget)
    )
    glyphs = places.sorted { $0.key < $1.key }.map { number, png in
      Glyph(number: number, codePoints: sequences[number] ?? [], png: png)
    }
  }

  /// Returns the PNG file of a picture.
  package func png(of glyph: Glyph) -> [UInt8] { Array(bytes[glyph.png]) }

  private static func table(
    _ tag: String,
    _ tables: [String: Range<Int>]
  ) throws(DataError) -> Range<Int> {
    guard let range = tables[tag] else {
      throw DataError(.damaged, "font: no table \(tag): not a font with color bitmaps")
    }
    return range
  }

  // MARK: - Characters

  /// Returns the code point of each glyph that has one.
  private static func characters(_ table: TableReader) throws(DataError) -> [Int: [UInt32]] {
    var reader = table
    reader.position = 2
    let count = try reader.number(2)
    var result: [Int: [UInt32]] = [:]
    for index in 0..<count {
      reader.position = 4 + 8 * index + 4
      let start = try reader.number(4)
      reader.position = start
      switch try reader.number(2) {
      case 12: try readGroups(table, start, &result)
      case 4: try readSegments(table, start, &result)
      default: break
      }
    }
    return result
  }

  private static func readGroups(
    _ table: TableReader,
    _ start: Int,
    _ result: inout [Int: [UInt32]]
  ) throws(DataError) {
    var reader = table
    reader.position = start + 12
    for _ in 0..<(try reader.number(4)) {
      let first = try reader.number(4)
      let last = try reader.number(4)
      let glyph = try reader.number(4)
      // A glyph's number has 16 bits, that of the group's last one, too.
      guard first <= last, last <= 0x10_ffff, glyph + last - first <= 0xffff else {
        throw DataError(.damaged, "font: cmap group \(first)...\(last) makes no sense")
      }
      try table.budget.spend(last - first)
      for code in first...last { note(UInt32(code), glyph + code - first, &result) }
    }
  }

  private static func readSegments(
    _ table: TableReader,
    _ start: Int,
    _ result: inout [Int: [UInt32]]
  ) throws(DataError) {
    var reader = table
    reader.position = start + 6
    let segments = try reader.number(2) / 2
    for segment in 0..<segments {
      func field(_ column: Int) throws(DataError) -> Int {
        // The four columns follow each other, with two bytes of padding after the first.
        let offset = start + 14 + 2 * segments * column + 2 * segment + (column > 0 ? 2 : 0)
        return try table.number(2, at: offset)
      }
      let (last, first) = (try field(0), try field(1))
      let (delta, offset) = (try field(2), try field(3))
      guard offset == 0, first <= last, last < 0xffff else { continue }
      try table.budget.spend(last - first)
      for code in first...last { note(UInt32(code), (code + delta) & 0xffff, &result) }
    }
  }

  private static func note(_ code: UInt32, _ glyph: Int, _ result: inout [Int: [UInt32]]) {
    if glyph != 0, result[glyph].map({ code < $0[0] }) ?? true { result[glyph] = [code] }
  }

  // MARK: - Ligatures

  /// Returns, for glyphs made of others, the others.
  private static func ligatures(_ table: TableReader) throws(DataError) -> [(Int, [Int])] {
    let list = try table.number(2, at: 8)
    var result: [(Int, [Int])] = []
    for index in 0..<(try table.number(2, at: list)) {
      let lookup = list + (try table.number(2, at: list + 2 + 2 * index))
      let type = try table.number(2, at: lookup)
      for index in 0..<(try table.number(2, at: lookup + 4)) {
        var start = lookup + (try table.number(2, at: lookup + 6 + 2 * index))
        var kind = type
        if type == 7 {
          kind = try table.number(2, at: start + 2)
          start += try table.number(4, at: start + 4)
        }
        if kind == 4 { try readLigatures(table, start, &result) }
      }
    }
    return result
  }

  private static func readLigatures(
    _ table: TableReader,
    _ start: Int,
    _ result: inout [(Int, [Int])]
  ) throws(DataError) {
    let covered = try coverage(table, start + (try table.number(2, at: start + 2)))
    let count = try table.number(2, at: start + 4)
    for (index, first) in covered.prefix(count).enumerated() {
      let set = start + (try table.number(2, at: start + 6 + 2 * index))
      for entry in 0..<(try table.number(2, at: set)) {
        var reader = table
        reader.position = set + (try table.number(2, at: set + 2 + 2 * entry))
        let glyph = try reader.number(2)
        var parts = [first]
        for _ in 0..<max(0, try reader.number(2) - 1) { parts.append(try reader.number(2)) }
        result.append((glyph, parts))
      }
    }
  }

  private static func coverage(_ table: TableReader, _ start: Int) throws(DataError) -> [Int] {
    var reader = table
    reader.position = start
    let format = try reader.number(2)
    let count = try reader.number(2)
    var glyphs: [Int] = []
    for _ in 0..<count {
      let first = try reader.number(2)
      if format == 1 {
        glyphs.append(first)
        continue
      }
      let last = try reader.number(2)
      _ = try reader.number(2)
      guard first <= last else { throw DataError(.damaged, "font: GSUB coverage runs backwards") }
      try table.budget.spend(last - first)
      glyphs.append(contentsOf: first...last)
    }
    return glyphs
  }

  /// Spells ligatures out in code points; parts may be ligatures themselves.
  private static func combine(_ ligatures: [(Int, [Int])], into sequences: inout [Int: [UInt32]]) {
    var isGrowing = true
    // Each pass spells one more level; a font that never ends stops at four.
    for _ in 0..<4 where isGrowing {
      isGrowing = false
      for (glyph, parts) in ligatures {
        let spelled = parts.map { sequences[$0] ?? [] }
        let sequence = spelled.flatMap { $0 }
        guard !spelled.contains([]), sequence.count <= 32 else { continue }
        let known = sequences[glyph]
        if known == nil || sequence.count < (known ?? []).count {
          sequences[glyph] = sequence
          isGrowing = true
        }
      }
    }
  }

  // MARK: - Bitmaps

  /// Returns where the PNG of each glyph stands in the file.
  private static func places(
    _ index: TableReader,
    in data: TableReader
  ) throws(DataError) -> [Int: Range<Int>] {
    var result: [Int: Range<Int>] = [:]
    for strike in 0..<(try index.number(4, at: 4)) {
      let record = 8 + 48 * strike
      let list = try index.number(4, at: record)
      for entry in 0..<(try index.number(4, at: record + 8)) {
        let place = list + 8 * entry
        let first = try index.number(2, at: place)
        let last = try index.number(2, at: place + 2)
        let sub = list + (try index.number(4, at: place + 4))
        guard first <= last else { throw DataError(.damaged, "font: CBLC range runs backwards") }
        try readSubtable(index, sub, first...last, data, &result)
      }
    }
    return result
  }

  private static func readSubtable(
    _ index: TableReader,
    _ start: Int,
    _ range: ClosedRange<Int>,
    _ data: TableReader,
    _ result: inout [Int: Range<Int>]
  ) throws(DataError) {
    let format = try index.number(2, at: start)
    let imageFormat = try index.number(2, at: start + 2)
    let base = try index.number(4, at: start + 4)
    for (position, glyph) in range.enumerated() {
      var (number, offset) = (glyph, 0)
      switch format {
      case 1:
        offset = try index.number(4, at: start + 8 + 4 * position)
        if try index.number(4, at: start + 12 + 4 * position) == offset { continue }
      case 3:
        offset = try index.number(2, at: start + 8 + 2 * position)
        if try index.number(2, at: start + 10 + 2 * position) == offset { continue }
      case 2:
        offset = try index.number(4, at: start + 8) * position
      case 4, 5:
        let count = try index.number(4, at: start + (format == 4 ? 8 : 20))
        if position >= count { return }
        let pair = format == 4 ? start + 12 + 4 * position : start + 24 + 2 * position
        number = try index.number(2, at: pair)
        offset =
          format == 4
          ? try index.number(2, at: pair + 2) : try index.number(4, at: start + 8) * position
      default:
        throw DataError(.damaged, "font: CBLC index format \(format) is not one of 1 to 5")
      }
      if result[number] == nil {
        result[number] = try png(data, base + offset, imageFormat)
      }
    }
  }

  private static func png(
    _ data: TableReader,
    _ start: Int,
    _ format: Int
  ) throws(DataError) -> Range<Int> {
    guard let metrics = [17: 5, 18: 8, 19: 0][format] else {
      throw DataError(.damaged, "font: CBDT image format \(format) holds no PNG")
    }
    let length = try data.number(4, at: start + metrics)
    return try data.range(start + metrics + 4, length)
  }
}
