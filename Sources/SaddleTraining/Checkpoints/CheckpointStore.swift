// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SaddleRuns

/// The checkpoints of a run: `checkpoints/STEP/`, each complete or absent.
///
/// A set is written into a hidden temporary folder, every file synchronised, its manifest last;
/// then read back, renamed and the parent folder synchronised. Older sets go only after that.
/// A crash, a full disk or an I/O error at any point leaves the older sets untouched.
public struct CheckpointStore: Sendable {
  /// A checkpoint that cannot be used, and why.
  public struct Damage: Error, Sendable, Equatable, CustomStringConvertible {
    /// The step of the set.
    public var step: Int
    /// The file of the set, with its folder.
    public var path: String
    /// What is wrong with it.
    public var reason: String

    /// One line.
    public var description: String { "checkpoint \(step) is damaged: \(path): \(reason)" }
  }

  /// The folder that holds the sets.
  public let folder: String
  /// How many of the newest sets are kept; the best one is kept besides.
  public let keep: Int

  private static let partialPrefix = ".partial-"

  /// Names a folder that exists.
  public init(folder: String, keep: Int) {
    self.folder = folder
    self.keep = max(1, keep)
  }

  /// The folder of the set of `step`.
  public func path(step: Int) -> String { "\(folder)/\(step)" }

  /// The steps of the sets there are, oldest first; damaged ones included.
  public func steps() -> [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { Int($0) }.filter { $0 >= 0 }.sorted()
  }

  /// Saves a set and, once it is proved readable, removes the sets that are not to be kept.
  ///
  /// - Parameters:
  ///   - step: The generator step after which it is taken.
  ///   - best: The step of the best set, which rotation must not remove.
  ///   - fill: Writes the files through the writer.
  /// - Throws: `FileError` or what `fill` throws; older sets are then untouched.
  public func save(
    step: Int,
    best: Int? = nil,
    fill: (inout CheckpointWriter) throws -> Void
  ) throws {
    let partial = "\(folder)/\(Self.partialPrefix)\(step)-\(getpid())"
    try? FileManager.default.removeItem(atPath: partial)
    do {
      guard mkdir(partial, 0o755) == 0 else { throw FileError("mkdir", partial) }
      var writer = CheckpointWriter(folder: partial, manifest: CheckpointManifest(step: step))
      try fill(&writer)
      try AtomicFile.writeDurably(
        writer.manifest.encoded(),
        to: partial + "/" + CheckpointManifest.fileName
      )
      try AtomicFile.synchronizeFolder(partial)
      try verify(folder: partial, step: step)
      try putInPlace(partial, step: step)
    } catch {
      try? FileManager.default.removeItem(atPath: partial)
      throw error
    }
    rotate(best: best)
  }

  /// Returns the newest set that is intact, telling of each newer one that is not.
  public func newestIntact(report: (Damage) -> Void) -> Int? {
    for step in steps().reversed() {
      do throws(Damage) {
        try verify(step: step)
        return step
      } catch {
        report(error)
      }
    }
    return nil
  }

  /// Reads a file of a set and checks its length and checksum.
  public func read(_ name: String, step: Int) throws(Damage) -> Data {
    let manifest = try manifest(folder: path(step: step), step: step)
    guard let entry = manifest.files.first(where: { $0.name == name }) else {
      throw Damage(step: step, path: path(step: step) + "/" + name, reason: "not in the manifest")
    }
    return try read(entry, folder: path(step: step), step: step)
  }

  /// The names of the files of a set.
  func files(step: Int) throws(Damage) -> Set<String> {
    Set(try manifest(folder: path(step: step), step: step).files.map(\.name))
  }

  /// Checks every file of the set of `step`.
  public func verify(step: Int) throws(Damage) {
    try verify(folder: path(step: step), step: step)
  }

  /// Removes what a killed process left behind.
  ///
  /// Call it with the run's lock held.
  public func sweep() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(Self.partialPrefix) {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  private func verify(folder: String, step: Int) throws(Damage) {
    for entry in try manifest(folder: folder, step: step).files {
      _ = try read(entry, folder: folder, step: step)
    }
  }

  private func manifest(folder: String, step: Int) throws(Damage) -> CheckpointManifest {
    let path = folder + "/" + CheckpointManifest.fileName
    guard let data = try? RegularFile.read(path, limit: .max) else {
      throw Damage(step: step, path: path, reason: "cannot be read")
    }
    guard let manifest = CheckpointManifest(decoding: data), manifest.step == step else {
      throw Damage(step: step, path: path, reason: "its checksum does not match")
    }
    return manifest
  }

  private func read(
    _ entry: CheckpointManifest.Entry,
    folder: String,
    step: Int
  ) throws(Damage) -> Data {
    let path = folder + "/" + entry.name
    guard let data = try? RegularFile.read(path, limit: .max) else {
      throw Damage(step: step, path: path, reason: "cannot be read")
    }
    guard data.count == entry.bytes else {
      throw Damage(
        step: step,
        path: path,
        reason: "\(data.count) bytes instead of \(entry.bytes)"
      )
    }
    guard checksum(data) == entry.crc32c else {
      throw Damage(step: step, path: path, reason: "its checksum does not match")
    }
    return data
  }

  private func putInPlace(_ partial: String, step: Int) throws(FileError) {
    let final = path(step: step)
    if FileManager.default.fileExists(atPath: final) { discard(step: step) }
    guard rename(partial, final) == 0 else { throw FileError("rename", final) }
    try AtomicFile.synchronizeFolder(folder)
  }

  private func rotate(best: Int?) {
    for step in steps().dropLast(keep) where step != best { discard(step: step) }
  }

  /// Takes a set out of sight first, so that no half-removed set stands under a final name.
  func discard(step: Int) {
    let hidden = "\(folder)/\(Self.partialPrefix)old-\(step)-\(getpid())"
    guard rename(path(step: step), hidden) == 0 else { return }
    try? FileManager.default.removeItem(atPath: hidden)
  }
}

/// Writes the files of one checkpoint and keeps account of them.
public struct CheckpointWriter {
  let folder: String
  var manifest: CheckpointManifest

  /// Writes a file of the set and waits until it is on the disk.
  public mutating func write(_ data: Data, as name: String) throws(FileError) {
    try AtomicFile.writeDurably(data, to: folder + "/" + name)
    manifest.files.append(
      .init(name: name, bytes: data.count, crc32c: checksum(data))
    )
  }
}
