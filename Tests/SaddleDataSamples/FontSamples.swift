// SPDX-License-Identifier: Apache-2.0

/// Fonts of pictures, and numbers as they stand in them.
enum FontSamples {
  static func u16(_ values: Int...) -> [UInt8] {
    values.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
  }

  static func u32(_ values: Int...) -> [UInt8] {
    values.flatMap { u16($0 >> 16, $0) }
  }

  private static let cmap: [UInt8] = {
    let groups = u32(0x1F44D, 0x1F44D, 1) + u32(0x1F3FB, 0x1F3FB, 2)
    return u16(0, 1, 3, 10) + u32(12) + u16(12, 0) + u32(16 + 24, 0, 2) + groups
  }()

  private static let gsub: [UInt8] = {
    let set = u16(1, 4) + u16(3, 2, 2)
    let lookup = u16(4, 0, 1, 8) + u16(1, 8, 1, 14) + u16(1, 1, 1) + set
    return u16(1, 0, 0, 0, 10) + u16(1, 4) + lookup
  }()

  /// The tables CBDT and CBLC.
  private static func bitmaps(_ pngs: [[UInt8]], _ format: Int) -> (data: [UInt8], index: [UInt8]) {
    var data = u32(0x0003_0000)
    var offsets: [UInt8] = []
    let metrics = [UInt8](repeating: 1, count: [17: 5, 18: 8][format] ?? 0)
    for png in pngs {
      offsets += u32(data.count - 4)
      data += metrics + u32(png.count) + png
    }
    offsets += u32(data.count - 4)
    let list = u16(1, pngs.count) + u32(8) + u16(1, format) + u32(4) + offsets
    let strike =
      u32(56, list.count, 1, 0) + [UInt8](repeating: 0, count: 24) + u16(1, pngs.count)
      + [109, 109, 32, 1]
    return (data, u32(0x0003_0000, 1) + strike + list)
  }

  /// A font of a glyph for each picture: 1 and 2 with characters, 3 made of both, others unnamed.
  static func font(pngs: [[UInt8]], imageFormat: Int = 17) -> [UInt8] {
    let (data, index) = bitmaps(pngs, imageFormat)
    let tables = [("CBDT", data), ("CBLC", index), ("GSUB", gsub), ("cmap", cmap)]
    var directory = u32(0x0001_0000) + u16(tables.count, 0, 0, 0)
    var body: [UInt8] = []
    for (tag, table) in tables {
      directory += Array(tag.utf8) + u32(0, 12 + 16 * tables.count + body.count, table.count)
      body += table
    }
    return directory + body
  }

  /// A font of four glyphs.
  static let small = font(pngs: (1...4).map { [UInt8](repeating: 7, count: $0) })
}
