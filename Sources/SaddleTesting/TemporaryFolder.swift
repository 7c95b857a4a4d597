// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A folder that lives as long as a test.
public final class TemporaryFolder {
  /// The folder.
  public let url: URL

  /// Creates a folder of its own.
  public init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("saddle-test-\(UUID().uuidString)")
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
