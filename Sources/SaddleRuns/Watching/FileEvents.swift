// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Waiting until something happens to files below a path, or a time passes.
///
/// By inotify where the system has it; elsewhere (and on network file systems, which tell nothing)
/// the time passes. So a waiter wakes early, never late.
public final class FileEvents {
  private static let watchLimit = 512
  private var inotify: Int32 = -1
  private var watched: Set<String> = []

  /// Creates a waiter that looks at nothing.
  public init() {
    #if os(Linux)
      inotify = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    #endif
  }

  deinit {
    if inotify >= 0 { close(inotify) }
  }

  /// Looks at a folder: at what is written, made, renamed and removed in it.
  public func watch(_ folder: String) {
    #if os(Linux)
      guard inotify >= 0, watched.count < FileEvents.watchLimit, !watched.contains(folder) else {
        return
      }
      let mask = UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_DELETE)
      if inotify_add_watch(inotify, folder, mask) >= 0 { watched.insert(folder) }
    #endif
  }

  /// Waits at most `seconds`, for files or for one of the descriptors.
  ///
  /// - Parameters:
  ///   - seconds: The longest wait.
  ///   - files: Descriptors to be read or, where `forWriting`, to be written.
  /// - Returns: Whether something happened to the files that are looked at.
  public func wait(_ seconds: Double, _ files: [(file: Int32, forWriting: Bool)] = []) -> Bool {
    var entries = files.map {
      pollfd(file: $0.file, events: Int16($0.forWriting ? POLLOUT : POLLIN))
    }
    if inotify >= 0 { entries.append(pollfd(file: inotify, events: Int16(POLLIN))) }
    let count = poll(&entries, nfds_t(entries.count), Int32(max(0, min(seconds, 3600)) * 1000))
    guard count > 0, inotify >= 0, entries[entries.count - 1].revents != 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while read(inotify, &buffer, buffer.count) > 0 {}
    return true
  }
}

extension pollfd {
  fileprivate init(file: Int32, events: Int16) {
    self.init(fd: file, events: events, revents: 0)
  }
}
