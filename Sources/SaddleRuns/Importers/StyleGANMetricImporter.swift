// SPDX-License-Identifier: Apache-2.0

/// `metric-*.jsonl` of StyleGAN2-ADA and StyleGAN3.
///
///     {"results": {"fid50k_full": 12.3}, "metric": "fid50k_full", "total_time": 60.0,
///      "snapshot_pkl": "network-snapshot-000200.pkl", "timestamp": 1600000000.0}
///
/// The place is the number in the snapshot's name, in thousands of images.
///
/// - Source: NVlabs/stylegan3, `metrics/metric_main.py`.
public enum StyleGANMetricImporter: LineImporter {
  /// See `Importer`.
  public static let id = "stylegan-metric"
  /// See `Importer`.
  public static let title = "StyleGAN metric file"

  static func makeReader() -> Reader { Reader() }

  /// Surer than plain JSON, which these lines are as well.
  public static func confidence(_ probe: LogProbe) -> Double {
    guard probe.isText, probe.begins(with: Array("{\"results\"".utf8)) else { return 0 }
    return hits(probe) > 0 ? 0.95 : 0
  }

  struct Reader: LineReader {
    private var memory = ObjectMemory()

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      guard cursor.skip(past: "\"results\"") else { return false }
      var snapshot = TextCursor(line)
      let kimg =
        snapshot.skip(past: "network-snapshot-") ? snapshot.integer() : nil
      return memory.read(line, into: &rows, adding: kimg.map { ("kimg", Double($0)) })
    }
  }
}
