// SPDX-License-Identifier: Apache-2.0

/// What the autopilot did or would have done, and what came of it: a line of `interventions.jsonl`.
///
/// It is written before the act and again with the verdict, under the same number.
public struct Intervention: Codable, Sendable, Equatable {
  /// What became of it.
  public enum Verdict: String, CaseIterable, Codable, Sendable {
    /// It was said and not done: the mode or the budget doesn't allow it.
    case advised
    /// It is being tried.
    case trying
    /// The outcome says that it helped: it stays.
    case kept
    /// It stays, and counts as no repair: the symptom is gone and nothing measures the samples, or the
    /// rules keep whatever was tried.
    case keptUnjudged
    /// It didn't help, or harmed: the run is what it was before.
    case undone
    /// The run was ended by it.
    case stopped
    /// The run was ended for another one with the changes.
    case restarted
  }

  /// One number that changes, by the configuration's key.
  public struct Change: Codable, Sendable, Equatable {
    /// The dotted key, such as `optimizer.discriminator.learningRate`.
    public var key: String
    /// The value before, where it is known.
    public var old: Double?
    /// The new value as it stands in a configuration.
    public var new: String

    /// Creates a change.
    public init(key: String, old: Double?, new: String) {
      self.key = key
      self.old = old
      self.new = new
    }

    /// "optimizer.generator.learningRate from 0.01 to 0.0002".
    public var text: String {
      old.map { "\(key) from \(SettingText.number($0)) to \(new)" } ?? "\(key) to \(new)"
    }
  }

  /// What was measured of samples.
  public struct Outcome: Codable, Sendable, Equatable {
    /// What was measured.
    public var metric: String
    /// Its middle and its band (10 to 90 %) before the change; nil where there were too few.
    public var before: NoiseBand?
    /// The last value of the trial.
    public var after: Double?
    /// Whether a larger value is better.
    public var largerIsBetter: Bool
  }

  /// Its number in the run, from 1.
  public var number: Int
  /// The step after which it begins.
  public var step: Int
  /// The symptom it is against.
  public var symptom: Symptom
  /// What was found, with its numbers.
  public var finding: String
  /// What is expected to help, and why.
  public var hypothesis: String
  /// The kind of remedy.
  public var measure: Measure
  /// What changes; empty where going back or stopping is all.
  public var changes: [Change]
  /// The step of the checkpoint that is gone back to first; nil where the run goes on from where it is.
  public var rollBackTo: Int?
  /// What the change is to bring about.
  public var expected: String
  /// The checkpoint that holds the run as it was before, by step.
  public var snapshot: Int?
  /// What became of it.
  public var verdict: Verdict
  /// Why, in one sentence.
  public var because: String
  /// What was measured.
  public var outcome: Outcome?
  /// Steps that were made and given up.
  public var cost = 0
  /// The command that begins a run without it, with `RUN` for the run's folder.
  public var undo: String?
  /// The run that it belongs to, where that is an ancestor of the one whose ledger has it.
  public var run: String?
  /// The run that goes on with its changes, where it ended one for another.
  public var child: String?

  /// The story of it in one sentence: "at 1240 optimizer.generator.learningRate from 0.01 to 0.0002:
  /// kept, coverage rose from 0.31 to 0.78".
  public var story: String {
    let what = changes.isEmpty ? hypothesis : changes.map(\.text).joined(separator: ", ")
    let back = rollBackTo.map { "back to step \($0); " } ?? ""
    let place = run.map { "in \($0), " } ?? ""
    let aim = symptom == .weightSearch ? "in search of a weight" : "against \(symptom)"
    return "\(place)at \(step) \(aim): \(back)\(what): \(verdict.words), \(because)"
  }
}

extension Intervention.Verdict {
  /// The word in a sentence.
  public var words: String {
    switch self {
    case .advised: "advised"
    case .trying: "on trial"
    case .kept: "kept"
    case .keptUnjudged: "kept, unjudged"
    case .undone: "undone"
    case .stopped: "stopped"
    case .restarted: "ended for another run"
    }
  }
}
