// SPDX-License-Identifier: Apache-2.0

/// `metric-*.txt` of StyleGAN and StyleGAN2 (TensorFlow).
///
///     network-snapshot-000500        time 12m 01s      fid50k          261.0703
///
/// The place is the number in the snapshot's name, in thousands of images.
///
/// - Source: NVlabs/stylegan2, `metrics/metric_base.py`.
public enum StyleGANMetricTextImporter: LineImporter {
  /// See `Importer`.
  public static let id = "stylegan-metric-text"
  /// See `Importer`.
  public static let title = "StyleGAN metric file of the TensorFlow versions"

  static func makeReader() -> Reader { Reader() }

  /// None where the same lines stand between those of a console log, which is then read whole.
  public static func confidence(_ probe: LogProbe) -> Double {
    guard probe.isText else { return 0 }
    let hits = hits(probe)
    return StyleGANLogImporter.hits(probe) == hits ? sureness(hits) : 0
  }

  struct Reader: LineReader {
    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      cursor.skipSpaces()
      guard line.count <= 4096, cursor.match("network-snapshot-"), let kimg = cursor.integer()
      else { return false }
      rows.add("kimg", Double(kimg))
      var count = 0
      while !cursor.isAtEnd {
        cursor.skipSpaces()
        let name = cursor.take { !Ascii.isSpace($0) }
        cursor.skipSpaces()
        if name.elementsEqual("time".utf8) {
          // 1h 02m 03s
          while let byte = cursor.peek(), Ascii.isDigit(byte) {
            _ = cursor.take { !Ascii.isSpace($0) }
            cursor.skipSpaces()
          }
          continue
        }
        guard !name.isEmpty, let value = cursor.number() else { continue }
        rows.add(name, value)
        count += 1
      }
      guard count > 0 else {
        rows.cancelRow()
        return false
      }
      rows.endRow()
      return true
    }
  }
}
