// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleReport
import SaddleTerminal
import SaddleText

/// Lines of a report, broken and colored for a terminal.
struct ReportWriter {
  /// How to write.
  let style: ReportStyle
  /// The lines so far.
  private(set) var lines: [String] = []

  /// Creates an empty report.
  init(_ style: ReportStyle) {
    self.style = style
  }

  /// The whole text, each line ended.
  var text: String { lines.map { $0 + "\n" }.joined() }

  /// Appends a line as it is; only what can't be shown is spelled out.
  mutating func line(_ text: String = "") {
    let shown = style.isPlain ? TextLayout.ascii(text) : text
    let isPainted = shown.hasSuffix(Ink.reset)
    var bare = Substring(shown.dropLast(isPainted ? Ink.reset.count : 0))
    while bare.last == " " { bare.removeLast() }
    lines.append(String(bare) + (isPainted ? Ink.reset : ""))
  }

  /// Appends a heading, with a remark behind it.
  mutating func heading(_ title: String, _ remark: String = "") {
    line()
    let tail = remark.isEmpty ? "" : "  " + style.paint(remark, .dim)
    line(style.paint(title.uppercased(), .bold) + tail)
  }

  /// Appends a paragraph.
  ///
  /// - Parameters:
  ///   - text: The words; foreign ones are made harmless.
  ///   - indent: Blanks before each line.
  ///   - lead: What stands in the indent of the first line.
  ///   - ink: The color.
  mutating func paragraph(
    _ text: String,
    indent: Int = 2,
    lead: String = "",
    leadInk: Ink? = nil,
    ink: Ink? = nil
  ) {
    let broken = TextLayout.wrap(ForeignText.inLine(text), to: style.width - indent)
    for (index, part) in broken.enumerated() {
      let body = ink.map { style.paint(part, $0) } ?? part
      let blanks = TextLayout.pad(index == 0 ? lead : "", to: indent)
      let painted = index == 0 ? leadInk.map { style.paint(blanks, $0) } ?? blanks : blanks
      line(painted + body)
    }
  }

  /// Appends code: no line is broken, so that it can be copied.
  mutating func code(_ lines: [String], indent: Int, lead: String) {
    for (index, text) in lines.enumerated() {
      let blanks = TextLayout.pad(index == 0 ? lead : "", to: indent)
      line(style.paint(blanks, .dim) + style.paint(ForeignText.inLine(text), .cyan))
    }
  }

  /// Appends a remedy: the imperative, the reason, both forms of the change, the evidence.
  ///
  /// - Parameters:
  ///   - remedy: What to do.
  ///   - number: Its place in the list.
  ///   - report: The run that it is for; nil shows both forms.
  mutating func remedy(_ remedy: Remedy, number: Int, for report: RunReport? = nil) {
    paragraph(remedy.title, indent: 5, lead: "  \(number).", ink: .bold)
    paragraph(remedy.reason, indent: 5)
    if let report {
      let (language, lines) = report.code(of: remedy)
      code(lines, indent: 14, lead: "     " + language)
      if let command = report.command(of: remedy) {
        code([command], indent: 14, lead: "     Command")
      }
    } else {
      code(remedy.changes.map(\.line), indent: 14, lead: "     Saddle")
      code(remedy.pytorch, indent: 14, lead: "     PyTorch")
    }
    paragraph(
      remedy.actionClass.words,
      indent: 14,
      lead: "     When",
      leadInk: .dim,
      ink: .dim
    )
    paragraph(
      "\(remedy.evidence) [\(remedy.source)]",
      indent: 14,
      lead: "     Shown",
      leadInk: .dim,
      ink: .dim
    )
  }
}
