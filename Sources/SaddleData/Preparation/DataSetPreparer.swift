// SPDX-License-Identifier: Apache-2.0

import Foundation
internal import SaddleImage
import SaddleRuns

/// Builds a data set from Debian's packages: fetch, convert, split, write, and only then rename.
///
/// Everything happens in a folder beside the destination, so that a set is there whole or not at
/// all; `partialFolder` may be removed at any time.
///
/// ```swift
/// import SaddleData
/// import SaddleImage
///
/// let emoji = try DataSetCatalog.info(named: "emoji")
/// let folder = DataSetLocator().defaultFolder(emoji, size: 32)
/// let request = PrepareRequest(info: emoji, size: 32, background: .white, destination: folder)
/// let manifest = try DataSetPreparer(request).run { print($0) }
/// ```
public struct DataSetPreparer: Sendable {
  /// The set, its size and where it goes.
  public let request: PrepareRequest
  /// Where the work goes on until it is done.
  public let partialFolder: String

  /// What is going on.
  public enum Progress: Sendable, Equatable {
    /// A step that has no count.
    case stage(String)
    /// So many of so many pictures read or written.
    case pictures(String, done: Int, total: Int)
  }

  /// Creates a preparer.
  ///
  /// - Parameter request: What to prepare.
  public init(_ request: PrepareRequest) {
    self.request = request
    partialFolder = "\(request.destination).partial-\(ProcessInfo.processInfo.processIdentifier)"
  }

  /// Prepares the set.
  ///
  /// - Parameter progress: Told what is going on, from any thread.
  /// - Returns: The manifest that was written.
  /// - Throws: `DataError`; nothing is left behind and an earlier set is untouched.
  public func run(
    progress: @escaping @Sendable (Progress) -> Void
  ) throws(DataError) -> DataManifest {
    if let known = try checkDestination() { return known }
    removeAbandoned()
    defer { FileWork.remove(partialFolder) }
    let work = "\(partialFolder)/work"
    let set = "\(partialFolder)/set"
    try FileWork.create(work)
    try FileWork.create(set)
    var packages = request.info.packages.map {
      DataManifest.Package(name: $0, version: nil, sha256: nil)
    }
    let root = request.unpacked ?? "\(work)/root"
    if request.unpacked == nil {
      packages = try DebianPackages(folder: work).unpack(request.info.packages, into: root) {
        progress(.stage($0))
      }
    }
    var manifest: DataManifest
    if let builder = SetBuilders.all[request.info.name] {
      manifest = try build(builder, from: root, into: set, progress)
    } else {
      manifest = try FashionMNISTFiles.copy(from: root, into: set, request.info)
    }
    manifest.packages = packages
    try finish(manifest, set)
    return manifest
  }

  /// Returns the manifest if the set is there as wanted; refuses to replace what isn't a set.
  private func checkDestination() throws(DataError) -> DataManifest? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: request.destination)) ?? []
    if names.isEmpty { return nil }
    guard let known = try DataManifest.read(in: request.destination) else {
      throw DataError(
        .failed,
        "\(request.destination) holds other files and no data set; name a new folder with --to"
      )
    }
    let background = known.background ?? request.background.description
    let isSame =
      known.name == request.info.name && known.size == request.size
      && background == request.background.description
    return isSame && !request.isForced ? known : nil
  }

  /// Removes what a killed run of ours left beside the destination.
  private func removeAbandoned() {
    let folder = FilePath.openFolder(of: request.destination)
    let prefix = (request.destination as NSString).lastPathComponent + ".partial-"
    for name in (try? FileWork.names(in: folder)) ?? [] {
      guard name.hasPrefix(prefix), AtomicFile.isAbandoned(name) else { continue }
      FileWork.remove("\(folder)/\(name)")
    }
  }

  private func build(
    _ builder: any SetBuilder,
    from root: String,
    into set: String,
    _ progress: @escaping @Sendable (Progress) -> Void
  ) throws(DataError) -> DataManifest {
    var report = DataReport()
    let pictures = try builder.pictures(in: root, request, report: &report) {
      progress(.pictures("reading", done: $0, total: $1))
    }
    guard !pictures.isEmpty else {
      throw DataError(
        .damaged,
        "\(request.info.name): no picture in the package; \(report.summary)"
      )
    }
    progress(.stage("keeping near copies together"))
    var groups = NearCopies(count: pictures.count)
    groups.join(sharing: pictures.map(\.key))
    groups.join(sharing: pictures.map { Optional($0.image.pixels) })
    if builder.joinsSimilar {
      let thumbnails = pictures.compactMap {
        try? $0.image.resized(width: 12, height: 12, filter: .area).pixels
      }
      if thumbnails.count == pictures.count { groups.join(similar: thumbnails, distance: 3) }
    }
    let isTest = groups.testPart(names: pictures.map(\.key))
    let checksum = try write(pictures, isTest, into: set, progress)
    let classes = pictures.compactMap(\.className)
    return DataManifest(
      name: request.info.name,
      license: request.info.license,
      packages: [],
      size: request.size,
      channels: request.info.channels,
      background: builder.hasTransparency ? request.background.description : nil,
      trainingCount: isTest.count { !$0 },
      testCount: isTest.count { $0 },
      splitRule: builder.splitRule,
      groupCount: Set(pictures.indices.map { groups.group(of: $0) }).count,
      classes: classes.isEmpty
        ? nil : Dictionary(grouping: classes, by: { $0 }).mapValues(\.count),
      contentChecksum: checksum,
      skipped: report.skipped
    )
  }

  private func write(
    _ pictures: [PreparedPicture],
    _ isTest: [Bool],
    into set: String,
    _ progress: @escaping @Sendable (Progress) -> Void
  ) throws(DataError) -> String {
    var checksum: UInt32 = 0
    var folders: Set<String> = []
    for (index, picture) in pictures.enumerated() {
      let folder =
        "\(set)/\(isTest[index] ? "test" : "train")" + (picture.className.map { "/\($0)" } ?? "")
      if folders.insert(folder).inserted { try FileWork.create(folder) }
      let bytes: [UInt8]
      do throws(ImageError) { bytes = try picture.image.encodePNG() } catch {
        throw DataError(.failed, "\(picture.name): \(error)")
      }
      checksum = Gzip.checksum(bytes, continuing: checksum)
      try FileWork.write(bytes, "\(folder)/\(picture.name).png")
      if index % 64 == 63 || index == pictures.count - 1 {
        progress(.pictures("writing", done: index + 1, total: pictures.count))
      }
    }
    return String(checksum, radix: 16)
  }

  private func finish(_ manifest: DataManifest, _ set: String) throws(DataError) {
    guard let data = try? manifest.encoded() else {
      throw DataError(.failed, "\(request.info.name): the manifest could not be written")
    }
    try FileWork.write(Array(data), "\(set)/\(DataManifest.fileName)")
    // The new name must not reach the disk before the content does.
    sync()
    try FileWork.replace(
      request.destination,
      by: set,
      movingEarlierTo: "\(partialFolder)/earlier"
    )
  }
}

/// Fashion-MNIST needs no conversion: its four files are copied and checked.
enum FashionMNISTFiles {
  static let folder = "usr/share/datasets/fashion-mnist"
  static let parts = [("train", 60_000), ("t10k", 10_000)]

  static func copy(
    from root: String,
    into set: String,
    _ info: DataSetInfo
  ) throws(DataError) -> DataManifest {
    var checksum: UInt32 = 0
    for (part, count) in parts {
      for (kind, dimensions) in [("images-idx3", [count, 28, 28]), ("labels-idx1", [count])] {
        let name = "\(part)-\(kind)-ubyte.gz"
        let path = "\(root)/\(folder)/\(name)"
        let file = try IDXFile(path: path, maximumBytes: 100_000_000)
        guard file.dimensions == dimensions else {
          throw DataError(.damaged, "\(path) holds \(file.dimensions), not \(dimensions)")
        }
        guard let data = try? RegularFile.read(path) else {
          throw DataError(.notFound, "\(path) can't be read")
        }
        checksum = Gzip.checksum(Array(data), continuing: checksum)
        try FileWork.write(Array(data), "\(set)/\(name)")
      }
    }
    return DataManifest(
      name: info.name,
      license: info.license,
      packages: [],
      size: info.defaultSize,
      channels: info.channels,
      trainingCount: parts[0].1,
      testCount: parts[1].1,
      splitRule: "as published: 60,000 for training, 10,000 for testing",
      contentChecksum: String(checksum, radix: 16)
    )
  }
}
