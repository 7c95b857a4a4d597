// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A TensorBoard event file that is being written.
///
/// The same values, steps and clock give the same bytes. A trainer that stores `byteCount` with a
/// checkpoint can put the file back to exactly that state when it resumes. Not thread-safe: it
/// belongs to whoever trains.
///
/// ```swift
/// import SaddleHealth
/// import SaddleRuns
///
/// let file = try EventFileWriter(path: "events.out.tfevents.mine", clock: { 0 })
/// try file.append(Observation(step: 1, [.lossDiscriminator: 1.4, .lossGenerator: 0.7]))
/// try file.flush()
/// ```
public final class EventFileWriter {
  /// The file.
  public let path: String
  /// Bytes of the file, those included that are not flushed yet.
  public private(set) var byteCount: Int
  /// Bytes that are kept in memory at most before they go to the system.
  public static let bufferBytes = 1 << 16

  private let clock: () -> Double
  private var file: Int32
  private var pending: [UInt8] = []

  /// Opens `path` for appending, creating it (with its version record) where it is absent.
  ///
  /// - Parameters:
  ///   - path: The file; TensorBoard finds it when its name contains `tfevents`.
  ///   - clock: Seconds since 1970, stored with each record.
  /// - Throws: `FileError` when the file cannot be opened or written.
  public init(path: String, clock: @escaping () -> Double) throws(FileError) {
    self.path = path
    self.clock = clock
    file = try RegularFile.openToAppend(path)
    let size = lseek(file, 0, SEEK_END)
    guard size >= 0 else {
      let error = FileError("seek", path)
      close(file)
      throw error
    }
    byteCount = Int(size)
    if byteCount == 0 {
      var event = ProtobufWriter()
      event.double(1, clock())
      event.string(3, "brain.Event:2")
      append(event)
      try flush()
    }
  }

  /// Opens an existing file, cut back to `byteCount` bytes, to go on from a checkpoint.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - byteCount: The value of `byteCount` when the checkpoint was made.
  ///   - clock: Seconds since 1970, stored with each record.
  /// - Throws: `FileError` when the file is absent or shorter than that; it is then untouched.
  public convenience init(
    resuming path: String,
    at byteCount: Int,
    clock: @escaping () -> Double
  ) throws(FileError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError("stat", path) }
    guard byteCount >= 0, Int(status.st_size) >= byteCount else {
      throw FileError(
        "resume",
        path,
        code: 0,
        note: "it has \(status.st_size) bytes where the checkpoint has \(byteCount); "
          + "the file was replaced or cut: restore it, or train a run of its own"
      )
    }
    guard truncate(path, off_t(byteCount)) == 0 else { throw FileError("truncate", path) }
    try self.init(path: path, clock: clock)
  }

  deinit {
    try? flush()
    if file >= 0 { close(file) }
  }

  /// Appends the values of one step as one record.
  ///
  /// - Throws: `FileError` when the buffer was full and could not be written.
  public func append(
    _ values: [(tag: String, value: SummaryValue)],
    step: Int
  ) throws(FileError) {
    guard !values.isEmpty else { return }
    var event = header(step: step)
    event.message(5) { summary in
      for (tag, value) in values { value.write(tag: tag, to: &summary) }
    }
    append(event)
    if pending.count >= EventFileWriter.bufferBytes { try flush() }
  }

  /// Appends the values of an observation under the signals' own names.
  public func append(_ observation: Observation) throws(FileError) {
    try append(
      observation.values.map { ($0.signal.rawValue, .scalar($0.value)) },
      step: observation.step
    )
  }

  /// Appends a step of several games as one record: each value under its signal's name and its game's,
  /// what is the whole run's once.
  ///
  /// - Parameters:
  ///   - games: Observations of the same step.
  ///   - others: Further values.
  public func append(
    _ games: [GameObservation],
    with others: [(tag: String, value: SummaryValue)] = []
  ) throws(FileError) {
    guard let step = games.first?.observation.step else { return }
    var values: [(tag: String, value: SummaryValue)] = []
    for (index, item) in games.enumerated() {
      for (signal, value) in item.observation.values
      where index == 0 || item.game != nil && !GameTag.isOfRun(signal) {
        values.append((GameTag.tag(signal, game: item.game), .scalar(value)))
      }
    }
    try append(values + others, step: step)
  }

  /// Appends one number.
  public func scalar(_ tag: String, _ value: Double, step: Int) throws(FileError) {
    try append([(tag, .scalar(value))], step: step)
  }

  /// Appends one PNG file.
  public func image(
    _ tag: String,
    png: [UInt8],
    width: Int,
    height: Int,
    channels: Int = 3,
    step: Int
  ) throws(FileError) {
    let value = SummaryValue.image(png: png, width: width, height: height, channels: channels)
    try append([(tag, value)], step: step)
  }

  /// Appends a Markdown text.
  public func text(_ tag: String, _ markdown: String, step: Int) throws(FileError) {
    try append([(tag, .text(markdown))], step: step)
  }

  /// Appends the run's settings.
  public func hyperParameters(_ parameters: HyperParameters) throws(FileError) {
    var event = header(step: 0)
    event.message(5) { parameters.write(startedAt: clock(), to: &$0) }
    append(event)
    try flush()
  }

  /// Hands everything to the system, so that other processes see it.
  public func flush() throws(FileError) {
    var written = 0
    while written < pending.count {
      let count = pending.withUnsafeBytes { bytes in
        write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        let error = FileError("write", path)
        pending.removeFirst(written)
        throw error
      }
      written += count
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Flushes and waits until the file is on the disk.
  public func synchronize() throws(FileError) {
    try flush()
    guard fsync(file) == 0 else { throw FileError("fsync", path) }
  }

  private func header(step: Int) -> ProtobufWriter {
    var event = ProtobufWriter()
    event.double(1, clock())
    event.varint(2, Int64(step))
    return event
  }

  private func append(_ event: ProtobufWriter) {
    let before = pending.count
    TFRecordFrame.append(event.bytes, to: &pending)
    byteCount += pending.count - before
  }
}
