// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
import SaddleText

/// Sentences that terminal and page share.
extension RunReport {
  /// What to say of the health where the diagnosis gives no reason.
  public var verdictInWords: String {
    if let worst = firing.first { return worst.summary }
    return diagnosis.health == .unjudgeable
      ? "Too little was logged to say." : "Nothing is firing."
  }

  /// The best evaluation; nil where there is no metric.
  public var bestInWords: String? {
    guard let best = diagnosis.best else { return nil }
    var words =
      "\(best.metric.rawValue) \(NumberText.value(best.value.value)) at "
      + NumberText.step(best.step)
    if let last = diagnosis.lastStep, last > best.step {
      words +=
        ", \(NumberText.count(Int(clamping: Steps.distance(last, best.step)))) steps before the end"
    }
    if let now = trace.series[best.metric]?.last, now != best.value.value {
      words += " (the last is \(NumberText.value(now)))"
    }
    return words + "."
  }

  /// What is wrong and since when, or nil where nothing is.
  public var causeInWords: String? {
    guard let cause = diagnosis.causes.first else { return nil }
    let isStructural = diagnosis.findings.contains {
      $0.symptom == cause.symptom && $0.basis == .networks
    }
    let since = isStructural ? "before training" : NumberText.step(cause.firstStep)
    let others = diagnosis.causes.count - 1
    return "\(since): \(cause.symptom.title)"
      + (others > 0 ? " (and \(others) more)" : "")
  }

  /// How sure the verdict is, and on what it rests, or nil where it rests on nothing.
  public var groundsInWords: String? {
    guard !diagnosis.grounds.isEmpty else { return nil }
    let kinds = diagnosis.grounds.map(\.kind.rawValue).reduce(into: [String]()) { list, kind in
      if !list.contains(kind) { list.append(kind) }
    }
    return "\(NumberText.percent(diagnosis.confidence)), from \(kinds.joined(separator: ", "))"
  }

  /// The first thing to do, with its configuration lines, or nil where there is none.
  public var nextInWords: String? {
    guard diagnosis.health != .healthy, let remedy = remedies.first else { return nil }
    // A factor on a value that nobody knows is no line to paste; another's run has no such lines.
    let lines = isSaddle ? remedy.changes.filter(\.isKnown).map(\.line) : []
    return remedy.title + (lines.isEmpty ? "" : " (\(lines.joined(separator: "; ")))")
  }

  /// Whether to go on, and since when that would have been known.
  public var outlookInWords: String {
    let outlook = diagnosis.outlook
    var words =
      switch outlook.course {
      case .goOn: "Worth it. "
      case .change: "Not as it is. "
      case .stop: "Not worth it. "
      case .over: ""
      }
    words += outlook.reason
    guard let step = diagnosis.stopAdvisedAt else { return words }
    // What was so then need not be so now.
    return outlook.worthGoingOn
      ? words + " A live watcher would have advised to stop at \(NumberText.step(step)); "
        + "what spoke for that has passed."
      : words + " A live watcher would have said so at \(NumberText.step(step))."
  }
}

extension Finding {
  /// When the finding held, how sure it is and what it rests on.
  public var intervalInWords: String {
    let first = NumberText.step(firstStep)
    if basis == .networks { return "before training · \(NumberText.percent(confidence)) sure" }
    let time =
      state == .firing
      ? "since \(first), still firing"
      : "from \(first) to \(NumberText.count(lastStep)), resolved"
    return "\(time) · \(NumberText.percent(confidence)) sure · from \(basis.words)"
  }
}
