// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTerminal
import Testing

@testable import SaddleCLI

/// A console that is full, closed or a pipe without a reader: nothing traps, and nothing that was
/// asked for is lost without a word.
@Suite struct BrokenOutputTests {
  static let commands = [
    "diagnose log.jsonl", "diagnose log.jsonl --json", "diagnose log.jsonl log.jsonl",
    "import log.jsonl", "import log.jsonl --columns", "import --list-signals", "export log.jsonl",
    "export log.jsonl --format jsonl", "runs .", "runs . --json", "explain", "explain --json",
    "explain nonFinite", "doctor", "doctor --json", "--help", "--version", "help diagnose",
  ]

  @Test(arguments: commands)
  func aLostResultIsAFailureInOneLine(command: String) throws {
    let folder = try Self.folder()
    let usual = try shell("\"$SADDLE\" \(command)", in: folder)
    for (place, cause) in [(">/dev/full", "No space left"), (">&-", "Bad file descriptor")] {
      let found = try shell("\"$SADDLE\" \(command) \(place)", in: folder)
      #expect(found.status == 1, "\(command) \(place): \(found.status)")
      #expect(found.errors.contains(cause), "\(command) \(place): \(found.errors)")
      #expect(
        lines(found.errors) == lines(usual.errors) + 1,
        "\(command) \(place): \(found.errors)"
      )
    }
  }

  @Test(arguments: commands)
  func aReaderThatHadEnoughIsNoFailure(command: String) throws {
    let folder = try Self.folder()
    let usual = try shell("\"$SADDLE\" \(command)", in: folder)
    let found = try shell(
      "{ \"$SADDLE\" \(command); echo $? > status; } | true; cat status",
      in: folder
    )
    // A short result can be written before the reader goes.
    let status = found.output.trimmingCharacters(in: .newlines)
    #expect(status == "141" || status == "\(usual.status)", "\(command): \(status)")
    #expect(found.errors == usual.errors, "\(command)")
  }

  @Test(arguments: ["2>/dev/full", "2>&-", "2>/dev/full >/dev/full", "2>&- >&- <&-"])
  func anythingMayBeBrokenWithoutATrap(place: String) throws {
    let folder = try Self.folder()
    for command in Self.commands + ["diagnose /nonexistent", "watch nan.jsonl --exit-on critical"] {
      let found = try shell("\"$SADDLE\" \(command) \(place)", in: folder)
      let allowed: [Int32] = command.hasSuffix("/nonexistent") ? [1, 64] : [0, 1, 2]
      #expect(allowed.contains(found.status), "\(command) \(place): \(found.status)")
    }
    // What is opened later must not take the number of a closed stream.
    _ = try shell("\"$SADDLE\" diagnose log.jsonl nowhere --html page.html \(place)", in: folder)
    let page = try String(
      contentsOf: folder.url.appendingPathComponent("page.html"),
      encoding: .utf8
    )
    #expect(page.hasPrefix("<!") && !page.contains("nowhere"))
  }

  /// A trainer that writes to a watcher must not die because the watcher's reader did.
  @Test func aWatchedPipeIsReadToItsEndWhateverTheConsole() throws {
    let folder = try Self.folder()
    let trainer = "(cat nan.jsonl; sleep 0.5; cat nan.jsonl && echo whole > trainer)"
    for (place, status) in [
      (">/dev/full", "1"), (">/dev/null 2>/dev/full", "0"), (">/dev/null 2>&-", "0"),
      (">&- 2>&-", "1"),
      ("| true", "141"),
    ] {
      let watch = "{ \"$SADDLE\" watch - --on critical 'cat >> hook'; echo $? > status; }"
      let found = try shell(
        "rm -f hook trainer; \(trainer) | \(watch) \(place); cat status trainer; wc -l < hook",
        in: folder
      )
      let words = found.output.split(separator: "\n").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      #expect(words.prefix(2) == [status, "whole"], "\(place): \(found.output)\(found.errors)")
      #expect((words.last.flatMap { Int($0) } ?? 0) >= 1, "\(place): \(found.output)")
    }
  }

  @Test func watchingALogForAReaderThatWentEndsQuietly() throws {
    let folder = try Self.folder()
    let found = try shell(
      "{ \"$SADDLE\" watch nan.jsonl; echo $? > status; } | true; cat status",
      in: folder
    )
    #expect(found.output == "141\n", "\(found.output)\(found.errors)")
  }

  @Test func aClosedStandardInputIsSaidAtOnce() throws {
    let folder = try Self.folder()
    for command in ["watch -", "diagnose -"] {
      for place in ["<&-", "</"] {
        let found = try shell("timeout -k 1 20 \"$SADDLE\" \(command) \(place)", in: folder)
        #expect(found.status == 1, "\(command) \(place): \(found.status)")
        #expect(found.errors.contains("standard input"), "\(command) \(place): \(found.errors)")
      }
    }
  }

  @Test func aRemarkTellsOfMessagesThatWereLost() throws {
    let pipe = Pipe()
    let stream = StandardStream(pipe.fileHandleForWriting.fileDescriptor)
    stream.write("one\n")
    #expect(stream.loss == nil)
    let copy = dup(pipe.fileHandleForWriting.fileDescriptor)
    let full = open("/dev/full", O_WRONLY)
    dup2(full, pipe.fileHandleForWriting.fileDescriptor)
    stream.write("two\n")
    stream.write("three\n")
    dup2(copy, pipe.fileHandleForWriting.fileDescriptor)
    for file in [copy, full] { close(file) }
    stream.write("four\n")
    #expect(stream.loss == ENOSPC)
    try pipe.fileHandleForWriting.close()
    #expect(
      String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        == "one\n(2 messages before this one could not be written: No space left on device)\nfour\n"
    )
  }

  // MARK: - Setting the scene

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, broken) in [("log", 1000), ("nan", 150)] {
      let rows = (0..<300).map { step in
        "{\"step\": \(step), \"loss_d\": \(step < broken ? "1.3" : "NaN"), \"loss_g\": 0.7}\n"
      }
      try folder.write(rows.joined(), to: "\(name).jsonl")
    }
    return folder
  }

  private func lines(_ text: String) -> Int { text.split(separator: "\n").count }

  private func shell(_ command: String, in folder: TemporaryFolder) throws -> Outcome {
    try Programs.shell(command, in: folder)
  }
}
