// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

@testable import SaddleReport

@Suite struct HTMLReportTests {
  private static let hostile = "<img src=x onerror=alert(1)>\"' onload='x\u{0}</script>"

  private func report(_ name: String) -> RunReport {
    var trace = RunTrace()
    for step in 1...50 {
      trace.add(
        Observation(
          step: step,
          [.lossDiscriminator: step == 20 ? .nan : 1.3, .lossGenerator: Double(step)]
        )
      )
    }
    var diagnosis = Diagnosis(
      objective: ObjectiveJudgment(name: nil, known: .unknown, confidence: 0, reason: name)
    )
    diagnosis.healthReasons = [name]
    diagnosis.story = name
    diagnosis.notes = [name]
    diagnosis.findings = [
      Finding(
        symptom: .oscillation,
        severity: .warning,
        game: name,
        firstStep: 10,
        firedAtStep: 12,
        lastStep: 30,
        confidence: 0.8,
        basis: .losses,
        summary: name,
        evidence: [Evidence(name, 3, .above, 1, unit: name)],
        clearedBy: name
      )
    ]
    return RunReport(
      name: name,
      path: name,
      source: name,
      remarks: [name],
      diagnosis: diagnosis,
      trace: trace,
      samples: [SampleImage(step: 7, png: [1, 2, 3])]
    )
  }

  @Test func escapesEveryForeignText() throws {
    let page = try HTMLReport([report(Self.hostile)], version: "0", nonce: "N").text()
    let body = try #require(page.components(separatedBy: "</style>").last)
    let markup = try #require(body.components(separatedBy: "<script nonce").first)
    #expect(!markup.contains("<img src=x"))
    #expect(!markup.contains("onload='x"))
    #expect(!page.contains("\u{0}"))
    #expect(markup.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39; onload=&#39;x\u{FFFD}"))
    // One data block, one script: nothing in the data closes an element early.
    #expect(page.components(separatedBy: "</script>").count == 3)
  }

  @Test func fetchesNothingAndRunsOnlyItsOwnScript() throws {
    let page = try HTMLReport([report("a"), report("b")], version: "0", nonce: "N0NCE").text()
    #expect(page.contains("default-src 'none'; script-src 'nonce-N0NCE'"))
    #expect(page.contains("style-src 'nonce-N0NCE'; img-src data:"))
    for word in ["http://", "https://", "url(", "@import", "fetch(", "eval(", "innerHTML"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(!page.contains(" style=\""))
    #expect(page.contains("id=\"run-1\""))
    #expect(page.contains("data:image/png;base64,AQID"))
  }

  @Test func takesANewNonceForEachPage() throws {
    let first = try HTMLReport([], version: "0").text()
    let second = try HTMLReport([], version: "0").text()
    #expect(first != second)
  }

  @Test func givesTheScriptWhatItReads() throws {
    let page = try HTMLReport([report("a")], version: "0", nonce: "N").text()
    let start = try #require(page.range(of: "id=\"data\">"))
    let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
    let json = try JSONSerialization.jsonObject(
      with: Data(page[start.upperBound..<end.lowerBound].utf8)
    )
    let run = try #require((json as? [[String: Any]])?.first)
    #expect(run["best"] is NSNull)
    let charts = try #require(run["charts"] as? [[String: Any]])
    let series = try #require((charts.first?["series"] as? [[String: Any]])?.first)
    let values = try #require(series["y"] as? [Any])
    #expect(values.count == 50)
    #expect(values[19] is NSNull)
    #expect(values[18] as? Double == 1.3)
  }

  @Test func drawsNothingOfAnEmptyRun() throws {
    var empty = report("a")
    empty.trace = RunTrace()
    empty.diagnosis.findings = []
    let page = try HTMLReport([empty], version: "0", nonce: "N").text()
    #expect(!page.contains("<canvas"))
  }

  @Test(arguments: [
    0, 1.3862943, -1e-300, .leastNonzeroMagnitude, 1.7976931348623157e308, 123456.789, -0.1,
  ])
  func shortensNumbersWithoutMovingThem(value: Double) throws {
    var series = Series()
    series.add(value, step: 1)
    let line = ChartData.Line("x", color: 0, series)
    let written = try #require(line.y[0])
    #expect(abs(written - value) <= abs(value) * 1e-5)
  }
}
