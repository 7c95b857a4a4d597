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
    return "no known log format: no line in it gives numbers names; --format forces one, "
      + "see saddle import --help for the list"
  }
}
