// SPDX-License-Identifier: Apache-2.0

// From one weight to the next, and to the one that stays.
extension WeightSearch {
  /// Begins with the weight that is in force.
  ///
  /// - Parameters:
  ///   - step: The step that was made last; the run is to be saved there.
  ///   - weight: The weight, above 0.
  ///   - earlier: Interventions that stand in the ledger.
  ///   - best: The step of the best checkpoint.
  /// - Returns: What to write into the ledger before anything is done.
  public mutating func begin(
    step: Int,
    weight: Double,
    after earlier: Int,
    best: Int?
  ) -> Intervention {
    (start, self.weight, self.earlier, held) = (step, weight, earlier, best)
    return trying
  }

  /// The change that is in force by it: on trial, or chosen.
  public var change: ConfigurationChange? {
    if let chosen { return chosen.changes.isEmpty ? nil : change(by: winner ?? 1) }
    return isTrying ? change(by: factor) : nil
  }

  /// Ends the trial of a weight and begins the next one, or chooses.
  ///
  /// - Parameter step: The step that the trial came to.
  /// - Returns: The lines to write into the ledger before the run is put back: the trial that ended, and
  ///   the next one or what was chosen.
  public mutating func turn(step: Int) -> [Intervention] {
    guard isTrying, let start else { return [] }
    var ended = trying
    ended.verdict = .undone
    ended.because = words(current)
    ended.outcome = outcome(current)
    ended.cost = start < step ? Steps.whole(Double(step) - Double(start)) ?? Steps.limit : 0
    results.append(current)
    current = Result(values: [])
    guard results.count < rules.factors.count else {
      let choice = choice(winner)
      chosen = choice
      return [ended, choice]
    }
    return [ended, trying]
  }

  /// Takes back by hand what was chosen, in the search of its snapshot.
  ///
  /// - Returns: The intervention as it is then; nil where it is nothing that was chosen.
  public mutating func takeBack(_ intervention: Intervention) -> Intervention? {
    guard var taken = chosen, taken.number == intervention.number, !taken.changes.isEmpty else {
      return nil
    }
    (taken.verdict, taken.because) = (.undone, "taken back by hand")
    chosen?.changes = []
    chosen?.snapshot = nil
    return taken
  }

  // MARK: - The choice

  private var factor: Double {
    results.count < rules.factors.count ? rules.factors[results.count] : 1
  }

  /// The factor of the best weight that is better than the configured one; nil where none is.
  ///
  /// Of equals the nearest to it. Where the configured one broke and was not to be measured, any that
  /// came to its end is better.
  private var winner: Double? {
    guard let first = results.first, first.middle != nil || first.failure != nil else { return nil }
    var best: (factor: Double, middle: Double)?
    for (factor, result) in zip(rules.factors, results).dropFirst() {
      guard let middle = result.middle else { continue }
      if first.failure == nil, let band = first.band,
        band.place(middle, largerIsBetter: largerIsBetter) != .better
      {
        continue
      }
      guard let known = best else {
        best = (factor, middle)
        continue
      }
      let isBetter = largerIsBetter ? middle > known.middle : middle < known.middle
      let isNearer = max(factor, 1 / factor) < max(known.factor, 1 / known.factor)
      if isBetter || middle == known.middle && isNearer { best = (factor, middle) }
    }
    return best?.factor
  }

  private func change(by factor: Double) -> ConfigurationChange? {
    guard factor != 1 else { return nil }
    return ConfigurationChange(key: rules.key, value: .number(weight * factor), current: weight)
  }

  // MARK: - The ledger

  private var trying: Intervention {
    var intervention = intervention(by: factor, number: earlier + results.count + 1)
    intervention.because = "judged \(rules.window) steps later"
    return intervention
  }

  private func choice(_ winner: Double?) -> Intervention {
    var choice = intervention(by: winner ?? 1, number: earlier + results.count + 1)
    choice.verdict = .kept
    let place = winner.flatMap { rules.factors.firstIndex(of: $0) }
    guard let place, results.indices.contains(place) else {
      choice.snapshot = nil
      choice.because =
        results.first?.middle == nil
        ? "nothing measured the samples often enough" : "no other weight came out beyond its band"
      return choice
    }
    choice.undo = "saddle autopilot undo RUN \(choice.number)"
    choice.because = "the best of \(results.count) trials: \(words(results[place]))"
    choice.outcome = outcome(results[place])
    return choice
  }

  private func intervention(by factor: Double, number: Int) -> Intervention {
    let change = change(by: factor)
    let current = SettingText.number(weight)
    var intervention = Intervention(
      number: number,
      step: start ?? 0,
      symptom: .weightSearch,
      finding: "\(rules.key) is \(current), which nobody can know beforehand",
      hypothesis: change.map { "\(rules.key) \($0.valueText) is better than \(current)" }
        ?? "\(rules.key) stays \(current)",
      measure: factor == 1 ? .restoreSettings : factor > 1 ? .raisePenalty : .lowerPenalty,
      changes: change.map {
        [Intervention.Change(key: $0.key, old: weight, new: $0.valueText)]
      } ?? [],
      expected: "samples that are better than the band of the configured weight",
      verdict: .trying,
      because: ""
    )
    intervention.snapshot = start
    return intervention
  }

  private func outcome(_ result: Result) -> Intervention.Outcome? {
    metric.map {
      Intervention.Outcome(
        metric: $0,
        before: results.first?.band,
        after: result.middle,
        largerIsBetter: largerIsBetter
      )
    }
  }

  /// What came of a weight, beside the configured one.
  private func words(_ result: Result) -> String {
    if let failure = result.failure { return "it broke: \(failure)" }
    guard let band = result.band else { return "nothing measured its samples often enough" }
    let name = metric ?? "the metric"
    let value = "\(name) \(band.middle.text)"
    guard let first = results.first else {
      return "\(value), between \(band.low.text) and \(band.high.text)"
    }
    if first.failure != nil { return "\(value), and the configured weight broke" }
    guard let configured = first.band else {
      return "\(value), and the configured weight wasn't measured often enough"
    }
    let place = configured.place(band.middle, largerIsBetter: largerIsBetter)
    let verdict = place == .better ? "better" : place == .worse ? "worse" : "no better"
    return "\(value), \(verdict) than \(configured.low.text) to \(configured.high.text)"
  }
}

extension Symptom {
  /// None: a weight is looked for by trials.
  public static let weightSearch = Symptom("weightSearch")
}
