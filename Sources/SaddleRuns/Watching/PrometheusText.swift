// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// A watched run in Prometheus' text format, so that existing alerting can take over.
///
/// - Source: "Exposition formats", Prometheus documentation, text format version 0.0.4.
public enum PrometheusText {
  /// The content type of the text.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// Returns the metrics of a run.
  ///
  /// `now` is on the clock of `LiveDiagnosis.take`.
  public static func make(_ state: LiveDiagnosis, run: String, now: Double) -> String {
    var text = Page()
    let label = "run=\"\(escape(run))\""
    let health = state.health
    text.begin("saddle_health", "Health of the run in one word: 1 for the word that holds.")
    for word in Health.allCases {
      text.add("{\(label),health=\"\(word.rawValue)\"}", word == health ? 1 : 0)
    }
    text.begin("saddle_step", "Last step of the run.")
    text.add("{\(label)}", Double(state.step ?? 0))
    text.begin("saddle_observations_total", "Observations read.", kind: "counter")
    text.add("{\(label)}", Double(state.observationCount))
    text.begin("saddle_restarts_total", "How often the step went back.", kind: "counter")
    text.add("{\(label)}", Double(state.restarts))
    text.begin("saddle_last_observation_age_seconds", "Seconds since something was logged.")
    text.add("{\(label)}", state.lastTime.map { max(0, now - $0) } ?? .nan)
    let findings = state.firing
    text.begin("saddle_findings", "Findings that are firing, by severity.")
    for severity in Severity.allCases {
      let count = findings.count { $0.severity == severity }
      text.add("{\(label),severity=\"\(severity.rawValue)\"}", Double(count))
    }
    text.begin("saddle_finding", "A finding that is firing: its confidence, 0 to 1.")
    for finding in findings {
      let game = finding.game.map { ",game=\"\(escape($0))\"" } ?? ""
      text.add(
        "{\(label),symptom=\"\(finding.symptom.rawValue)\",severity=\"\(finding.severity.rawValue)\""
          + ",side=\"\(finding.side.rawValue)\"\(game)}",
        finding.confidence
      )
    }
    text.begin("saddle_signal", "Last value of each signal.")
    for name in state.games.keys.sorted() {
      let game = name.isEmpty ? "" : ",game=\"\(escape(name))\""
      for (signal, value) in state.games[name]?.latest ?? [] {
        text.add("{\(label),signal=\"\(signal.rawValue)\"\(game)}", value)
      }
    }
    return text.text
  }

  /// Escapes a label's value: backslash, quote and line feed.
  static func escape(_ value: String) -> String {
    var result = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private struct Page {
    var text = ""
    private var name = ""

    mutating func begin(_ name: String, _ help: String, kind: String = "gauge") {
      self.name = name
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    mutating func add(_ labels: String, _ value: Double) {
      text += "\(name)\(labels) \(number(value))\n"
    }

    private func number(_ value: Double) -> String {
      if value.isNaN { return "NaN" }
      if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
      return value == value.rounded() && value.magnitude < 1e15 ? "\(Int64(value))" : "\(value)"
    }
  }
}
