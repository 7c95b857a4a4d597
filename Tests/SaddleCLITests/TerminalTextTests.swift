// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTerminal
import SaddleText
import Testing

@testable import SaddleCLI

/// Nothing that a log or a file name holds is obeyed by a terminal.
@Suite struct TerminalTextTests {
  static let hostile =
    "\u{1B}]0;PWN\u{07}\u{1B}[2J\u{9B}31m\u{202E}abc\u{2066}\r\u{08}\u{7F}\u{061C}"

  @Test func keepsLinesTabsAndOurColorsOnly() {
    let red = Terminal(isInteractive: true, usesColor: true).paint("x", .red)
    let bold = ReportStyle(hasColor: true).paint("y", .bold, .cyan)
    let ours = "a\tb\n\(red)\(bold) é 漢 👩‍👩‍👧"
    #expect(TerminalText.harmless(ours) == ours)
    #expect(TerminalText.harmless("\u{1B}[8m\u{1B}[31") == "?[8m?[31")
    #expect(
      !TerminalText.harmless(Self.hostile).unicodeScalars.contains(where: ForeignText.isObeyed)
    )
  }

  @Test func jsonKeepsItsValues() throws {
    let text = String(decoding: try JSONEncoder().encode([Self.hostile]), as: UTF8.self)
    let shown = TerminalText.json(text)
    #expect(shown.unicodeScalars.allSatisfy { !ForeignText.isObeyed($0) })
    #expect(try JSONDecoder().decode([String].self, from: Data(shown.utf8)) == [Self.hostile])
  }

  /// Every command that shows names of a log, names of files or what an error quotes of them.
  @Test func noCommandPrintsWhatATerminalObeys() throws {
    let folder = try TemporaryFolder()
    let name = String(decoding: try JSONEncoder().encode(Self.hostile + "\nFORGED"), as: UTF8.self)
    let rows = (0..<5).map { "{\"step\": \($0), \"loss_d\": 1, \"loss_g\": 1, \(name): 3}\n" }
    let file = "log-\u{1B}[31m\u{9B}0m\u{202E}.jsonl"
    for place in [file, "run-\u{1B}[2J/log.jsonl"] { try folder.write(rows.joined(), to: place) }
    let bad = "\u{1B}[2J\u{202E}x"
    for arguments in [
      ["import", file], ["import", file, "--columns"], ["import", file, "--to", "to-\(bad)"],
      ["import", file, "--save-map", "map-\(bad)"], ["import", file, "--format", bad],
      ["export", file, "--map", "loss/d=\(bad)"], ["export", bad],
      ["export", file, "-o", "no/\(bad)"],
      ["diagnose", file], ["diagnose", file, "--json"], ["diagnose", file, "run-\u{1B}[2J"],
      ["diagnose", bad], ["diagnose", file, "--objective", bad], ["diagnose", file, "--\(bad)"],
      ["diagnose", file, "--html", "page-\(bad)"], ["runs", "."], ["runs", ".", "--json"],
      ["runs", bad], ["explain", bad], [bad], ["watch", file, "--on", bad, bad], ["doctor", bad],
    ] {
      let found = try Programs.run(
        Programs.folder.appendingPathComponent("saddle"),
        arguments,
        in: folder.url,
        environment: ["FORCE_COLOR": "1"]
      )
      let text = found.output + found.errors
      #expect(!text.isEmpty, "\(arguments)")
      #expect(TerminalText.harmless(text) == text, "\(arguments): \(text.debugDescription)")
      #expect(!text.contains("\u{1B}[31m\u{9B}") && !text.contains("\nFORGED"), "\(arguments)")
    }
  }
}
