// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

@testable import SaddleCLI

/// `saddle autopilot steer`, as a training loop calls it.
@Suite struct AutopilotSteerTests {
  private static let declaration =
    #"{"mode":"safe","steps":900,"keys":{"optimizer.generator.learningRate":{"value":0.0002}}}"#

  @Test func aLineIsAnsweredByALineAndAnEndedLoopEndsIt() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      [
        Self.declaration, #"{"step":1,"loss/d":1.386,"loss/g":0.693}"#, "", "no JSON",
        #"{"metric":"coverage","value":0.31}"#, #"{"step":2,"loss/d":1.3"#,
      ].joined(separator: "\n"),
      to: "lines"
    )
    let outcome = try Programs.shell("$SADDLE autopilot steer . < lines", in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == #"{"changes":[],"held":[],"order":"ready"}"#)
    #expect(lines.count == 4, "what is cut off has no answer: \(lines)")
    #expect(lines[2].contains("error") && lines[3] == #"{"held":[],"order":"go on"}"#)
  }

  @Test func aReaderThatIsGoneEndsIt() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.declaration + "\n", to: "lines")
    let outcome = try Programs.shell(
      "(cat lines; sleep 0.2; cat lines; sleep 0.2; cat lines) 2> /dev/null "
        + "| ($SADDLE autopilot steer .; echo $? >&2) | true",
      in: folder
    )
    #expect(outcome.errors == "141\n", "the status is that of a closed pipe, and no word is said")
  }

  @Test func aFolderThatIsNotThereIsWrongUsage() throws {
    let outcome = try Programs.saddle("autopilot", "steer", "/nowhere/run")
    #expect(outcome.status == 64 && outcome.errors.contains("/nowhere/run: no such folder"))
  }

  @Test(arguments: [1, 7, 1 << 16])
  func linesAreWholeHoweverTheyCome(_ piece: Int) throws {
    let pipe = Pipe()
    let text = "one\n\n" + String(repeating: "x", count: 100) + "\ntwo\nthr"
    let thread = Thread {
      var rest = Data(text.utf8)
      while !rest.isEmpty {
        try? pipe.fileHandleForWriting.write(contentsOf: rest.prefix(piece))
        rest = rest.dropFirst(piece)
      }
      try? pipe.fileHandleForWriting.close()
    }
    thread.start()
    var lines = InputLines(limit: 50, file: pipe.fileHandleForReading.fileDescriptor)
    var found: [String] = []
    while let line = try lines.next() {
      switch line {
      case .text(let data): found.append(String(decoding: data, as: UTF8.self))
      case .tooLong: found.append("(too long)")
      }
    }
    #expect(found == ["one", "", "(too long)", "two"])
  }
}
