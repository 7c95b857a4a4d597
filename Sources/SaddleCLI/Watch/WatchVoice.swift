// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTerminal
import SaddleText

/// What `saddle watch` says: findings on standard output, everything else on standard error.
struct WatchVoice {
  private let run: String
  private let printsJSON: Bool
  private let style: ReportStyle
  private var progress: ProgressLine

  init(run: String, printsJSON: Bool) {
    self.run = run
    self.printsJSON = printsJSON
    style = .decide(plain: false)
    var pace = ProgressLine.Pace()
    pace.drawn = 1
    progress = ProgressLine(pace: pace)
  }

  /// Says something about the log or a command.
  mutating func note(_ text: String) {
    progress.print("saddle watch: " + ForeignText.inLine(text))
  }

  /// Tells a finding.
  mutating func tell(_ news: LiveDiagnosis.News) {
    if printsJSON {
      emit(TerminalText.json(Self.json(news.finding, run: run, isHistory: news.isHistory)))
    } else {
      emit(Self.text(news, style))
    }
  }

  /// Shows the state of the run, when it is time to.
  mutating func state(_ diagnosis: LiveDiagnosis, now: Double) {
    guard diagnosis.observationCount > 0 else { return }
    progress.show { Self.line(diagnosis, now: now) }
  }

  /// Ends with a summary.
  mutating func end(_ diagnosis: LiveDiagnosis) {
    progress.end()
    guard diagnosis.observationCount > 0 else { return }
    let count = diagnosis.observationCount
    note("\(count) observations, last step \(diagnosis.step ?? 0): \(diagnosis.health.rawValue)")
  }

  private mutating func emit(_ text: String) {
    progress.end()
    StandardOutput.print(text)
  }

  /// A finding in one line, and the first remedy in another.
  static func text(_ news: LiveDiagnosis.News, _ style: ReportStyle) -> String {
    let finding = news.finding
    let isFiring = finding.state == .firing
    let word = isFiring ? finding.severity.rawValue.uppercased() : "resolved"
    let ink: Ink =
      !isFiring ? .green : finding.severity == .critical ? .red : .yellow
    let game = finding.game.map { " (game \(ForeignText.inLine($0)))" } ?? ""
    let past = news.isHistory ? ", before watching began" : ""
    var text =
      style.paint(word, ink, .bold)
      + " \(finding.symptom.rawValue)\(game) at step \(finding.firedAtStep)"
      + " (since \(finding.firstStep)\(past)): \(ForeignText.inLine(finding.summary))"
    if isFiring, let remedy = finding.remedies.first { text += "\n  -> \(remedy.title)" }
    return text
  }

  /// The state in one line.
  static func line(_ diagnosis: LiveDiagnosis, now: Double) -> String {
    var parts = ["step \(diagnosis.step ?? 0)"]
    let wanted: [Signal] = [
      .lossDiscriminator, .lossGenerator, .scoresReal, .scoresFake, .metricFID,
    ]
    for name in diagnosis.games.keys.sorted() {
      let latest = diagnosis.games[name]?.latest ?? []
      let values = wanted.compactMap { signal in
        latest.first { $0.signal == signal }
          .map { "\(signal.rawValue) \(Number($0.value).text)" }
      }
      parts.append((name.isEmpty ? "" : "\(name): ") + values.joined(separator: "  "))
    }
    let firing = diagnosis.firing
    let counts = [Severity.critical, .warning, .notice].compactMap { severity in
      let count = firing.count { $0.severity == severity }
      return count > 0 ? "\(count) \(severity.rawValue)" : nil
    }
    parts.append(counts.isEmpty ? "no findings" : counts.joined(separator: ", "))
    if let last = diagnosis.lastTime, now - last >= 2 {
      parts.append("last record \(Int(min(now - last, 1e9))) s ago")
    }
    return parts.joined(separator: " | ")
  }

  /// The finding as one line of JSON, the run's path with it.
  static func json(_ finding: Finding, run: String, isHistory: Bool?) -> String {
    let encoder = JSONEncoder.stable()
    let value = FindingOfRun(finding: finding, run: run, isHistory: isHistory)
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private struct FindingOfRun: Encodable {
    var finding: Finding
    var run: String
    var isHistory: Bool?

    enum CodingKeys: CodingKey { case run, isHistory }

    func encode(to encoder: any Encoder) throws {
      try finding.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(run, forKey: .run)
      try container.encodeIfPresent(isHistory, forKey: .isHistory)
    }
  }
}
