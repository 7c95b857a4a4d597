// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SaddleRuns

/// The checkpoints of a run: `checkpoints/STEP/`, each complete or absent.
///
/// A set is written into a hidden temporary folder, every file synchronized, its manifest last;
/// then read back, renamed and the parent folder synchronized. Older sets go only after that.
/// A crash, a full disk or an I/O error at any point leaves the older sets untouched.
public struct CheckpointStore: Sendable {
  /// The folder that holds the sets.
  public let folder: String
  /// How many of the newest intact sets are kept; the best one is kept besides.
  public let keep: Int

  private let proved = ProvedSets()
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
  ///   - pinned: Steps of other sets that it must not remove.
  ///   - fill: Writes the files through the writer.
  /// - Throws: `FileError` or what `fill` throws; older sets are then untouched.
  public func save(
    step: Int,
    best: Int? = nil,
    pinned: Set<Int> = [],
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
      proved.insert(step, in: path(step: step))
    } catch {
      try? FileManager.default.removeItem(atPath: partial)
      throw error
    }
    rotate(keeping: pinned.union([step, best].compactMap { $0 }))
  }

  /// Returns the newest set that is intact, telling of each newer one that is not.
  ///
  /// - Throws: `Damage` of a set of a newer layout: it is whole, and going back behind it would lose
  ///   it without anybody having said so.
  public func newestIntact(report: (Damage) -> Void) throws(Damage) -> Int? {
    for step in steps().reversed() {
      do throws(Damage) {
        try verify(step: step)
        return step
      } catch {
        if error.newerLayout != nil { throw error }
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
    if let layout = CheckpointManifest.newerLayout(of: data) {
      throw Damage(step: step, path: path, newerLayout: layout)
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
    if FileManager.default.fileExists(atPath: final) {
      // At no moment there is none of the step; where the file system can't, for a moment.
      if AtomicFile.exchange(partial, final) {
        try AtomicFile.synchronizeFolder(folder)
        try? FileManager.default.removeItem(atPath: partial)
        return
      }
      discard(step: step)
    }
    guard rename(partial, final) == 0 else { throw FileError("rename", final) }
    try AtomicFile.synchronizeFolder(folder)
  }

  /// Removes what is older than the newest `keep` intact sets.
  ///
  /// Damaged ones don't count; those that are newer stay for whoever wants to look at them. One of a
  /// newer layout is somebody's: it neither counts nor goes. The
  /// one that was just saved stays, whatever lies beyond it.
  private func rotate(keeping pinned: Set<Int>) {
    var kept = 0
    for step in steps().reversed() {
      let damage = damage(step)
      if damage?.newerLayout != nil { continue }
      if kept >= keep {
        if !pinned.contains(step) { discard(step: step) }
      } else if damage == nil {
        kept += 1
      }
    }
  }

  /// What keeps a set from being gone on from, or nil; read once for each set.
  private func damage(_ step: Int) -> Damage? {
    if proved.contains(step, in: path(step: step)) { return nil }
    do throws(Damage) { try verify(step: step) } catch { return error }
    proved.insert(step, in: path(step: step))
    return nil
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
