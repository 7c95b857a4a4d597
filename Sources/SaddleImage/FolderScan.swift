// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The pictures of a folder and everything below it, in the order of their names' bytes.
///
/// Names ending in .png, .jpg or .jpeg are pictures; whether they are readable ones is found out
/// when they are decoded. Symbolic links are followed, and a folder is entered once.
public struct FolderScan: Sendable {
  /// A picture to be.
  public struct File: Sendable, Equatable {
    /// Where it is.
    public var path: FileName
    /// Its path below the folder.
    public var relative: FileName
    /// Its size in bytes when the folder was read.
    public var size: Int
  }

  /// The pictures, sorted by `relative`.
  public private(set) var files: [File] = []
  /// Names that look like pictures and are none: pipes, devices, folders, dead links.
  public private(set) var refused: [ImageError] = []
  /// Other files, which are passed over.
  public private(set) var others = FileKinds()

  private var visited: Set<[UInt64]> = []

  /// Reads a folder.
  ///
  /// - Parameter root: The folder.
  /// - Throws: `ImageError` if the folder itself can't be read.
  public init(_ root: FileName) throws(ImageError) {
    guard let folder = status(of: root) else { throw FileBytes.systemError().at(root.description) }
    guard folder.st_mode & S_IFMT == S_IFDIR else {
      throw ImageError(.notAFile, "a folder of pictures is expected here", path: root.description)
    }
    visited.insert(Self.identity(of: folder))
    var pending: [(path: FileName, relative: FileName)] = [(root, FileName(bytes: []))]
    while let next = pending.popLast() {
      guard let names = Self.names(in: next.path) else {
        let error = FileBytes.systemError().at(next.path.description)
        if next.relative.bytes.isEmpty { throw error }
        refused.append(error)
        continue
      }
      for name in names where name.bytes.first != UInt8(ascii: ".") {
        let relative = next.relative.appending(name)
        if let folder = visit(next.path.appending(name), relative) {
          pending.append((folder, relative))
        }
      }
    }
    files.sort { $0.relative < $1.relative }
    refused.sort { ($0.path ?? "") < ($1.path ?? "") }
  }

  /// Files one entry; returns it if it is a folder to be read.
  private mutating func visit(_ path: FileName, _ relative: FileName) -> FileName? {
    let looksLikePicture = Self.hasPictureEnding(path)
    guard let status = status(of: path) else {
      if looksLikePicture { refused.append(FileBytes.systemError().at(path.description)) }
      return nil
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG where looksLikePicture:
      files.append(File(path: path, relative: relative, size: Int(status.st_size)))
    case S_IFREG:
      others.add(path.lastComponent)
    case S_IFDIR where !looksLikePicture:
      return visited.insert(Self.identity(of: status)).inserted ? path : nil
    default:
      guard looksLikePicture else { return nil }
      let kind = FileBytes.kind(of: status.st_mode)
      refused.append(ImageError(.notAFile, "\(kind), not a file", path: path.description))
    }
    return nil
  }

  private static func hasPictureEnding(_ path: FileName) -> Bool {
    let name = path.lastComponent.bytes.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }
    return [".png", ".jpg", ".jpeg"].contains { name.suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  private static func identity(of status: stat) -> [UInt64] {
    [UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino)]
  }

  /// Returns the names in a folder, or nil with `errno` set.
  private static func names(in path: FileName) -> [FileName]? {
    guard let folder = path.withCString({ opendir($0) }) else { return nil }
    defer { closedir(folder) }
    var names: [FileName] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      names.append(FileName(bytes: name))
    }
    return names
  }
}

private func status(of path: FileName) -> stat? {
  var result = stat()
  return path.withCString { stat($0, &result) } == 0 ? result : nil
}
