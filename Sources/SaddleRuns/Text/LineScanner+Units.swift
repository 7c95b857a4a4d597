// SPDX-License-Identifier: Apache-2.0

// What follows a number directly: a place, a unit, a factor.
extension LineScanner {
  static func axis(_ suffix: UnsafeRawBufferPointer) -> ColumnMeaning.Axis? {
    guard suffix.count >= 2, suffix.count <= 12 else { return nil }
    let word = String(decoding: suffix, as: UTF8.self)
    return word == "ep" ? nil : LabelReader.axis(word)
  }

  private static let units: Set<String> = [
    "s", "sec", "secs", "ms", "us", "min", "mins", "hr", "hrs", "it/s", "s/it", "img/s", "imgs/s",
    "ms/step", "s/step", "s/epoch", "sec/batch", "it/sec", "steps/s", "mb", "gb", "kb", "mib",
    "gib", "db", "fps", "hz", "khz", "px",
  ]

  static func isUnit(_ suffix: UnsafeRawBufferPointer) -> Bool {
    guard !suffix.isEmpty else { return true }
    return suffix.count <= 10
      && units.contains(String(decoding: suffix, as: UTF8.self).lowercased())
  }

  /// `10k` steps.
  static func factor(_ suffix: UnsafeRawBufferPointer) -> Double {
    guard suffix.count == 1, let unit = suffix.first else { return 1 }
    switch unit {
    case UInt8(ascii: "k"), UInt8(ascii: "K"): return 1000
    case UInt8(ascii: "M"): return 1_000_000
    default: return 1
    }
  }
}
