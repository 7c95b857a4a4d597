// SPDX-License-Identifier: Apache-2.0

package import SaddleText

/// Changes a file in the ways in which files break, and in ways that only an attacker would.
public enum Mutator {
  private static let words: [[UInt8]] =
    [
      "nan", "NaN", "-Infinity", "1e999", "-1e-999", "99999999999999999999999999", "1.#IND",
      "\u{feff}", "\r\n", "\n", "\r", "\t", "\"", "{", "}", "[", "]", ":", "=", ",", ";", "/",
      "\\u12", "\\", "\0", "Epoch ", "[1/2][3/4] ", "tensor(", "(", ")", "|", " - ", "step", "%",
      "9223372036854775807", "-9223372036854775808", "0x1p1024", "1,000,000", "\u{1b}[31m",
      "Training Loss", "\"results\"", "network-snapshot-", " > ", "Step:", "D(G(z)): 0.1 / ",
    ].map { Array($0.utf8) } + [
      [0xff, 0xfe], [0xfe, 0xff], [0xc3, 0x28], [0xf0, 0x9f], [0xff, 0xff, 0xff, 0xff, 0xff],
    ]

  /// Returns a changed copy of `bytes`, at most `limit` long.
  package static func mutate(
    _ bytes: [UInt8],
    with other: [UInt8],
    using random: inout SplitMix64,
    limit: Int = 1 << 14
  ) -> [UInt8] {
    var result = bytes
    for _ in 0...Int.random(in: 0...5, using: &random) {
      change(&result, other, &random)
    }
    return Array(result.prefix(limit))
  }

  private static func change(
    _ bytes: inout [UInt8],
    _ other: [UInt8],
    _ random: inout SplitMix64
  ) {
    func place(_ count: Int) -> Int { Int.random(in: 0...count, using: &random) }
    let start = place(bytes.count)
    let end = min(bytes.count, start + place(32))
    switch Int.random(in: 0..<9, using: &random) {
    case 0 where start < bytes.count:
      bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1 where start < bytes.count:
      bytes[start] = UInt8.random(in: 0...255, using: &random)
    case 2: bytes.removeSubrange(start..<end)
    case 3: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: start)
    case 4: bytes.insert(contentsOf: Array(bytes[start..<end]), at: place(bytes.count))
    case 5: bytes.removeLast(bytes.count - start)
    case 6:
      let from = place(other.count)
      let to = min(other.count, from + place(200))
      bytes.insert(contentsOf: other[from..<to], at: start)
    case 7:
      let byte = UInt8.random(in: 0...255, using: &random)
      let count = [1, 4, 100, 3000].randomElement(using: &random) ?? 1
      bytes.insert(contentsOf: Array(repeating: byte, count: count), at: start)
    case 8: bytes.replaceSubrange(start..<end, with: words.randomElement(using: &random) ?? [])
    default: bytes.append(10)
    }
  }
}
