// SPDX-License-Identifier: Apache-2.0

internal import SaddleImage

/// Groups pictures that are near copies of each other, so that a split never parts them.
///
/// A test picture whose twin was trained on makes every check for memorization cry wolf.
struct NearCopies {
  /// The group's key of an emoji: the code points of its drawing without what only varies it.
  ///
  /// Left out: skin tones (U+1F3FB...1F3FF), hair (U+1F9B0...1F9B3), gender signs, variation
  /// selectors, joiners and the direction arrow; man, woman, boy, girl and adult count as one, and a
  /// couple as two of them. Fonts spell some sequences backwards, so the order doesn't count except
  /// in flags.
  static func emojiKey(_ codePoints: [UInt32]) -> [UInt32] {
    if codePoints.contains(where: { (0x1F1E6...0x1F1FF).contains($0) }) { return codePoints }
    let base = codePoints.filter { !isVariation($0) }
    // A skin tone or a sign by itself is a drawing of its own.
    if base.isEmpty { return codePoints }
    return Set(base.flatMap { drawings[$0] ?? [$0] }).sorted()
  }

  private static let adult: UInt32 = 0x1F9D1

  private static let drawings: [UInt32: [UInt32]] = [
    0x1F468: [adult], 0x1F469: [adult], 0x1F466: [adult], 0x1F467: [adult], 0x1F9D2: [adult],
    // Two people: holding hands, with a heart, kissing.
    0x1F46B: [adult, 0x1F91D], 0x1F46C: [adult, 0x1F91D], 0x1F46D: [adult, 0x1F91D],
    0x1F491: [adult, 0x2764], 0x1F48F: [adult, 0x2764, 0x1F48B],
  ]

  private static func isVariation(_ code: UInt32) -> Bool {
    let signs: Set<UInt32> = [0x2640, 0x2642, 0xFE0E, 0xFE0F, 0x200D, 0x27A1]
    return (0x1F3FB...0x1F3FF).contains(code) || (0x1F9B0...0x1F9B3).contains(code)
      || signs.contains(code)
  }

  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  /// Returns a number that all members of a picture's group share.
  mutating func group(of index: Int) -> Int {
    var root = index
    while parents[root] != root { root = parents[root] }
    parents[index] = root
    return root
  }

  /// Makes two groups one.
  mutating func join(_ left: Int, _ right: Int) {
    let (a, b) = (group(of: left), group(of: right))
    parents[max(a, b)] = min(a, b)
  }

  /// Joins what shares a key.
  mutating func join<Key: Hashable>(sharing keys: [Key?]) {
    var first: [Key: Int] = [:]
    for (index, key) in keys.enumerated() {
      guard let key else { continue }
      if let earlier = first[key] { join(earlier, index) } else { first[key] = index }
    }
  }

  /// Joins pictures whose thumbnails differ by less than a mean of `distance` a channel.
  ///
  /// - Complexity: O(n^2) comparisons that mostly end early.
  mutating func join(similar thumbnails: [[UInt8]], distance: Int) {
    guard let size = thumbnails.first?.count else { return }
    let bound = size * distance
    let all = thumbnails.flatMap { $0 }
    all.withUnsafeBufferPointer { pixels in
      for left in thumbnails.indices {
        for right in (left + 1)..<max(left + 1, thumbnails.count) {
          var (sum, index) = (0, 0)
          while index < size && sum < bound {
            let difference = Int(pixels[left * size + index]) - Int(pixels[right * size + index])
            sum += abs(difference)
            index += 1
          }
          if sum < bound { join(left, right) }
        }
      }
    }
  }

  /// Returns which pictures are for testing: whole groups, about one in ten pictures, by checksum of
  /// the group's name, so that the choice is the same everywhere.
  mutating func testPart(names: [String], share: Double = 0.1) -> [Bool] {
    let groups = names.indices.map { group(of: $0) }
    let sizes = Dictionary(grouping: groups, by: { $0 }).mapValues(\.count)
    let ranked = sizes.keys.sorted { left, right in
      let sums = [left, right].map { Gzip.checksum(Array(names[$0].utf8)) }
      return (sums[0], left) < (sums[1], right)
    }
    var chosen: Set<Int> = []
    var rest = Int((Double(names.count) * share).rounded())
    for group in ranked {
      guard let size = sizes[group], size <= rest else { continue }
      chosen.insert(group)
      rest -= size
    }
    return groups.map(chosen.contains)
  }
}
