// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Fetches and unpacks Debian packages without installing them and without root.
struct DebianPackages {
  /// A folder for downloads and apt's private state; the caller removes it.
  let folder: String

  /// Fetches packages and unpacks them into one tree.
  ///
  /// - Parameters:
  ///   - names: Debian's names.
  ///   - root: Where the tree goes.
  ///   - progress: Told what happens.
  /// - Returns: Name, version and checksum of each.
  /// - Throws: `DataError` with the tool's last line and the way out.
  func unpack(
    _ names: [String],
    into root: String,
    progress: (String) -> Void
  ) throws(DataError) -> [DataManifest.Package] {
    for tool in ["apt-get", "dpkg-deb", "sha256sum"] {
      guard ShellTool.exists(tool) else {
        throw DataError(
          .failed,
          "\(tool) is needed to fetch \(names.joined(separator: ", ")); use Debian or Ubuntu (a "
            + "container will do), or unpack the packages elsewhere and give --from FOLDER"
        )
      }
    }
    let downloads = "\(folder)/debian"
    try FileWork.create(downloads)
    try FileWork.create(root)
    progress("fetching \(names.joined(separator: ", ")) from Debian")
    try download(names, into: downloads, progress)
    let files = try FileWork.names(in: downloads).filter { $0.hasSuffix(".deb") }
    return try names.map { name throws(DataError) in
      guard let file = files.first(where: { $0.hasPrefix("\(name)_") }) else {
        throw DataError(.failed, "apt-get fetched no file for \(name); run the same command again")
      }
      let path = "\(downloads)/\(file)"
      progress("unpacking \(name)")
      let version = try ShellTool.run("dpkg-deb", ["--field", path, "Version"], in: downloads)
      let sum = try ShellTool.run("sha256sum", [path], in: downloads)
      _ = try ShellTool.run("dpkg-deb", ["--extract", path, root], in: downloads)
      return DataManifest.Package(
        name: name,
        version: version.trimmingCharacters(in: .whitespacesAndNewlines),
        sha256: String(sum.prefix { $0 != " " })
      )
    }
  }

  /// Tries the machine's package lists first, then lists of our own.
  private func download(
    _ names: [String],
    into downloads: String,
    _ progress: (String) -> Void
  ) throws(DataError) {
    do throws(DataError) {
      _ = try ShellTool.run("apt-get", ["download"] + names, in: downloads)
    } catch {
      progress("updating a private copy of the package lists")
      let options = try privateState()
      do throws(DataError) {
        _ = try ShellTool.run("apt-get", options + ["update"], in: downloads)
        _ = try ShellTool.run("apt-get", options + ["download"] + names, in: downloads)
      } catch {
        throw DataError(
          .failed,
          "\(error); check the network and `apt-get update`, then run the same command again"
        )
      }
    }
  }

  /// Options that keep apt's state in `folder`, so that no root is needed.
  private func privateState() throws(DataError) -> [String] {
    let state = "\(folder)/apt"
    try FileWork.create("\(state)/lists/partial")
    try FileWork.create("\(state)/archives/partial")
    return [
      "-o", "Dir::State::Lists=\(state)/lists", "-o", "Dir::Cache=\(state)",
      "-o", "APT::Sandbox::User=", "-o", "Debug::NoLocking=1",
    ]
  }
}

/// Runs a program and waits for it.
enum ShellTool {
  static func exists(_ name: String) -> Bool { path(of: name) != nil }

  private static func path(of name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(
      separator: ":"
    )
    return folders.map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs a program.
  ///
  /// - Returns: What it wrote to standard output.
  /// - Throws: `DataError` with its last line if it fails.
  static func run(
    _ name: String,
    _ arguments: [String],
    in folder: String
  ) throws(DataError) -> String {
    guard let path = path(of: name) else {
      throw DataError(.failed, "\(name) is not installed")
    }
    let process = Process()
    let (output, errors) = (Pipe(), URL(fileURLWithPath: "\(folder)/.\(name).errors"))
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C"]) { $1 }
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
    process.standardError = try? FileHandle(forWritingTo: errors)
    let text: String
    do {
      try process.run()
      let data = try output.fileHandleForReading.readToEnd() ?? Data()
      text = String(decoding: data, as: UTF8.self)
    } catch {
      throw DataError(.failed, "\(name) could not be run: \(error.localizedDescription)")
    }
    process.waitUntilExit()
    let complaint = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
    try? FileManager.default.removeItem(at: errors)
    guard process.terminationStatus == 0 else {
      let line = (complaint + text).split(separator: "\n").last ?? "no message"
      throw DataError(.failed, "\(name) failed: \(line)")
    }
    return text
  }
}
