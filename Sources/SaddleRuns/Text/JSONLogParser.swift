// SPDX-License-Identifier: Apache-2.0

/// Cuts a text into JSON objects and reads each as a row.
///
/// Objects may stand one a line, in a list, or spread over lines. A damaged one costs itself: the
/// search goes on at the next line that begins with a brace.
struct JSONLogParser: LogParser {
  static let objectLimit = 1 << 20
  /// A file that is one object holds its whole history in it.
  static let documentLimit = 32 << 20

  private var decoder = TextDecoder()
  private var object: [UInt8] = []
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var isOverlong = false
  private var sawNewline = false
  /// Whether records were complete at the end of a line so far.
  private var isOneALine = true
  private var atLineStart = true
  private var lastSignificant: UInt8 = 0
  private var offset = 0
  private var objectStart = 0
  private var junk = 0
  private var memory = ObjectMemory()

  mutating func consume(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    if let converted = decoder.convert(bytes) {
      converted.withUnsafeBytes { scan($0, into: &rows) }
    } else {
      scan(bytes, into: &rows)
    }
  }

  mutating func finish(into rows: inout ParsedRows) {
    if depth > 0, memory.readCut(object, into: &rows) {
      rows.damage.add(.truncated, offset: objectStart, bytes: 0)
      depth = 0
    }
    if depth > 0 { rows.damage.add(.truncated, offset: objectStart, bytes: offset - objectStart) }
    endJunk(into: &rows)
    depth = 0
    object = []
  }

  private mutating func scan(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    var index = 0
    while index < bytes.count {
      if depth == 0, bytes[index] == .openBrace,
        let end = JSONLogParser.endOfObject(bytes, from: index)
      {
        takeWhole(UnsafeRawBufferPointer(rebasing: bytes[index..<end]), into: &rows)
        index = end
      } else {
        take(bytes[index], into: &rows)
        offset += 1
        index += 1
      }
    }
  }

  /// The place behind an object that ends within its line and this piece; nil for any other.
  private static func endOfObject(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var depth = 0
    var isInString = false
    var index = start
    let end = min(bytes.count, start + objectLimit)
    while index < end {
      switch bytes[index] {
      case UInt8.lineFeed, UInt8.carriageReturn: return nil
      case UInt8(ascii: "\""): isInString.toggle()
      case UInt8(ascii: "\\") where isInString:
        // What is escaped is passed over, but for the end of a line.
        if index + 1 < end, bytes[index + 1] > 31 { index += 1 }
      case UInt8(ascii: "{") where !isInString: depth += 1
      case UInt8(ascii: "}") where !isInString:
        depth -= 1
        if depth == 0 { return index + 1 }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Reads an object where it stands, as `take` of each of its bytes would.
  private mutating func takeWhole(_ object: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    endJunk(into: &rows)
    objectStart = offset
    sawNewline = false
    isOverlong = false
    atLineStart = false
    lastSignificant = UInt8(ascii: "}")
    offset += object.count
    if !memory.read(object, into: &rows) {
      rows.damage.add(.malformed, offset: objectStart, bytes: object.count)
    }
  }

  private mutating func take(_ byte: UInt8, into rows: inout ParsedRows) {
    if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
      endLine(into: &rows)
      return
    }
    // A brace in the first column while an object is open: the open one was cut off, unless a
    // value is expected here.
    if atLineStart, byte == UInt8(ascii: "{"), depth > 0,
      !":,[".utf8.contains(lastSignificant) || isInString
    {
      abandon(into: &rows)
    }
    if !Ascii.isSpace(byte) { atLineStart = false }
    if depth == 0 {
      outside(byte, into: &rows)
    } else {
      inside(byte, into: &rows)
    }
    if !Ascii.isSpace(byte) { lastSignificant = byte }
  }

  /// Between objects: list punctuation, or text that is not JSON.
  private mutating func outside(_ byte: UInt8, into rows: inout ParsedRows) {
    if byte == UInt8(ascii: "{") {
      endJunk(into: &rows)
      depth = 1
      objectStart = offset
      object = [byte]
      sawNewline = false
      isOverlong = false
    } else if !"[],".utf8.contains(byte), !Ascii.isSpace(byte) {
      junk += 1
    }
  }

  private mutating func inside(_ byte: UInt8, into rows: inout ParsedRows) {
    append(byte)
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return
    }
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"): depth += 1
    case UInt8(ascii: "}"):
      depth -= 1
      if depth == 0 { endObject(into: &rows) }
    default: break
    }
  }

  private mutating func append(_ byte: UInt8) {
    let isDocument = depth > 0 && objectStart < 64
    if object.count >= (isDocument ? JSONLogParser.documentLimit : JSONLogParser.objectLimit) {
      isOverlong = true
    } else {
      object.append(byte)
    }
  }

  private mutating func endLine(into rows: inout ParsedRows) {
    if depth > 0 {
      // Strings cannot span lines; neither can records of a log of one a line.
      if isInString || (isOneALine && rows.recordsRead > 0) {
        abandon(into: &rows)
      } else {
        append(UInt8(ascii: "\n"))
        sawNewline = true
      }
    } else {
      endJunk(into: &rows)
    }
    atLineStart = true
  }

  private mutating func endObject(into rows: inout ParsedRows) {
    if sawNewline { isOneALine = false }
    if isOverlong {
      rows.damage.add(.oversized, offset: objectStart, bytes: offset + 1 - objectStart)
    } else {
      let isValid = object.withUnsafeBytes { memory.read($0, into: &rows) }
      if !isValid {
        rows.damage.add(.malformed, offset: objectStart, bytes: object.count)
      }
    }
    object.removeAll(keepingCapacity: object.capacity <= 1 << 16)
  }

  private mutating func abandon(into rows: inout ParsedRows) {
    rows.damage.add(.malformed, offset: objectStart, bytes: offset - objectStart)
    depth = 0
    isInString = false
    isEscaped = false
    object.removeAll(keepingCapacity: object.capacity <= 1 << 16)
  }

  private mutating func endJunk(into rows: inout ParsedRows) {
    if junk > 0 { rows.linesIgnored += 1 }
    junk = 0
  }
}
