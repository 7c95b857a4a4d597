// SPDX-License-Identifier: Apache-2.0

public import SaddleImage

/// A folder of PNG and JPEG files as a data source.
///
/// Files are taken in the order of their names' bytes. When all of them stand in two or more
/// sub-folders, the first level of sub-folders names the classes. A folder that holds `train` and
/// `test` trains on the first and holds out the second.
///
/// ```swift
/// import SaddleData
///
/// var options = ImageFolder.Options()
/// (options.size, options.channels) = (32, 3)
/// let source = try ImageFolder(path: "photos", options: options).open(seed: 1)
/// print(try source.nextBatch(size: 64).shape, source.report.summary)
/// ```
public struct ImageFolder: Sendable {
  /// How pictures are brought to one size, and what is forgiven.
  public struct Options: Sendable, Equatable {
    /// Side of the square pictures in pixels.
    public var size = 64
    /// 1 (gray) or 3 (color).
    public var channels = 3
    /// What happens to pictures of another shape.
    public var fit = Image.Fit.cover
    /// What shows through transparency.
    public var background = Color.white
    /// Whether half of the pictures, drawn anew each time, are mirrored left to right.
    public var mirrors = false
    /// Share of the files held out of training where there is no `test` folder.
    public var heldOut = 0.05
    /// Share of the files that may be unreadable; one file is always forgiven.
    public var badFileQuota = 0.001
    /// What a file may cost at most.
    public var limits = ImageLimits()
    /// Threads that read and decode; the order doesn't depend on it.
    public var workers = 1
    /// Decoded pictures are kept in memory up to this; larger sets are decoded when needed.
    public var cacheBytes = 1 << 30
    /// How files are pairs; nil for single pictures.
    public var pairing: ImagePairing?

    /// Creates the defaults.
    public init() {}

    /// Shape of an example.
    var shape: [Int] { [pairing == nil ? channels : 2 * channels, size, size] }
  }

  private var options: Options
  private var name: String
  private var files: [Entry] = []
  private var report = DataReport()
  private var labels: [Int]?
  /// Sizes of the targets by their names, where those are in a folder of their own.
  private var targets: [[UInt8]: Int] = [:]

  /// The classes' names, if there are classes.
  public private(set) var classNames: [String]?

  private struct Entry {
    var file: FolderScan.File
    var isHeldOut: Bool
    var className: FileName?
  }

  /// Reads a folder's names.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - options: How pictures are brought to one size.
  /// - Throws: `DataError` if the folder can't be read or holds no picture.
  public init(path: String, options: Options = Options()) throws(DataError) {
    name = path
    self.options = options
    let scan: FolderScan
    do throws(ImageError) { scan = try FolderScan(FileName(path)) } catch {
      throw DataError(.notFound, "\(error); data.path must name a folder of PNG or JPEG files")
    }
    for error in scan.refused { report.skip(error, named: path) }
    report.filesFound = scan.files.count + scan.refused.count
    if let others = scan.others.passedOver { report.notes.append("passed over \(others)") }
    guard !scan.files.isEmpty else {
      let others = scan.others.passedOver.map { "; there are \($0)" } ?? ""
      let skipped = report.skipped.isEmpty ? "" : "; \(report.summary)"
      throw DataError(.damaged, "\(path): no PNG or JPEG file in it\(others)\(skipped)")
    }
    if case .targets(let folder, _) = options.pairing {
      try noteTargets(in: folder, of: scan.files)
    }
    try report.check(quota: options.badFileQuota, of: path)
    arrange(scan.files)
  }

  /// Looks whether the folder of targets is there, and notes targets that no input belongs to.
  private mutating func noteTargets(
    in folder: String,
    of inputs: [FolderScan.File]
  ) throws(DataError) {
    let scan: FolderScan
    do throws(ImageError) { scan = try FolderScan(FileName(folder)) } catch {
      throw DataError(.notFound, "\(error); paired.targets must name a folder of PNG or JPEG files")
    }
    for file in scan.files { targets[file.relative.bytes] = file.size }
    let names = Set(inputs.map(\.relative.bytes))
    let alone = scan.files.filter { !names.contains($0.relative.bytes) }
    guard let first = alone.first else { return }
    report.notes.append(
      "\(alone.count) targets without an input of their name passed over (\(first.path))"
    )
  }

  private mutating func arrange(_ found: [FolderScan.File]) {
    let slash = UInt8(ascii: "/")
    let parts = found.map { $0.relative.bytes.split(separator: slash).map(Array.init) }
    let tops = Set(parts.map { $0.count > 1 ? $0[0] : [] })
    let isSplit = tops == [Array("train".utf8), Array("test".utf8)]
    let depth = isSplit ? 1 : 0
    let classes = Set(parts.map { $0.count > depth + 1 ? FileName(bytes: $0[depth]) : nil })
    let hasClasses = !classes.contains(nil) && classes.count > 1
    let heldOut = isSplit ? [] : Self.heldOut(found, share: options.heldOut)
    files = found.indices.map { index in
      Entry(
        file: found[index],
        isHeldOut: isSplit ? parts[index][0] == Array("test".utf8) : heldOut.contains(index),
        className: hasClasses ? FileName(bytes: parts[index][depth]) : nil
      )
    }
    guard hasClasses else { return }
    let names = classes.compactMap { $0 }.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    classNames = names.map(\.description)
    labels = files.map { entry in entry.className.flatMap { numbers[$0] } ?? 0 }
  }

  /// Chooses by a checksum of the name, so that adding a file moves hardly any other.
  private static func heldOut(_ files: [FolderScan.File], share: Double) -> Set<Int> {
    let wanted = share > 0 && files.count > 1 ? max(1, Int(Double(files.count) * share)) : 0
    let ranked = files.indices.sorted { left, right in
      let sums = [left, right].map { Gzip.checksum(files[$0].relative.bytes) }
      return (sums[0], left) < (sums[1], right)
    }
    return Set(ranked.prefix(min(wanted, files.count - 1)))
  }

  /// Opens the folder as a source, decoding everything now if it fits the memory set aside.
  ///
  /// - Parameters:
  ///   - seed: Seed of the shuffles.
  ///   - progress: Called with the number of files done and their total, from any thread.
  /// - Throws: `DataError` if more files are bad than the quota allows.
  public func open(
    seed: UInt64,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws(DataError) -> ImageSource {
    let pictureBytes = options.shape.reduce(1, *)
    let decoder = FileDecoder(
      options: options,
      files: files.map(\.file),
      labels: labels,
      targets: targets
    )
    var layout = ImageSource.Layout(
      name: name,
      classNames: classNames,
      training: [],
      heldOut: [],
      mirrors: options.mirrors,
      workers: options.workers,
      badFileQuota: options.badFileQuota,
      report: report
    )
    let fits = files.count <= options.cacheBytes / max(1, pictureBytes)
    var store: any ExampleStore = decoder
    var kept = Array(files.indices)
    if fits {
      let total = files.count
      let results = parallelMap(
        total,
        workers: options.workers,
        progress: { progress($0, total) },
        decoder.result
      )
      (store, kept) = try collect(results, into: &layout.report)
    }
    for (number, index) in kept.enumerated() {
      if files[index].isHeldOut {
        layout.heldOut.append(number)
      } else {
        layout.training.append(number)
      }
    }
    layout.report.filesRead = kept.count
    return try ImageSource(store, layout, seed: seed)
  }

  private func collect(
    _ results: [Result<[UInt8], ImageError>],
    into report: inout DataReport
  ) throws(DataError) -> (ImageSet, [Int]) {
    var bytes: [UInt8] = []
    var kept: [Int] = []
    for (index, result) in results.enumerated() {
      switch result {
      case .success(let pixels):
        bytes += pixels
        kept.append(index)
      case .failure(let error):
        report.skip(error, named: files[index].file.path.description)
      }
    }
    report.filesRead = kept.count
    try report.check(quota: options.badFileQuota, of: name)
    let shape = options.shape
    let chosen = labels.map { all in kept.map { all[$0] } }
    return (ImageSet(shape: shape, bytes: bytes, labels: chosen), kept)
  }
}

/// Decodes one file of a folder at a time.
private struct FileDecoder: ExampleStore {
  let options: ImageFolder.Options
  let files: [FolderScan.File]
  let labels: [Int]?
  let targets: [[UInt8]: Int]

  var count: Int { files.count }
  var shape: [Int] { options.shape }
  var isSlow: Bool { true }
  var fingerprint: String {
    let sum = files.reduce(UInt32(0)) { sum, file in
      let target = targets[file.relative.bytes].map { " and \($0)" } ?? ""
      return Gzip.checksum(
        Array("\(file.size)\(target)".utf8),
        continuing: Gzip.checksum(file.relative.bytes, continuing: sum)
      )
    }
    let pairs = options.pairing.map { ", pairs \($0)" } ?? ""
    return "\(files.count) of \(shape) names crc \(String(sum, radix: 16))\(pairs)"
  }

  func result(_ index: Int) -> Result<[UInt8], ImageError> {
    do throws(ImageError) { return .success(Array(try pixels(at: index))) } catch {
      return .failure(error)
    }
  }

  func pixels(at index: Int) throws(ImageError) -> ArraySlice<UInt8> {
    guard let pairing = options.pairing else {
      return try fitted(decode(files[index].path)).pixels[...]
    }
    let (input, target) = try pairing.read(files[index], decode)
    return try ImagePairing.interleaved(fitted(input), fitted(target))[...]
  }

  private func decode(_ path: FileName) throws(ImageError) -> Image {
    try ImageDecoder.decode(path: path, limits: options.limits, background: options.background)
  }

  private func fitted(_ image: Image) throws(ImageError) -> Image {
    try image.converted(toChannels: options.channels).fitted(
      width: options.size,
      height: options.size,
      fit: options.fit,
      background: options.background
    )
  }
}
