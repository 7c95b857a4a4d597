// SPDX-License-Identifier: Apache-2.0

internal import SaddleImage

/// Pictures of a fixed set, shuffled anew each epoch.
///
/// The n-th example ever handed out is a function of seed and n alone: epoch `n / count` has its own
/// permutation, drawn from a counted stream. Workers only decode ahead; they choose nothing.
public final class ImageSource: DataSource {
  /// What a user calls the set.
  public let name: String
  /// The classes' names in the order of their numbers, if there are classes.
  public let classNames: [String]?
  /// Files that were left out, and why.
  public private(set) var report: DataReport
  /// Where the next batch starts.
  public var position: DataPosition {
    didSet {
      if position.seed != oldValue.seed { orders = [:] }
    }
  }

  private let store: any ExampleStore
  private let training: [Int]
  private let heldOut: [Int]
  private let heldOutStore: any ExampleStore
  private let mirrors: Bool
  private let quota: Double
  private let prefetcher: Prefetcher<Result<[UInt8], ImageError>>?
  private var orders: [UInt64: [Int]] = [:]
  private var unreadable: Set<Int> = []
  private var lastHeldOut: (size: Int, batch: Batch)?

  private enum Stream {
    static let order: UInt64 = 0x696d_6700_0000_0000
    static let mirror: UInt64 = 0x6d69_7272_6f72_0000
  }

  /// Which pictures are for training, which are kept from it, and how they are handed out.
  struct Layout {
    var name: String
    var classNames: [String]?
    var training: [Int]
    var heldOut: [Int]
    /// Where held-out pictures are read from; nil for the same store.
    var heldOutStore: (any ExampleStore)?
    var mirrors = false
    var workers = 1
    var badFileQuota = 0.001
    var report = DataReport()
  }

  /// Creates a source.
  ///
  /// - Parameters:
  ///   - store: The pictures.
  ///   - layout: Which of them are for what.
  ///   - seed: Seed of the shuffles.
  /// - Throws: `DataError` if nothing is left to train on.
  init(_ store: any ExampleStore, _ layout: Layout, seed: UInt64) throws(DataError) {
    guard !layout.training.isEmpty else {
      throw DataError(.damaged, "\(layout.name): no picture to train on; \(layout.report.summary)")
    }
    self.store = store
    name = layout.name
    classNames = layout.classNames
    report = layout.report
    training = layout.training
    heldOut = layout.heldOut
    heldOutStore = layout.heldOutStore ?? store
    mirrors = layout.mirrors
    quota = layout.badFileQuota
    position = DataPosition(seed: seed)
    let isSlow = store.isSlow && layout.workers > 0
    prefetcher =
      isSlow
      ? Prefetcher(workers: layout.workers) { index in Self.read(store, index) }
      : nil
  }

  /// `[channels, height, width]`.
  public var exampleShape: [Int] { store.shape }
  /// Number of training pictures.
  public var exampleCount: Int? { training.count }
  /// Checksum of what is in memory, or of names and sizes of files that are not.
  public var fingerprint: String {
    "\(store.fingerprint), \(training.count) for training\(mirrors ? ", mirrored" : "")"
  }

  /// Returns the next pictures and moves on.
  ///
  /// - Parameter size: Number of pictures.
  /// - Returns: Exactly that many, in -1...1.
  /// - Throws: `DataError` if too many files can't be read; the position is then unchanged.
  public func nextBatch(size: Int) throws(DataError) -> Batch {
    let start = position.examplesSeen
    let count = UInt64(max(0, size))
    let places = (0..<count).map { place(of: start &+ $0) }
    if let prefetcher {
      let following = (count..<(2 * count)).map { place(of: start &+ $0) }
      prefetcher.prepare((places + following).map { training[$0] })
    }
    var batch = BatchBuilder(store, capacity: places.count)
    for (offset, place) in places.enumerated() {
      let (used, pixels) = try readable(from: place)
      let isMirrored = isMirrored(start &+ UInt64(offset))
      batch.append(pixels[...], label: store.labels?[used], isMirrored: isMirrored)
    }
    position.examplesSeen = start &+ count
    let epoch = position.examplesSeen / UInt64(training.count)
    orders = orders.filter { $0.key >= epoch }
    return batch.finish()
  }

  /// Returns pictures that training never sees.
  ///
  /// - Parameter size: Number of pictures wanted.
  /// - Returns: The first of them; nil where nothing is held out.
  /// - Throws: `DataError` if none can be read.
  public func heldOutBatch(size: Int) throws(DataError) -> Batch? {
    if heldOut.isEmpty { return nil }
    if let (known, batch) = lastHeldOut, known == size { return batch }
    let batch = try plain(heldOut.prefix(max(0, size)), of: heldOutStore)
    lastHeldOut = (size, batch)
    return batch
  }

  /// Number of pictures that training never sees.
  public var heldOutCount: Int? { heldOut.count }

  /// Returns some of the pictures that training never sees, in stored order.
  public func heldOutExamples(from start: Int, size: Int) throws(DataError) -> Batch? {
    let chosen = heldOut.dropFirst(max(0, start)).prefix(max(0, size))
    return chosen.isEmpty ? nil : try plain(chosen, of: heldOutStore)
  }

  /// Returns training pictures in stored order, unmirrored.
  ///
  /// - Parameters:
  ///   - start: First picture, modulo their number.
  ///   - size: Number of pictures; at most all of them.
  /// - Returns: Those that can be read.
  /// - Throws: `DataError` if none can.
  public func examples(from start: Int, size: Int) throws(DataError) -> Batch {
    let first = max(0, start) % training.count
    let indices = (0..<min(max(0, size), training.count)).map {
      training[(first + $0) % training.count]
    }
    return try plain(indices[...], of: store)
  }

  private func plain(
    _ indices: ArraySlice<Int>,
    of store: any ExampleStore
  ) throws(DataError) -> Batch {
    var batch = BatchBuilder(store, capacity: indices.count)
    var failure: ImageError?
    for index in indices {
      switch Self.read(store, index) {
      case .success(let pixels):
        batch.append(pixels[...], label: store.labels?[index], isMirrored: false)
      case .failure(let error): failure = error
      }
    }
    if let failure, batch.isEmpty {
      throw DataError(.damaged, "\(name): no picture can be read: \(failure)")
    }
    return batch.finish()
  }

  /// Returns the place in `training` of the n-th example ever handed out.
  private func place(of number: UInt64) -> Int {
    let count = UInt64(training.count)
    let epoch = number / count
    let index = Int(number % count)
    if let order = orders[epoch] { return order[index] }
    var random = RandomStream(seed: position.seed, stream: Stream.order &+ epoch)
    let order = random.permutation(of: training.count)
    orders[epoch] = order
    return order[index]
  }

  private func isMirrored(_ number: UInt64) -> Bool {
    guard mirrors else { return false }
    var random = RandomStream(seed: position.seed, stream: Stream.mirror, taken: number)
    return random.next() & 1 == 1
  }

  private static func read(_ store: any ExampleStore, _ index: Int) -> Result<[UInt8], ImageError> {
    do throws(ImageError) { return .success(Array(try store.pixels(at: index))) } catch {
      return .failure(error)
    }
  }

  /// Returns a picture, or in place of one that can't be read the next in stored order that can.
  ///
  /// So what comes out doesn't depend on which worker saw the failure.
  private func readable(from first: Int) throws(DataError) -> (Int, [UInt8]) {
    for offset in training.indices {
      let index = training[(first + offset) % training.count]
      switch prefetcher?.value(of: index) ?? Self.read(store, index) {
      case .success(let pixels):
        return (index, pixels)
      case .failure(let error):
        guard unreadable.insert(index).inserted else { continue }
        report.filesRead -= 1
        report.skip(error, named: "picture \(index)")
        try report.check(quota: quota, of: name)
      }
    }
    throw DataError(.tooManyBadFiles, "\(name): no picture can be read any more")
  }
}

/// Collects pictures as planes in -1...1.
private struct BatchBuilder {
  private let shape: [Int]
  private var values: [Float]
  private var labels: [Int]?
  private var count = 0

  init(_ store: any ExampleStore, capacity: Int) {
    shape = store.shape
    values = [Float](repeating: 0, count: capacity * shape.reduce(1, *))
    labels = store.labels == nil ? nil : []
  }

  var isEmpty: Bool { count == 0 }

  mutating func append(_ pixels: ArraySlice<UInt8>, label: Int?, isMirrored: Bool) {
    let size = shape.reduce(1, *)
    let (channels, width, start) = (shape[0], shape[2], count * size)
    values.withUnsafeMutableBufferPointer { buffer in
      let target = UnsafeMutableBufferPointer(rebasing: buffer[start..<(start + size)])
      Image.writePlanes(of: pixels, channels: channels, into: target)
      guard isMirrored else { return }
      for row in Swift.stride(from: 0, to: size, by: width) {
        target[row..<(row + width)].reverse()
      }
    }
    if let label { labels?.append(label) }
    count += 1
  }

  func finish() -> Batch {
    Batch(
      exampleShape: shape,
      values: Array(values.prefix(count * shape.reduce(1, *))),
      classLabels: labels
    )
  }
}

extension DataReport {
  /// Adds a file that can't be read.
  mutating func skip(_ error: ImageError, named name: String) {
    skipped.append(SkippedFile(path: error.path ?? name, cause: error.message))
  }

  /// Throws when more files are bad than the quota allows; one is always forgiven.
  func check(quota: Double, of name: String) throws(DataError) {
    let allowed = Swift.max(1, Int((Double(filesFound) * quota).rounded(.down)))
    guard skipped.count > allowed else { return }
    throw DataError(
      .tooManyBadFiles,
      "\(name): \(summary); at most \(allowed) may be bad (data.badFileQuota \(quota)); "
        + "`saddle data show` lists them all: repair or remove them, or raise the quota"
    )
  }
}
