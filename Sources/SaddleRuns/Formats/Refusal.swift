// SPDX-License-Identifier: Apache-2.0

/// Why a file is not read, and what to do instead.
enum Refusal {
  static func reason(_ probe: LogProbe) -> String {
    let head = probe.head
    let isNumPy = probe.begins(with: [0x93] + Array("NUMPY".utf8))
    if isNumPy || probe.name.hasSuffix(".npy") {
      return "a NumPy file; those that trainers write are pickles, which can run code and are "
        + "never opened here: give the text log that was written beside it"
    }
    if probe.begins(with: [0x80]), head.count > 1, (2...5).contains(head[1]) {
      return "a Python pickle, which can run code and is never opened here: give the text log"
    }
    if probe.begins(with: Array("PK".utf8)) {
      return "a zip archive (or a PyTorch checkpoint): unpack it, or give the log"
    }
    if probe.begins(with: [0x1f, 0x8b]) { return "gzip: unpack it first (gunzip -k)" }
    if probe.begins(with: Array("SQLite format 3".utf8)) {
      return "an SQLite data base (trackio, Optuna, MLflow): export the metrics as CSV, as in "
        + "sqlite3 -csv -header FILE 'select step, metrics from metrics'"
    }
    if !probe.isText { return "binary content of no known form" }
    let broken = brokenNumber(head).map { line in
      "; 'nan' stands in it from line \(line) on: a loss is no number there"
    }
    return "no known log format: no line in it gives numbers names\(broken ?? ""); "
      + "--format forces one, see saddle import --help for the list"
  }

  /// The line of the first of several numbers that are none: what can be said of values without names.
  private static func brokenNumber(_ head: [UInt8]) -> Int? {
    var line = 1
    var first: Int?
    var count = 0
    for index in head.indices {
      if head[index] == .lineFeed { line += 1 }
      guard isBroken(head, index) else { continue }
      first = first ?? line
      count += 1
      // A name in prose comes once or twice.
      if count == fewest { return first }
    }
    return nil
  }

  private static let fewest = 3

  /// Whether the word `nan` stands at a place, whole.
  private static func isBroken(_ head: [UInt8], _ index: Int) -> Bool {
    guard Ascii.lower(head[index]) == UInt8(ascii: "n"), index + 2 < head.count,
      Ascii.lower(head[index + 1]) == UInt8(ascii: "a"),
      Ascii.lower(head[index + 2]) == UInt8(ascii: "n")
    else { return false }
    let isBegun = index > 0 && Ascii.isWord(head[index - 1])
    return !isBegun && !(index + 3 < head.count && Ascii.isWord(head[index + 3]))
  }
}
