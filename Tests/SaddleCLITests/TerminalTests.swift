// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTerminal
import Testing

@testable import SaddleCLI

@Suite struct TerminalTests {
  /// A stream and a clock that a test turns by hand.
  private final class Stage {
    var text = ""
    var time = 0.0

    func line(_ terminal: Terminal) -> ProgressLine {
      ProgressLine(terminal: terminal, write: { self.text += $0 }, now: { self.time })
    }
  }

  @Test func drawsOverItselfOnATerminalAndNotTooOften() {
    let stage = Stage()
    var line = stage.line(Terminal(isInteractive: true, width: 20))
    line.show { "one" }
    stage.time = 0.05
    line.show { "too soon" }
    stage.time = 0.2
    line.show { "a line that is longer than the terminal" }
    line.print("stays")
    line.show { "two" }
    line.end()
    line.end()
    let clear = "\u{1B}[K"
    #expect(
      stage.text
        == "\rone\(clear)\ra line that is long\(clear)\r\(clear)stays\n\rtwo\(clear)\n"
    )
  }

  @Test(arguments: [40, 60])
  func aLongLineThatStaysIsBrokenBetweenWords(width: Int) {
    let words = "runs/ring: parameters: generator 18946, discriminator 17025, r1 0.1, batch 64"
    let stage = Stage()
    var line = stage.line(Terminal(isInteractive: true, width: width))
    line.print(wrapping: words)
    let lines = stage.text.split(separator: "\n")
    #expect(lines.count > 1 && lines.allSatisfy { $0.count < width }, "\(lines)")
    #expect(stage.text.split { $0 == " " || $0 == "\n" }.joined(separator: " ") == words)
    let plain = Stage()
    line = plain.line(Terminal(isInteractive: false))
    line.print(wrapping: words)
    #expect(plain.text == words + "\n")
  }

  @Test func printsPlainLinesNowAndThenElsewhere() {
    let stage = Stage()
    var line = stage.line(Terminal(isInteractive: false))
    for second in 0..<25 {
      stage.time = Double(second)
      line.show { "at \(second)" }
    }
    line.show(force: true) { "last" }
    line.end()
    #expect(stage.text == "at 0\nat 10\nat 20\nlast\n")
  }

  @Test func colorsFollowTheConventions() {
    let cases: [(Bool, [String: String], Bool)] = [
      (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false),
      (true, ["NO_COLOR": ""], true), (false, ["FORCE_COLOR": "1"], true),
      (true, ["NO_COLOR": "1", "FORCE_COLOR": "1"], false), (false, ["FORCE_COLOR": "0"], false),
    ]
    for (isInteractive, environment, expected) in cases {
      #expect(Terminal.usesColor(isInteractive, environment) == expected, "\(environment)")
    }
    let plain = Terminal(isInteractive: true, usesColor: false)
    #expect(plain.paint("x", .red) == "x")
    #expect(
      Terminal(isInteractive: true, usesColor: true).paint("x", .red) == "\u{1B}[31mx\u{1B}[0m"
    )
  }

  @Test func aPipeIsNoTerminalAndAWrongWidthIsEighty() {
    let pipe = Pipe()
    let file = pipe.fileHandleForWriting.fileDescriptor
    for columns in ["0", "-1", "99999999999999999999", "x", "5"] {
      let terminal = Terminal.detect(file, environment: ["COLUMNS": columns, "TERM": "xterm"])
      #expect(terminal == Terminal(isInteractive: false, width: 80, usesColor: false))
    }
    #expect(Terminal.detect(file, environment: ["COLUMNS": "120"]).width == 120)
  }

  @Test func cutsWhatIsSeenAndClosesColors() {
    let red = "\u{1B}[31m"
    let reset = "\u{1B}[0m"
    #expect(ProgressLine.cut("abc", to: 5) == "abc")
    #expect(ProgressLine.cut("abcdef", to: 3) == "abc")
    #expect(ProgressLine.cut("a\(red)bcd\(reset)e", to: 3) == "a\(red)bc\(reset)")
  }

  @Test func tablesHoldHostileCells() {
    var table = Table([.text("name"), .number("n")])
    table.append(["a\nb\u{1B}[2J", "1"])
    table.append(["é", "22", "too many"])
    table.append([])
    #expect(
      table.render(Terminal(isInteractive: false)) == """
        name      n
        a b?[2J   1
        é        22

        """
    )
  }
}
