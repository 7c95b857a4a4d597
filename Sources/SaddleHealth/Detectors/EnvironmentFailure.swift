// SPDX-License-Identifier: Apache-2.0

/// The program around the training ended with an exception, for want of memory or by a signal.
///
/// Read off the log's words. A warning at most: what the networks had learned until then is judged
/// apart. An exception behind which training goes on was caught; it is noted and resolved.
struct EnvironmentFailure: Detector {
  static let info = DetectorInfo(
    guide: .environmentFailure,
    hold: .none,
    release: .none,
    readsFacts: true
  )

  private var fact: RunFact?

  mutating func observe(_ run: RunView) -> Verdict {
    if let failure = run.facts.failure {
      fact = failure
      return .present(.warning, confidence: 0.95)
    }
    return run.readsWords ? .clear : .insufficient(.noWords)
  }

  func describe(_ run: RunView) -> Description {
    let words = fact?.words ?? "an error"
    let place = fact?.place ?? "the log"
    return Description(
      "\(Self.lead(fact)): \(words) (\(place)). It is the program that failed, not the game.",
      side: .both,
      basis: .outputs,
      evidence: fact?.line.map { [Evidence("line of the log", Double($0))] } ?? [],
      clearedBy: "Training that goes on behind it.",
      onset: fact?.step ?? run.step
    )
  }

  private static func lead(_ fact: RunFact?) -> String {
    switch fact?.kind {
    case .outOfMemory: "Memory ran out and ended the run"
    case .killed: "The run was killed" + (fact?.meaning.map { " (\($0))" } ?? "")
    default: "An exception ended the run"
    }
  }
}

extension Symptom {
  /// The program ended for a reason outside the game.
  public static let environmentFailure = Symptom("environmentFailure")
}

extension SymptomGuide {
  static let environmentFailure = SymptomGuide(
    .environmentFailure,
    title: "a program that broke off",
    absence: "The log tells of no exception, lack of memory or signal that ended the run.",
    meaning:
      "The program ended with an exception, for want of memory, or by a signal of the system. That "
      + "says nothing about the networks: they are as good as they were, and the run can go on from "
      + "its last checkpoint once the cause is gone.",
    measurement:
      "A traceback, a message of the accelerator, the system or the scheduler in the log, in a "
      + "file of errors beside it or in run.json, behind which no training follows. Up to 8,192 "
      + "bytes may follow: what a program's output buffer holds when it dies.",
    caveat:
      "An exception that another process threw, or that was caught, looks the same until training "
      + "goes on. A log without console output can't show it.",
    sources: ["The texts of Python, PyTorch, the shells and Slurm"],
    gravity: .danger,
    causeClass: .environment,
    causes: [.stepsSkipped, .nonFinite],
    remedies: [Remedy.mendEnvironment]
  )
}
