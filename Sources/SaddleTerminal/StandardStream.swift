// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleText
import Synchronization

/// Standard output or standard error: nothing else in the programs writes to them.
///
/// Writing never ends the process and never throws: a stream that is full, closed or a pipe without
/// a reader loses what is written, and remembers the loss. `StandardStreams.status` turns the loss
/// of a result into an exit status; a training run goes on without its console.
public final class StandardStream: Sendable {
  /// Where results go.
  public static let output = StandardStream(STDOUT_FILENO)
  /// Where progress, findings of a live run and complaints go.
  public static let error = StandardStream(STDERR_FILENO)

  private let descriptor: Int32
  private let state = Mutex(State())

  private struct State {
    /// The system's error number of the first write that failed.
    var loss: Int32?
    /// Writes that failed since the last that did not.
    var missing = 0
  }

  /// Creates the writer of a descriptor, which stays open.
  package init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// The system's error number of the first write that failed; nil where nothing was lost.
  public var loss: Int32? { state.withLock { $0.loss } }

  /// Writes text; what a terminal would obey is made harmless, except our own colors.
  public func write(_ text: String) { writeUnchecked(TerminalText.harmless(text)) }

  /// Writes text as it is: for what was checked before, and for drawing a line anew.
  package func writeUnchecked(_ text: String) {
    guard !text.isEmpty else { return }
    state.withLock { state in
      if state.missing > 0 {
        let cause = state.loss.map { String(cString: strerror($0)) } ?? "unknown cause"
        let remark = "(\(state.missing) messages before this one could not be written: \(cause))\n"
        guard put(remark) == nil else {
          state.missing += 1
          return
        }
        state.missing = 0
      }
      guard let code = put(text) else { return }
      state.loss = state.loss ?? code
      state.missing += 1
    }
  }

  /// Writes all of a text; the system's error number where it can't.
  private func put(_ text: String) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count {
        let count = Foundation.write(
          descriptor,
          bytes.baseAddress.map { $0 + done },
          bytes.count - done
        )
        if count > 0 {
          done += count
        } else if count < 0, errno == EAGAIN || errno == EWOULDBLOCK {
          var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&entry, 1, 1000)
        } else if count < 0, errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }
}

/// Standard error, for what is not a result.
public enum StandardError {
  /// Writes one line.
  public static func print(_ line: String) { StandardStream.error.write(line + "\n") }
}

/// Standard output, for results.
public enum StandardOutput {
  /// Writes a text and what ends it; a loss shows in the exit status.
  public static func print(_ text: String, terminator: String = "\n") {
    StandardStream.output.write(text + terminator)
  }

  /// Writes one line that holds foreign words: line breaks in them become blanks.
  public static func print(line: String) { print(ForeignText.inLine(line)) }

  /// Writes JSON: what a terminal would obey becomes an escape sequence of JSON, the same value.
  public static func print(json: String) {
    StandardStream.output.writeUnchecked(TerminalText.json(json) + "\n")
  }
}
