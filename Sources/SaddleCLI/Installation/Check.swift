// SPDX-License-Identifier: Apache-2.0

public import SaddleTerminal

/// One thing that `saddle doctor` looked at.
public struct Check: Codable, Sendable, Equatable {
  /// How it stands.
  public enum State: String, Codable, Sendable {
    /// As it should be.
    case ok
    /// Works, with a limit.
    case warning
    /// Something can't work.
    case failure
  }

  /// What was looked at, in one or two words.
  public let name: String
  /// How it stands.
  public let state: State
  /// What was found.
  public let detail: String
  /// What to do about it; nil where it is fine.
  public let remedy: String?

  /// Something that is as it should be.
  public static func ok(_ name: String, _ detail: String) -> Check {
    Check(name: name, state: .ok, detail: detail, remedy: nil)
  }

  /// Something that works with a limit.
  public static func warning(_ name: String, _ detail: String, remedy: String) -> Check {
    Check(name: name, state: .warning, detail: detail, remedy: remedy)
  }

  /// Something that can't work.
  public static func failure(_ name: String, _ detail: String, remedy: String) -> Check {
    Check(name: name, state: .failure, detail: detail, remedy: remedy)
  }

  /// Returns the check as one line, and the remedy as a second.
  public func render(_ terminal: Terminal) -> String {
    let (word, color): (String, Ink) =
      switch state {
      case .ok: ("ok     ", .green)
      case .warning: ("warning", .yellow)
      case .failure: ("failure", .red)
      }
    let gap = String(repeating: " ", count: max(1, 14 - name.count))
    let first = "\(terminal.paint(word, color))  \(name)\(gap)\(detail)"
    return remedy.map { first + "\n         " + terminal.paint("-> \($0)", .bold) } ?? first
  }
}
