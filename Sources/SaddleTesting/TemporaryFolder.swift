// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A folder that lives as long as a test.
public final class TemporaryFolder {
  /// The folder.
  public let url: URL

  /// Where tests of this process put what is temporary.
  ///
  /// It goes when the process ends, and with it what a test forgets; what a process left that was
  /// killed goes when the next one begins.
  public static let root: URL = {
    let folder = FileManager.default.temporaryDirectory
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where isAbandoned(name) {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
    let root = folder.appendingPathComponent("\(prefix)\(getpid())")
    try? FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: TemporaryFolder.root) }
    return root
  }()

  private static let prefix = "saddle-tests-"

  /// Whether a name is that of a process that is no more.
  static func isAbandoned(_ name: String) -> Bool {
    guard name.hasPrefix(prefix), let process = Int32(name.dropFirst(prefix.count)) else {
      return false
    }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  /// Creates a folder of its own.
  public init() throws {
    url = Self.root.appendingPathComponent("saddle-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// Writes a file at a path in the folder, folders above it included.
  public func write(_ text: String, to path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: file)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }
}
