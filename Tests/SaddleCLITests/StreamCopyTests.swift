// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `saddle diagnose -`: the copy of standard input.
@Suite struct StreamCopyTests {
  @Test(arguments: ["USR1", "TERM", "HUP", "KILL"])
  func nothingIsLeftBehindWhateverEndsIt(signal: String) throws {
    let folder = try TemporaryFolder()
    let found = try Programs.shell(
      "mkdir tmp; export TMPDIR=$PWD/tmp; mkfifo in; "
        + "(echo '{\"step\": 1, \"loss_g\": 1}'; sleep 5) > in & "
        + "\"$SADDLE\" diagnose - < in & sleep 0.5; kill -\(signal) $!; wait $!; ls -A tmp | wc -l",
      in: folder
    )
    #expect(found.output == "0\n", "\(found.output)\(found.errors)")
  }

  @Test func nobodyElseCanReadItWhileItIsThere() throws {
    let folder = try TemporaryFolder()
    let found = try Programs.shell(
      "mkdir tmp; export TMPDIR=$PWD/tmp; umask 000; mkfifo in; "
        + "(echo '{\"step\": 1, \"loss_g\": 1}'; sleep 1) > in & "
        + "\"$SADDLE\" diagnose - < in > out & sleep 0.5; ls -A tmp | wc -l; wait $!; cat out | wc -l",
      in: folder
    )
    let lines = found.output.split(separator: "\n").compactMap { Int($0) }
    #expect(lines.first == 0 && (lines.last ?? 0) > 3, "\(found.output)\(found.errors)")
  }

  @Test func aPipeReadsAsItsFile() throws {
    let folder = try TemporaryFolder()
    for (name, text) in [
      (
        "log.jsonl",
        (0..<60).map { "{\"step\": \($0), \"loss_d\": 1.3, \"loss_g\": 0.7}\n" }.joined()
      ),
      ("log.csv", "step,loss_d,loss_g\n" + (0..<60).map { "\($0),1.3,0.7\n" }.joined()),
    ] {
      try folder.write(text, to: name)
      let found = try Programs.shell(
        "\"$SADDLE\" diagnose \(name) --json | grep -v '\"\\(name\\|path\\|run\\)\"' > a; "
          + "cat \(name) | \"$SADDLE\" diagnose - --json | grep -v '\"\\(name\\|path\\|run\\)\"' > b; "
          + "diff a b && wc -l < a; cat \(name) | \"$SADDLE\" diagnose /dev/stdin | wc -l",
        in: folder
      )
      let lines = found.output.split(separator: "\n").compactMap { Int($0) }
      #expect(lines.count == 2 && lines.allSatisfy { $0 > 3 }, "\(found.output)\(found.errors)")
    }
  }
}
