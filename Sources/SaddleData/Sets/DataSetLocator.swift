// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Where prepared data sets are looked for.
public struct DataSetLocator: Sendable {
  /// Folders that hold sets, in the order they are searched.
  public let roots: [String]
  /// Where `saddle data prepare` puts a set unless told otherwise.
  public let defaultRoot: String

  /// Creates the search order: `$SADDLE_DATA`, the user's cache, the engine's folder,
  /// `/usr/share/datasets`.
  ///
  /// - Parameters:
  ///   - environment: The process's environment.
  ///   - programPath: The running program, beside which an engine's folder may stand.
  public init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    programPath: String? = Bundle.main.executablePath
  ) {
    func folder(_ key: String) -> String? {
      environment[key].flatMap { $0.isEmpty ? nil : $0 }
    }
    let cache =
      folder("XDG_CACHE_HOME") ?? folder("HOME").map { "\($0)/.cache" }
      ?? NSTemporaryDirectory()
    let cacheRoot = "\(cache)/saddle/data"
    var roots = [folder("SADDLE_DATA"), cacheRoot].compactMap { $0 }
    let shared = "usr/share/datasets"
    if let engine = folder("SADDLE_ENGINE") { roots.append("\(engine)/system/\(shared)") }
    roots += Self.engines(besides: programPath).map { "\($0)/system/\(shared)" }
    self.roots = roots + ["/\(shared)"]
    defaultRoot = folder("SADDLE_DATA") ?? cacheRoot
  }

  /// Creates a search of given folders alone.
  ///
  /// - Parameters:
  ///   - roots: The folders, in order.
  ///   - defaultRoot: Where new sets go.
  public init(roots: [String], defaultRoot: String) {
    self.roots = roots
    self.defaultRoot = defaultRoot
  }

  /// Engine folders near a program: `.engine` of the clone it was built in, `lib/saddle` of the
  /// prefix it is installed in.
  private static func engines(besides program: String?) -> [String] {
    guard let program else { return [] }
    var folder = URL(fileURLWithPath: program).resolvingSymlinksInPath()
      .deletingLastPathComponent()
    var found = ["\(folder.deletingLastPathComponent().path)/lib/saddle"]
    for _ in 0..<4 where folder.path != "/" {
      found.append("\(folder.path)/.engine")
      folder = folder.deletingLastPathComponent()
    }
    return found
  }

  static func folderName(_ info: DataSetInfo, size: Int) -> String {
    size == info.defaultSize ? info.name : "\(info.name)-\(size)"
  }

  /// Returns where `saddle data prepare` puts a set of that size.
  ///
  /// - Parameters:
  ///   - info: The set.
  ///   - size: Side in pixels.
  /// - Returns: A folder, which need not exist.
  public func defaultFolder(_ info: DataSetInfo, size: Int) -> String {
    "\(defaultRoot)/\(Self.folderName(info, size: size))"
  }

  /// Returns where a set is prepared, at the size wanted or larger.
  ///
  /// - Parameters:
  ///   - info: The set.
  ///   - size: Side in pixels.
  /// - Returns: Its folder; nil where it isn't prepared.
  public func find(_ info: DataSetInfo, size: Int) -> String? {
    let names = [Self.folderName(info, size: size), info.name]
    for root in roots {
      for name in names where holds(info, "\(root)/\(name)", atLeast: size) {
        return "\(root)/\(name)"
      }
    }
    return nil
  }

  /// Returns where a set is prepared, at any size.
  ///
  /// - Parameter info: The set.
  /// - Returns: Its folders, in the order they are searched.
  public func all(_ info: DataSetInfo) -> [String] {
    roots.flatMap { root -> [String] in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
      return names.sorted().filter { $0 == info.name || $0.hasPrefix("\(info.name)-") }
        .map { "\(root)/\($0)" }.filter { holds(info, $0, atLeast: 1) }
    }
  }

  /// Returns where a set is prepared or says how to prepare it.
  ///
  /// - Parameters:
  ///   - info: The set.
  ///   - size: Side in pixels.
  /// - Throws: `DataError` of code `.notFound` with the command to run.
  public func require(_ info: DataSetInfo, size: Int) throws(DataError) -> String {
    if let folder = find(info, size: size) { return folder }
    let option = size == info.defaultSize || !info.markers.isEmpty ? "" : " --size \(size)"
    throw DataError(
      .notFound,
      "data.source \(info.name) is not prepared at \(size)x\(size) (looked in "
        + "\(roots.joined(separator: ", "))); run: saddle data prepare \(info.name)\(option)"
    )
  }

  private func holds(_ info: DataSetInfo, _ folder: String, atLeast size: Int) -> Bool {
    if !info.markers.isEmpty {
      return info.markers.allSatisfy { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
    }
    guard let manifest = try? DataManifest.read(in: folder) else { return false }
    return manifest.name == info.name && manifest.size >= size
  }
}
