// SPDX-License-Identifier: Apache-2.0

/// Lines of a report, broken and coloured for a terminal.
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
    lines.append(String(shown.reversed().drop { $0 == " " }.reversed()))
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
  ///   - ink: The colour.
  mutating func paragraph(
    _ text: String,
    indent: Int = 2,
    lead: String = "",
    leadInk: ReportStyle.Ink? = nil,
    ink: ReportStyle.Ink? = nil
  ) {
    let broken = TextLayout.wrap(TextLayout.harmless(text), to: style.width - indent)
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
      line(style.paint(blanks, .dim) + style.paint(TextLayout.harmless(text), .cyan))
    }
  }
}
