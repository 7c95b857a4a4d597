// SPDX-License-Identifier: Apache-2.0

/// Where real examples come from.
///
/// A source hands out batches in an order that depends on its seed and position alone: not on the
/// number of workers, not on timing. `position` is the whole of its state, so a run that is resumed
/// from it sees the same bytes as one that was never stopped. One owner uses a source at a time.
///
/// ```swift
/// import SaddleData
///
/// let source: any DataSource = MixtureSource(try Mixture.ring(modes: 8), seed: 1)
/// let start = source.position
/// let batch = try source.nextBatch(size: 64)
/// source.position = start  // the next batch is the same one again
/// print(source.name, batch.shape)
/// ```
public protocol DataSource: AnyObject {
  /// What a user calls it: `ring`, `fashion-mnist`, a folder's path.
  var name: String { get }
  /// Shape of one example: `[channels, height, width]` for images, `[2]` for mixtures.
  var exampleShape: [Int] { get }
  /// Number of training examples; nil where every batch is drawn anew.
  var exampleCount: Int? { get }
  /// The classes' names, in the order of their numbers; nil where there are no classes.
  var classNames: [String]? { get }
  /// What changes when the examples change, as far as the source can tell without reading all.
  var fingerprint: String { get }
  /// Where the next batch starts; setting a value that was read earlier goes back there exactly.
  var position: DataPosition { get set }
  /// What could not be read so far.
  var report: DataReport { get }

  /// Returns the next examples and moves on.
  ///
  /// Sets of a fixed size are shuffled anew each epoch; a batch may span the end of one.
  ///
  /// - Parameter size: Number of examples, at least 1.
  /// - Returns: Exactly that many.
  /// - Throws: `DataError` if too many files can't be read; the position is then unchanged.
  func nextBatch(size: Int) throws(DataError) -> Batch

  /// Returns examples that training never sees, always the same ones, for held-out scores of D.
  ///
  /// - Parameter size: Number of examples wanted.
  /// - Returns: At most that many; nil where nothing is held out.
  /// - Throws: `DataError` if they can't be read.
  func heldOutBatch(size: Int) throws(DataError) -> Batch?

  /// Number of examples that training never sees; nil where each is drawn anew.
  var heldOutCount: Int? { get }

  /// Returns some of the examples that training never sees, in stored order.
  ///
  /// - Parameters:
  ///   - start: First example.
  ///   - size: Number of examples.
  /// - Returns: At most that many; nil where there are none from there on.
  /// - Throws: `DataError` if they can't be read.
  func heldOutExamples(from start: Int, size: Int) throws(DataError) -> Batch?

  /// Returns training examples in stored order, without moving on: for metrics and pictures.
  ///
  /// - Parameters:
  ///   - start: First example, counted modulo the set's size.
  ///   - size: Number of examples.
  /// - Returns: At most that many; mixtures draw from a stream of their own.
  /// - Throws: `DataError` if they can't be read.
  func examples(from start: Int, size: Int) throws(DataError) -> Batch
}

extension DataSource {
  /// Nil: examples are drawn anew.
  public var heldOutCount: Int? { nil }

  /// Takes the end of a longer `heldOutBatch`.
  public func heldOutExamples(from start: Int, size: Int) throws(DataError) -> Batch? {
    guard let batch = try heldOutBatch(size: start + size), batch.count > start else { return nil }
    let stride = batch.exampleShape.reduce(1, *)
    return Batch(
      exampleShape: batch.exampleShape,
      values: Array(batch.values.dropFirst(start * stride)),
      classLabels: batch.classLabels.map { Array($0.dropFirst(start)) }
    )
  }

  /// Whether examples carry classes.
  public var classCount: Int? { classNames?.count }
}

/// The whole state of a `DataSource`: small, and exact when written and read back.
public struct DataPosition: Codable, Equatable, Sendable {
  /// Seed of shuffles and draws.
  public var seed: UInt64
  /// Examples handed out since the start.
  ///
  /// Sets of a fixed size derive epoch and place from it,
  /// mixtures their place in the random stream.
  public var examplesSeen: UInt64

  /// Creates a position.
  ///
  /// - Parameters:
  ///   - seed: Seed of shuffles and draws.
  ///   - examplesSeen: Examples handed out since the start.
  public init(seed: UInt64, examplesSeen: UInt64 = 0) {
    self.seed = seed
    self.examplesSeen = examplesSeen
  }
}

/// What a source could not read: named and counted, never silent.
public struct DataReport: Codable, Equatable, Sendable {
  /// One file that was left out.
  public struct SkippedFile: Codable, Equatable, Sendable {
    /// The file.
    public var path: String
    /// Why.
    public var cause: String

    /// Creates an entry.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - cause: Why it was left out.
    public init(path: String, cause: String) {
      self.path = path
      self.cause = cause
    }
  }

  /// Files that were looked at.
  public var filesFound = 0
  /// Files that gave an example.
  public var filesRead = 0
  /// Files that were left out, in the order of their names.
  public var skipped: [SkippedFile] = []
  /// Things worth knowing that are no fault: hidden files passed over, animations cut to one frame.
  public var notes: [String] = []

  /// Creates an empty report.
  public init() {}

  /// One line for a person: counts, then the first few files with their causes.
  public var summary: String {
    var text = "\(filesRead) of \(filesFound) files read"
    if !skipped.isEmpty {
      let shown = skipped.prefix(3).map { "\($0.path): \($0.cause)" }
      text += ", \(skipped.count) skipped (\(shown.joined(separator: "; "))"
      text += skipped.count > 3 ? "; and \(skipped.count - 3) more)" : ")"
    }
    return text
  }
}

/// A data set that could not be found, read or prepared: what, why and the way out.
public struct DataError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of cause it is.
  public enum Code: String, Sendable, CaseIterable {
    /// No such set or file.
    case notFound
    /// The content is wrong.
    case damaged
    /// More files are bad than the quota allows.
    case tooManyBadFiles
    /// A value in the configuration makes no sense.
    case invalidConfiguration
    /// A tool or the network failed while preparing.
    case failed
  }

  /// The kind of cause.
  public var code: Code
  /// One line: what happened, where, and what to do.
  public var message: String

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: The kind of cause.
  ///   - message: One line: what happened, where, and what to do.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message, which names the cause by itself.
  public var description: String { message }
}
