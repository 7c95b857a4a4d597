// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleText

/// The report on one or several runs as a page of one file: plots, findings, remedies, samples.
///
/// Nothing is fetched from anywhere. All text of the logs is escaped, and a content security policy
/// runs no script but the page's own.
public struct HTMLReport: Sendable {
  private let reports: [RunReport]
  private let version: String
  private let nonce: String

  /// Creates the page.
  ///
  /// - Parameters:
  ///   - reports: The runs, in their order.
  ///   - version: The program's version, for the last line.
  ///   - nonce: A word that only the page's own script and style carry; random where nil.
  public init(_ reports: [RunReport], version: String, nonce: String? = nil) {
    self.reports = reports
    self.version = version
    self.nonce = nonce ?? String((0..<24).compactMap { _ in Self.letters.randomElement() })
  }

  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  )

  /// Returns the file's content.
  ///
  /// - Throws: what the JSON encoder throws.
  public func text() throws -> String {
    let encoder = JSONEncoder.stable()
    let data = try encoder.encode(reports.map(RunData.init))
    let sections = reports.enumerated().map { RunSection($1, number: $0).html }
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; img-src data:; \
      base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <title>\(title)</title>
      <style nonce="\(nonce)">
      \(Self.asset(PackageResources.report_css))</style>
      </head>
      <body>
      <header class="page">Saddle · what is wrong with a training run, since when, how we know, \
      what to do</header>
      <main>
      \(overview)\(HTML.join(sections))
      <noscript><p class="card">The plots need JavaScript; nothing is fetched from \
      anywhere.</p></noscript>
      </main>
      <footer>Written by saddle \(version). Drag in a plot to zoom, double-click to see everything; \
      with the keyboard: arrows, +, -, 0, l.</footer>
      <script type="application/json" id="data">\
      \(HTML.scriptJSON(String(decoding: data, as: UTF8.self)))</script>
      <script nonce="\(nonce)">
      \(Self.asset(PackageResources.report_js))</script>
      </body>
      </html>

      """
    return page.text
  }

  private var title: String {
    guard reports.count == 1, let only = reports.first else { return "\(reports.count) runs" }
    return "\(only.name): \(only.diagnosis.health.rawValue)"
  }

  private static func asset(_ bytes: [UInt8]) -> HTML {
    .trusted(String(decoding: bytes, as: UTF8.self))
  }

  /// The table of several runs; nothing where there is one.
  private var overview: HTML {
    guard reports.count > 1 else { return "" }
    let rows = reports.enumerated().map { index, report -> HTML in
      let main = report.mainFinding
      let health = report.diagnosis.health.rawValue
      let best = report.diagnosis.best.map { best in
        let value = NumberText.value(best.value.value)
        return "\(best.metric.rawValue) \(value) at \(NumberText.step(best.step))"
      }
      return """
        <tr><td><a href="#run-\(index)">\(report.name)</a></td>\
        <td class="\(health)">\(health)</td>\
        <td class="number">\(report.diagnosis.lastStep.map { NumberText.count($0) } ?? "")</td>\
        <td>\(main?.symptom.words ?? "none")</td>\
        <td class="number">\(main.map { NumberText.count($0.firstStep) } ?? "")</td>\
        <td>\(best ?? "")</td></tr>

        """
    }
    return """
      <section class="run"><h1>\(reports.count) runs</h1><div class="card scroll"><table>
      <tr><th>run</th><th>health</th><th class="number">steps</th><th>main finding</th>\
      <th class="number">since</th><th>best</th></tr>
      \(HTML.join(rows))</table></div></section>

      """
  }
}
