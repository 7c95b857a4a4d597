// SPDX-License-Identifier: Apache-2.0

/// What the images of a side are before any network sees them: their sizes, and copies among them.
public struct SampleContents: Sendable, Equatable {
  /// Images seen.
  public private(set) var count = 0
  /// `[channels, height, width]`, the least of each.
  public private(set) var smallest: [Int] = []
  /// `[channels, height, width]`, the most of each.
  public private(set) var largest: [Int] = []
  /// A number an image; equal images have equal ones, in this process.
  private var numbers: Set<Int> = []

  /// Share of copies from which on a set is said to hold them.
  ///
  /// Ours: none of Fashion-MNIST's 60,000 pictures is a copy of another, and a generator that makes
  /// its samples of continuous latents gives none; a few strays in a folder are nobody's concern.
  public static let copyShare = 0.01

  /// Knows of no images.
  public init() {}

  /// Images that are exact copies of others of the side.
  public var copies: Int { count - numbers.count }

  /// Takes in images.
  ///
  /// - Parameters:
  ///   - bytes: The pixels of all, one image after the other.
  ///   - batch: What they are of.
  mutating func add(_ bytes: [UInt8], of batch: ImageBatch) {
    let shape = [batch.channels, batch.height, batch.width]
    smallest = smallest.isEmpty ? shape : zip(smallest, shape).map(min)
    largest = largest.isEmpty ? shape : zip(largest, shape).map(max)
    count += batch.count
    let size = bytes.count / batch.count
    bytes.withUnsafeBytes { all in
      for start in stride(from: 0, to: size * batch.count, by: size) {
        var hasher = Hasher()
        hasher.combine(shape)
        hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: all[start..<start + size]))
        numbers.insert(hasher.finalize())
      }
    }
  }

  /// How many images are exact copies of another side's; each counts once.
  public func shared(with other: SampleContents) -> Int {
    numbers.count { other.numbers.contains($0) }
  }

  /// What a reader of numbers must know of two sides.
  ///
  /// - Parameters:
  ///   - real: The real images; nil where only their statistics are known.
  ///   - fake: The fake images.
  static func warnings(real: SampleContents?, fake: SampleContents) -> [String] {
    var warnings = [real?.copyWarning("real"), fake.copyWarning("fake")].compactMap { $0 }
    guard let real, real.count > 0, fake.count > 0 else { return warnings }
    let shared = fake.shared(with: real)
    if Double(shared) > copyShare * Double(fake.count) {
      warnings.append("\(shared) of \(fake.count) fake images are exact copies of real ones")
    }
    if let sizes = sizeWarning(real: real, fake: fake) { warnings.append(sizes) }
    return warnings
  }

  private func copyWarning(_ side: String) -> String? {
    guard Double(copies) > Self.copyShare * Double(count) else { return nil }
    return
      "only \(numbers.count) of \(count) \(side) images are different ones: the rest are exact "
      + "copies of these"
  }

  /// Where no real image has the size of the fakes: each side is then scaled in a way of its own.
  private static func sizeWarning(real: SampleContents, fake: SampleContents) -> String? {
    let isWithin = zip(zip(real.smallest, real.largest), zip(fake.smallest, fake.largest))
      .allSatisfy { $0.0 <= $1.1 && $1.0 <= $0.1 }
    guard !isWithin else { return nil }
    return
      "real images are \(real.sizes) and fake ones \(fake.sizes): scaling, and gray or color, "
      + "are measured, too; bring them to one size (--size) and kind"
  }

  /// `28 x 28 gray`, or a range.
  private var sizes: String {
    func size(_ shape: [Int]) -> String { "\(shape[2]) x \(shape[1])" }
    let (low, high) = (size(smallest), size(largest))
    let channels = smallest[0] != largest[0] ? "" : smallest[0] == 1 ? " gray" : " in color"
    return (low == high ? low : "\(low) to \(high)") + channels
  }
}
