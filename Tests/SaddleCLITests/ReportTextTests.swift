// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleReport
import SaddleTerminal
import SaddleText
import Testing

@testable import SaddleCLI

@Suite struct ReportTextTests {
  @Test func breaksLinesAtBlanksAndLongWordsAtTheEdge() {
    let lines = TextLayout.wrap("a generator that makes aaaaaaaaaaaaaaaaaaaaaaaa", to: 12)
    #expect(lines == ["a generator", "that makes", "aaaaaaaaaaaa", "aaaaaaaaaaaa"])
    #expect(TextLayout.wrap("  ", to: 12).isEmpty)
  }

  @Test func countsWideCharactersTwice() {
    #expect(TextLayout.width("損失") == 4)
    #expect(TextLayout.width("e\u{301}") == 1)
    #expect(TextLayout.pad("損失", to: 6) == "損失  ")
  }

  @Test func takesTheEscapesOutOfForeignNames() {
    let name = "run\u{1B}[2J\u{7}\u{202E}x\ny"
    #expect(ForeignText.inLine(name) == "run?[2J??x y")
  }

  @Test func shortensInTheMiddle() {
    let text = TextLayout.shorten("experiments/2024/dcgan/run-17", to: 16)
    #expect(TextLayout.width(text) == 16)
    #expect(text.hasSuffix("run-17"))
    #expect(text.hasPrefix("exp"))
  }

  @Test func spellsSignsInAscii() {
    #expect(TextLayout.ascii("1 → 2 ≥ γ · 損") == "1 -> 2 >= gamma - ?")
  }

  @Test(arguments: [
    (["a/log.jsonl", "b/log.jsonl"], ["a", "b"]),
    (["x/a/log.jsonl", "y/a/log.jsonl"], ["x/a", "y/a"]),
    (["runs/x/events.out.tfevents.1.host"], ["x"]),
    (["run.csv"], ["run"]),
    (["same/log", "same/log"], ["same", "same"]),
    (["-"], ["-"]),
  ])
  func namesRunsShortly(paths: [String], names: [String]) {
    #expect(RunNames.make(paths) == names)
  }

  @Test func saysWhyANameIsNoObjective() throws {
    #expect(ObjectiveName.problem("WGAN-GP") == nil)
    let vanilla = try #require(ObjectiveName.problem("vanilla"))
    #expect(vanilla.contains("nonSaturating") && vanilla.contains("saturating"))
    #expect(ObjectiveName.problem("hing")?.contains("Did you mean hinge?") == true)
  }

  @Test func suggestsNearWordsOnly() {
    let words = ["modeCollapse", "oscillation", "divergence"]
    #expect(Spelling.nearest(to: "mode-colapse", amongParts: words) == ["modeCollapse"])
    #expect(Spelling.nearest(to: "collapse", amongParts: words) == ["modeCollapse"])
    #expect(Spelling.nearest(to: "xyz", amongParts: words).isEmpty)
    #expect(Spelling.distance("abcd", "abdc") == 1)
  }

  @Test func drawsBrailleWhereTheTerminalCan() {
    func style(_ interactive: Bool, plain: Bool = false, _ variables: [String: String])
      -> ReportStyle
    {
      let terminal = Terminal(isInteractive: interactive, width: 200, usesColor: interactive)
      return .decide(terminal, plain: plain, environment: variables)
    }
    #expect(style(true, [:]) == ReportStyle(width: 120, hasColor: true, isPlain: false))
    #expect(style(true, ["LANG": "C"]).isPlain)
    #expect(!style(true, ["LANG": "C.UTF-8"]).isPlain)
    #expect(style(true, ["TERM": "linux"]).isPlain)
    #expect(!style(false, ["LANG": "C"]).isPlain)
    #expect(style(true, plain: true, [:]) == ReportStyle(width: 120, isPlain: true))
  }

  @Test func commandsToCopyQuoteThePath() throws {
    var report = ReportFixtures.notANumber()
    report.isSaddle = true
    report.path = "runs/it's mine"
    let remedy = try #require(report.remedies.first)
    #expect(report.command(of: remedy) == #"saddle train --from-advice 'runs/it'\''s mine'"#)
  }

  @Test func linesOfAConfigurationAreForRunsThatHaveOne() {
    var report = ReportFixtures.notANumber()
    #expect(report.nextInWords == "Halve the discriminator's learning rate")
    report.isSaddle = true
    #expect(
      report.nextInWords
        == "Halve the discriminator's learning rate (optimizer.discriminator.learningRate: 0.0001)"
    )
  }
}
