// SPDX-License-Identifier: Apache-2.0

/// The diagnosis in plain words.
enum Story {
  /// One cause with its consequences.
  static func cause(
    _ finding: Finding,
    explains: [Finding],
    _ guides: SymptomGuides
  ) -> Diagnosis.Cause {
    let time = finding.basis == .networks ? "Before training" : "Since step \(finding.firstStep)"
    var text = "\(time): \(finding.summary)"
    if !explains.isEmpty {
      let names = explains.map { guides[$0.symptom].title }.joined(separator: ", ")
      text += " That explains \(explains.count == 1 ? "this" : "these"): \(names)."
    }
    return Diagnosis.Cause(
      symptom: finding.symptom,
      confidence: finding.confidence,
      firstStep: finding.firstStep,
      explains: explains.map(\.symptom),
      story: text
    )
  }

  /// The whole in a few sentences.
  static func tell(_ diagnosis: Diagnosis) -> String {
    var sentences: [String] = []
    switch diagnosis.health {
    case .healthy: sentences.append("The run is healthy.")
    case .watch: sentences.append("The run may go on; keep an eye on it.")
    case .sick: sentences.append("The run is failing.")
    case .dead: sentences.append("The run has failed.")
    case .unjudgeable: sentences.append("The log says too little to judge the run.")
    }
    if let first = diagnosis.causes.first {
      sentences.append(first.story)
      for other in diagnosis.causes.dropFirst().prefix(2) { sentences.append(other.story) }
    } else {
      sentences += diagnosis.healthReasons.prefix(2)
    }
    if let best = diagnosis.best, let last = diagnosis.lastStep, best.step < last,
      diagnosis.health != .healthy
    {
      sentences.append(
        "The best model is that of step \(best.step) (\(best.metric.shortName) "
          + "\(best.value.text))."
      )
    }
    let outlook = diagnosis.outlook
    if let ended = diagnosis.ended {
      // Its reason begins with how it ended, which a cause may have told already.
      let told = isTold(ended, in: sentences) ? ended.sentence.count + 1 : 0
      sentences.append(String(outlook.reason.dropFirst(told)))
    } else if outlook.course == .stop {
      sentences.append("Going on is not worth it. \(outlook.reason)")
    }
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Whether a cause quotes the end already.
  private static func isTold(_ ended: RunEnding, in sentences: [String]) -> Bool {
    sentences.contains { $0.contains(ended.words) }
  }
}
