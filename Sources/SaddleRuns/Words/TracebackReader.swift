// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Reads a Python traceback line by line until the exception's name.
///
///     Traceback (most recent call last):
///       File "main.py", line 158, in <module>
///     OSError: image file is truncated (44 bytes not processed)
///
/// Lines of other processes may stand in between; what a logger or `torchrun` puts before each
/// line is passed over. IPython's form names the exception in the first line, too.
struct TracebackReader: Sendable {
  /// Lines after which a traceback without an exception is given up.
  static let lineLimit = 400

  private let prefix: String
  /// IPython's first line names the exception.
  private let announced: String?
  private let startLine: Int
  private var lines = 0
  private var isBehindFrame = true

  /// - Parameters:
  ///   - line: The line that holds the words "Traceback (most recent call last)".
  ///   - number: The line's number.
  init(_ line: String, number: Int) {
    let before = line.prefix(upTo: "Traceback (most")
    let name = before.trimmed
    announced = ExceptionLine.isName(name) ? String(name) : nil
    prefix = announced == nil ? String(before) : ""
    startLine = number
  }

  /// What a line was.
  enum Step {
    case goesOn
    case ends(RunFact)
    case givesUp(RunFact)
  }

  /// Takes in the next line.
  mutating func take(_ line: String, number: Int) -> Step {
    lines += 1
    let text = prefix.isEmpty || !line.hasPrefix(prefix) ? line[...] : line.dropFirst(prefix.count)
    // A notebook keeps several lines of a frame in one.
    let last = text.split(separator: "\n").last ?? ""
    guard let first = last.utf8.first, !Ascii.isSpace(first), first != .caret, first != .tilde
    else {
      isBehindFrame = isBehindFrame || !last.isEmpty
      return lines > Self.lineLimit ? .givesUp(brokenOff) : .goesOn
    }
    if let exception = ExceptionLine(last.trimmed), isPlausible(exception) {
      return .ends(exception.fact(line: number))
    }
    isBehindFrame = false
    return lines > Self.lineLimit ? .givesUp(brokenOff) : .goesOn
  }

  private func isPlausible(_ exception: ExceptionLine) -> Bool {
    isBehindFrame || exception.isNamedAsOne || exception.name == announced
  }

  /// The fact where the log ends within the traceback.
  var brokenOff: RunFact {
    var fact = RunFact(.exception, "a traceback that breaks off", line: startLine)
    fact.name = announced
    return fact
  }
}

/// `module.NameOfError: message`, as Python ends a traceback.
struct ExceptionLine {
  let name: String
  let words: String

  init?(_ line: Substring) {
    let name = line.prefix { $0 != ":" }
    guard ExceptionLine.isName(name.trimmed) else { return nil }
    self.name = String(name.trimmed)
    words = String(line)
  }

  /// Whether it is an identifier whose last component begins with a capital.
  static func isName(_ text: Substring) -> Bool {
    guard let last = text.split(separator: ".").last?.utf8.first, Ascii.isUpper(last) else {
      return false
    }
    return text.utf8.count < 200
      && text.utf8.allSatisfy {
        Ascii.isLetter($0) || Ascii.isDigit($0) || $0 == .underscore || $0 == .point
      }
  }

  private static let endings = [
    "Error", "Exception", "Interrupt", "Exit", "Timeout", "Fault", "Quit", "StopIteration",
    "ExceptionGroup", "Killed",
  ]

  var isNamedAsOne: Bool { Self.endings.contains { name.hasSuffix($0) } }

  /// The fact that the exception is.
  func fact(line: Int) -> RunFact {
    let last = name.split(separator: ".").last.map(String.init) ?? name
    var fact = RunFact(kind(last), WordReader.shortened(words), line: line)
    fact.name = last
    return fact
  }

  private func kind(_ last: String) -> RunFact.Kind {
    switch last {
    case "KeyboardInterrupt", "BdbQuit": return .interrupted
    case "SystemExit" where ["SystemExit: 0", "SystemExit"].contains(words): return .finished
    case "MemoryError": return .outOfMemory
    default: break
    }
    let isMemory = Phrase.all.contains {
      $0.kind == .outOfMemory && words.lowercased().contains($0.text.lowercased())
    }
    return isMemory ? .outOfMemory : .exception
  }
}

extension String {
  /// What stands before the first occurrence of `words`, or all of it.
  func prefix(upTo words: String) -> Substring {
    let wanted = Array(words.utf8)
    let bytes = utf8
    var index = bytes.startIndex
    while index != bytes.endIndex {
      if bytes[index...].starts(with: wanted) { return self[..<index] }
      index = bytes.index(after: index)
    }
    return self[...]
  }
}
