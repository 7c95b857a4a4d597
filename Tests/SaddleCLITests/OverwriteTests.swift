// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Commands that write a file which the user names: what stood there is replaced whole, or stays.
@Suite struct OverwriteTests {
  @Test(arguments: [
    "export log.jsonl -o log.jsonl", "export log.jsonl --format jsonl -o ./log.jsonl",
    "export log.jsonl -o link", "export . -o log.jsonl", "diagnose log.jsonl --html log.jsonl",
    "diagnose . --html link", "import log.jsonl --save-map log.jsonl", "import . --save-map link",
    "export log.jsonl -o .",
  ])
  func aLogIsNeverItsOwnResult(command: String) throws {
    let folder = try Self.folder()
    let found = try Programs.shell("\"$SADDLE\" \(command)", in: folder)
    #expect(found.status == 1, "\(command): \(found.output)")
    #expect(found.errors.split(separator: "\n").count == 1, "\(found.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names.sorted() == ["link", "log.jsonl"])
    #expect(try Data(contentsOf: folder.url.appendingPathComponent("log.jsonl")) == Self.log)
  }

  @Test func everyResultKeepsModeAndLink() throws {
    for command in [
      "diagnose log.jsonl --html result", "export log.jsonl -o result",
      "import log.jsonl --save-map result",
    ] {
      let folder = try Self.folder()
      let found = try Programs.shell(
        "echo old > real; chmod 600 real; ln -s real result; \"$SADDLE\" \(command) >/dev/null; "
          + "stat -c '%a %F' real result; wc -l < real; \"$SADDLE\" \(command) >/dev/full",
        in: folder
      )
      let lines = found.output.split(separator: "\n")
      #expect(lines.prefix(2) == ["600 regular file", "777 symbolic link"], "\(command)")
      #expect(lines.last.flatMap { Int($0) } ?? 0 > 1, "\(command)")
    }
  }

  @Test func aResultMayBeADevice() throws {
    let folder = try Self.folder()
    for command in [
      "diagnose log.jsonl --html", "export log.jsonl -o", "import log.jsonl --save-map",
    ] {
      let found = try Programs.shell("\"$SADDLE\" \(command) /dev/null", in: folder)
      #expect(found.status == 0, "\(command): \(found.errors)")
      let full = try Programs.shell("\"$SADDLE\" \(command) /dev/full", in: folder)
      #expect(full.status == 1 && full.errors.contains("No space left"), "\(full.errors)")
    }
    let piped = try Programs.shell(
      "(echo head; \"$SADDLE\" export log.jsonl -o /dev/stdout) > out; head -2 out | cut -c 1-4",
      in: folder
    )
    #expect(piped.output == "head\nstep\n", "\(piped.output)\(piped.errors)")
  }

  private static let log = Data(
    (0..<100).map { "{\"step\": \($0), \"loss_d\": 1.\($0), \"loss_g\": 1}\n" }.joined().utf8
  )

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(String(decoding: log, as: UTF8.self), to: "log.jsonl")
    symlink("log.jsonl", folder.url.appendingPathComponent("link").path)
    return folder
  }
}
