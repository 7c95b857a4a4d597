// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// What the autopilot says to a loop: a line of JSON.
struct SteeringAnswer: Encodable {
  /// A number to set.
  struct Change: Encodable {
    var key: String
    var from: Double?
    var to: Double?
    /// The new value where it is no number: what another run is to have.
    var word: String?
  }

  /// "go on", "advise", "begin", "keep", "undo", "stop", "restart"; "ready" to a declaration, "state" to
  /// `save`; nil of an error.
  var order: String?
  /// What is wrong with the line, which changed nothing.
  var error: String?
  var number: Int?
  var symptom: String?
  var finding: String?
  var because: String?
  /// The whole of it in a sentence.
  var story: String?
  var changes: [Change]?
  /// The step to put the run back to: of `begin` before the change, of `undo` instead of it.
  var backTo: Int?
  /// How often to measure samples before the next line of a step.
  var measure: Int?
  /// Whether to keep the run as it is.
  var keep: Bool?
  /// Steps that have to be held; others may be let go.
  var held: [Int]?
  var state: SteeringDeclaration.Saved?

  init(error: String) { self.error = error }

  init(order: String) { self.order = order }

  /// An order as the loop reads it.
  init(_ answer: SteeredLoop.Answer) {
    measure = answer.measurements > 0 ? answer.measurements : nil
    keep = answer.keeps ? true : nil
    switch answer.order {
    case .goOn: order = "go on"
    case .advise(let intervention): take("advise", intervention)
    case .begin(let intervention):
      take("begin", intervention)
      backTo = intervention.rollBackTo
    case .keep(let intervention): take("keep", intervention)
    case .undo(let intervention):
      take("undo", intervention)
      backTo = intervention.snapshot
    case .stop(let intervention): take("stop", intervention)
    case .restart(let intervention): take("restart", intervention)
    }
  }

  private mutating func take(_ word: String, _ intervention: Intervention) {
    order = word
    number = intervention.number
    symptom = intervention.symptom.rawValue
    finding = intervention.finding
    because = intervention.because
    story = intervention.story
    changes = intervention.changes.map { change in
      let number = Double(change.new).flatMap { $0.isFinite ? $0 : nil }
      return Change(
        key: change.key,
        from: change.old,
        to: number,
        word: number == nil ? change.new : nil
      )
    }
  }
}

extension Autopilot.Order {
  /// What is to be written into the ledger; nil where nothing was decided.
  var intervention: Intervention? {
    switch self {
    case .goOn: nil
    case .advise(let intervention), .begin(let intervention), .keep(let intervention),
      .undo(let intervention), .stop(let intervention), .restart(let intervention):
      intervention
    }
  }
}
