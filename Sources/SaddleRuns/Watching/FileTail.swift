// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The end of a growing file: hands out each byte once, whatever happens to the file.
///
/// Noticed: growth, truncation, a rewrite in place (by the bytes at the beginning and before the
/// place that was read), replacement by another file of the same name, removal and re-creation.
/// A replacement that begins with the very bytes that were read (`rsync`) is the same file.
final class FileTail {
  /// What a poll found.
  enum Piece {
    /// The next bytes.
    case bytes(UnsafeRawBufferPointer)
    /// What comes next is a new beginning of the file.
    case restart
  }

  static let chunkBytes = FileChunks.chunkBytes
  private static let headLimit = 256
  private static let tailLimit = 64

  let path: String
  /// Bytes that were handed out since the last beginning.
  private(set) var offset = 0
  /// Why the file can't be read at present, nil where it can.
  private(set) var trouble: FileError?

  private var file: Int32 = -1
  private var identity = Identity()
  private var digest = PrefixDigest()
  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  private var buffer = [UInt8](repeating: 0, count: FileTail.chunkBytes)

  private struct Identity: Equatable {
    var device: UInt64 = 0
    var node: UInt64 = 0

    init() {}

    init(_ status: stat) {
      device = UInt64(status.st_dev)
      node = UInt64(status.st_ino)
    }
  }

  init(_ path: String) {
    self.path = path
  }

  deinit {
    if file >= 0 { close(file) }
  }

  /// Reads what is new, `limit` bytes at most.
  ///
  /// - Returns: Whether there is more to read at once.
  func poll(limit: Int, _ body: (Piece) -> Void) -> Bool {
    guard openIfNeeded() else { return false }
    var status = stat()
    guard fstat(file, &status) == 0 else {
      trouble = FileError("stat", path)
      return false
    }
    if isRewritten(size: Int(status.st_size)) { begin(body) }
    var left = limit
    while left > 0 {
      let count = read(at: offset, limit: min(left, buffer.count))
      if count <= 0 {
        guard reopenIfReplaced(body) else { return false }
        continue
      }
      note(count)
      buffer.withUnsafeBytes { body(.bytes(UnsafeRawBufferPointer(rebasing: $0[..<count]))) }
      left -= count
    }
    return true
  }

  private func openIfNeeded() -> Bool {
    if file >= 0 { return true }
    guard let opened = open() else { return false }
    file = opened
    var status = stat()
    if fstat(file, &status) == 0 { identity = Identity(status) }
    return true
  }

  private func open() -> Int32? {
    do throws(FileError) {
      let file = try RegularFile.open(path)
      trouble = nil
      return file
    } catch {
      trouble = error.code == ENOENT ? nil : error
      return nil
    }
  }

  private func begin(_ body: (Piece) -> Void) {
    offset = 0
    digest = PrefixDigest()
    head = []
    tail = []
    body(.restart)
  }

  /// Whether what was read is no longer what stands in the file.
  private func isRewritten(size: Int) -> Bool {
    if size < offset { return true }
    if offset == 0 { return false }
    return !stands(head, at: 0) || !stands(tail, at: offset - tail.count)
  }

  private func stands(_ bytes: [UInt8], at place: Int) -> Bool {
    var found = [UInt8](repeating: 0, count: bytes.count)
    let count = found.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, off_t(place)) }
    return count == bytes.count && found == bytes
  }

  private func read(at place: Int, limit: Int) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes { pread(file, $0.baseAddress, limit, off_t(place)) }
      if count >= 0 { return count }
      guard errno == EINTR else {
        trouble = FileError("read", path)
        return -1
      }
    }
  }

  /// Takes account of the first `count` bytes of the buffer.
  private func note(_ count: Int) {
    let bytes = buffer[..<count]
    digest.take(bytes)
    if head.count < FileTail.headLimit {
      head.append(contentsOf: bytes.prefix(FileTail.headLimit - head.count))
    }
    tail = Array((tail + bytes.suffix(FileTail.tailLimit)).suffix(FileTail.tailLimit))
    offset += count
  }

  /// Goes over to another file of this name where there is one; true where it is to be read.
  private func reopenIfReplaced(_ body: (Piece) -> Void) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, Identity(status) != identity else { return false }
    guard let next = open() else { return false }
    close(file)
    file = next
    identity = Identity(status)
    if !beginsWithWhatWasRead() { begin(body) }
    return true
  }

  private func beginsWithWhatWasRead() -> Bool {
    var found = PrefixDigest()
    var place = 0
    while place < offset {
      let count = read(at: place, limit: min(buffer.count, offset - place))
      guard count > 0 else { return false }
      found.take(buffer[..<count])
      place += count
    }
    return found == digest
  }
}

/// A digest of all bytes so far (FNV-1a over words): to recognize a copy, not against an adversary.
struct PrefixDigest: Equatable {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325
  private var count = 0
  private var partial: UInt64 = 0

  mutating func take(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      partial = partial << 8 | UInt64(byte)
      count &+= 1
      if count & 7 == 0 {
        state = (state ^ partial) &* 0x100_0000_01b3
        state ^= state >> 29
        partial = 0
      }
    }
  }
}
