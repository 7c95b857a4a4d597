// SPDX-License-Identifier: Apache-2.0

/// Losses that are the same to the last digit, or that stand at the end of their scale.
///
/// Needs no objective. An equilibrium wobbles: a loss that does not, for more rows than its digits
/// allow (`Standstill`) and a tenth of the run (200 observations at most), belongs to a network that
/// no longer changes, also at 0.693147, 1.386294 and 2.0, the losses of an output that is 0 for every
/// sample. Losses of one answer need not be met to the last digit (`OneAnswer`): where both lie within
/// half a thousandth of them for 32 rows and a tenth of the run, every sample, or every generated one,
/// gets the same (a game in balance leaves that band every second row, `Standstill.wobble`). A loss within
/// 0.05 % of a clamp (`Clamp`) for twelve observations has no gradient.
///
/// A discriminator's loss of exactly 0 alone is what a margin makes of a strong discriminator; it must
/// stay for a fifth of the run, for a third to be critical, and good samples excuse it. A column that was
/// never anything but 0 is no loss where the generator has something else to learn: the discriminator has not started, or has
/// no part in it. Both at 0 since the run began are a game that hasn't begun: no untrained pair has such
/// losses.
struct LossesStandStill: Detector {
  static let info = DetectorInfo(
    guide: .lossesStandStill,
    glances: [
      .lossGenerator, .lossGeneratorAdversarial, .lossDiscriminator,
      .lossDiscriminatorAdversarial, .lossDiscriminatorReal, .lossDiscriminatorFake,
    ],
    cadence: .everyObservation,
    hold: .none,
    release: .observations(8)
  )

  /// Share of the run that must stand still, and the observations that suffice in a long one.
  static let share = 0.1
  static let shareOfZero = 0.2
  /// Share of the run at exactly 0 after which the discriminator learns nothing for good.
  static let shareOfDeath = 1.0 / 3
  static let enough = 200.0
  /// Observations at a clamp.
  static let clamped = 12
  /// Rows within a wobble of the loss of one answer: 0.6^32 is 1e-7, if each were as calm as the
  /// calmest healthy run's.
  static let guessed = 32

  private enum Sign: String, Codable {
    case both, one, zero, clamp, guess, fakes
  }

  private var states = Array(repeating: Standstill(), count: 6)
  private var clamps = [0, 0, 0, 0]
  private var answers = OneAnswer()
  private var decimals = 0
  private var longest = 0
  private var sign = Sign.both
  private var side = Side.both
  /// Places in `states` of what stands still.
  private var generator: Int?
  private var discriminator: Int?

  private static let signals = info.glances

  mutating func observe(_ run: RunView) -> Verdict {
    var isSuspect = false
    for index in states.indices {
      guard let value = run.value(Self.signals[index]) else { continue }
      states[index].add(value, step: run.step)
      decimals = Swift.max(decimals, states[index].decimals)
      longest = Swift.max(longest, states[index].count)
      if index < clamps.count {
        clamps[index] = Clamp.at(value) == nil ? 0 : clamps[index] + 1
        if answers.take(value, column: index, step: run.step) >= Self.guessed { isSuspect = true }
      }
      if states[index].rows >= Standstill.fewest { isSuspect = true }
      if index < clamps.count, clamps[index] >= Self.clamped { isSuspect = true }
    }
    if let fake = run.value(.lossDiscriminatorFake),
      let loss = run.value(.lossGeneratorAdversarial) ?? run.value(.lossGenerator),
      answers.take(generator: loss, fake: fake, step: run.step) >= Self.guessed
    {
      isSuspect = true
    }
    guard longest >= Standstill.fewest else { return .insufficient(.tooYoung) }
    // What is needed to look closer is rare.
    guard isSuspect else { return .clear }
    generator = [1, 0].first { states[$0].count > 0 }.flatMap { stands($0, run) ? $0 : nil }
    discriminator = standingDiscriminator(run)
    return judge(run)
  }

  /// The discriminator's loss where it stands still; of two halves both must.
  private func standingDiscriminator(_ run: RunView) -> Int? {
    if let total = [3, 2].first(where: { states[$0].count > 0 }) {
      return stands(total, run) ? total : nil
    }
    guard states[4].count > 0, states[5].count > 0 else { return nil }
    return stands(4, run) && stands(5, run) ? (states[5].value == 0 ? 4 : 5) : nil
  }

  private func stands(_ index: Int, _ run: RunView) -> Bool {
    let state = states[index]
    guard !state.isConvergence, let needed = state.rowsNeeded(decimals: decimals) else {
      return false
    }
    return lasts(state.rows, fewest: needed, of: state.count)
  }

  private func lasts(_ rows: Int, fewest: Int = guessed, of count: Int) -> Bool {
    rows >= fewest && Double(rows) >= Swift.min(Self.share * Double(count), Self.enough)
  }

  private mutating func judge(_ run: RunView) -> Verdict {
    if let clamp = [1, 0, 3, 2].first(where: { clamps[$0] >= Self.clamped }) {
      sign = .clamp
      let isOfGenerator = Self.signals[clamp].side == .generator
      side = isOfGenerator ? .generator : .discriminator
      // What stands still on the other side is another matter: words and evidence are the clamp's.
      generator = isOfGenerator ? clamp : nil
      discriminator = isOfGenerator ? nil : clamp
      return .present(.critical, confidence: 0.9)
    }
    switch (generator, discriminator) {
    case (nil, nil):
      return judgeGuesses(run)
    case (let g?, let d?):
      if states[g].value == 0, states[d].value == 0, isConstant(d),
        hasAnotherTask(g, run) || isConstant(g) && states[d].isOfBeginning(at: run.step)
      {
        return .clear
      }
      sign = .both
      side = .both
      return .present(.critical, confidence: 0.95)
    case (let g?, nil):
      // A part of the sum that is always 0 has no part in it.
      if states[g].value == 0, isConstant(g), hasAnotherTask(g, run) { return .clear }
      sign = .one
      side = .generator
      return .present(.warning, confidence: 0.85)
    case (nil, let d?):
      side = .discriminator
      return judgeDiscriminator(d, run)
    }
  }

  private mutating func judgeGuesses(_ run: RunView) -> Verdict {
    guard let g = [1, 0].first(where: { states[$0].count > 0 }) else { return .clear }
    if let d = [3, 2].first(where: { states[$0].count > 0 }),
      lasts(Swift.min(answers[g].rows, answers[d].rows), of: states[g].count)
    {
      (sign, side, generator, discriminator) = (.guess, .both, g, d)
    } else if lasts(answers.fakes.rows, of: states[g].count) {
      (sign, side, generator, discriminator) = (.fakes, .both, g, 5)
    } else {
      return .clear
    }
    return .present(.warning, confidence: 0.85)
  }

  private mutating func judgeDiscriminator(_ index: Int, _ run: RunView) -> Verdict {
    let state = states[index]
    guard state.value == 0 else {
      sign = .one
      return .present(.warning, confidence: 0.85)
    }
    // Never anything else: it has not started, or is no loss.
    if isConstant(index) { return .clear }
    let share = Swift.min(Self.shareOfZero * Double(state.count), Self.enough)
    guard Double(state.rows) >= share else { return .fading }
    sign = .zero
    guard !run.samplesAreFine else { return .present(.notice, confidence: 0.8) }
    let isOver = Double(state.rows) >= Self.shareOfDeath * Double(state.count)
    return .present(isOver ? .critical : .warning, confidence: isOver ? 0.9 : 0.8)
  }

  /// Whether a loss was never anything else.
  private func isConstant(_ index: Int) -> Bool { states[index].rows == states[index].count }

  private func hasAnotherTask(_ index: Int, _ run: RunView) -> Bool {
    run.isConditional || run.knows(.discriminatorFactor) || index == 1 && states[0].count > 0
  }

  // MARK: - Words

  func describe(_ run: RunView) -> Description {
    let standing = [generator, discriminator].compactMap(\.self)
    return Description(
      words(run),
      side: side,
      basis: .losses,
      evidence: standing.map {
        Evidence(
          "observations at \(states[$0].value.text)",
          signal: Self.signals[$0],
          Double(sign == .clamp ? clamps[$0] : place($0).rows)
        )
      },
      clearedBy: "Losses that change from observation to observation.",
      onset: standing.map { place($0).since }.min()
    )
  }

  private func place(_ index: Int) -> (rows: Int, since: Int) {
    switch sign {
    case .guess: (answers[index].rows, answers[index].since)
    case .fakes: (answers.fakes.rows, answers.fakes.since)
    case .both, .one, .zero, .clamp: (states[index].rows, states[index].since)
    }
  }

  private func words(_ run: RunView) -> String {
    let d = discriminator.map { states[$0] }
    let g = generator.map { states[$0] }
    switch sign {
    case .clamp:
      let state = side == .generator ? g : d
      let clamp = Clamp.at(state?.value ?? 0)
      let judged =
        clamp?.isHalf == true && side == .discriminator
        ? "everything gets the same answer, wrong with certainty for real or for fake samples"
        : "its samples are judged wrongly with certainty"
      return
        "The \(side.rawValue)'s loss stands at \((state?.value ?? 0).text), the end of its "
        + "scale (\(clamp?.name ?? "its bound")): \(judged), and no gradient comes from there."
    case .both:
      if d?.value == 0, g?.value == 0 {
        return "Both adversarial losses are exactly 0 since step \(d?.since ?? 0): the adversarial "
          + "part is dead, neither network learns from the other."
      }
      return
        "Both losses stand still, the discriminator's at \((d?.value ?? 0).text) and the "
        + "generator's at \((g?.value ?? 0).text), the same to the last digit"
        + (d.map { OneAnswer.meaning($0.value, of: side, run.objective.name) } ?? "")
        + ": neither network changes."
    case .guess: return OneAnswer.toEverything(d?.value ?? 0, g?.value ?? 0)
    case .fakes: return OneAnswer.toEveryFake(d?.value ?? 0, g?.value ?? 0)
    case .zero:
      return "The discriminator's loss is exactly 0 since step \(d?.since ?? 0): it tells every "
        + "sample apart and learns nothing more."
    case .one:
      let state = side == .generator ? g : d
      let number = (state?.value ?? 0).text
      if state?.value == 0 {
        return "The generator's adversarial loss is exactly 0 since step \(state?.since ?? 0): it "
          + "learns nothing from the discriminator."
      }
      return "The \(side.rawValue)'s loss stands still at \(number), the same to the last digit"
        + OneAnswer.meaning(state?.value ?? 0, of: side, run.objective.name)
        + ", while the other's moves: it does not change."
    }
  }
}

extension Symptom {
  /// Losses that are the same to the last digit, or stand at the end of their scale.
  public static let lossesStandStill = Symptom("lossesStandStill")
}

extension SymptomGuide {
  static let lossesStandStill = SymptomGuide(
    .lossesStandStill,
    title: "losses that stand still",
    absence: "The losses change from observation to observation.",
    log: [.lossGenerator, .lossDiscriminator],
    meaning:
      "A loss that is the same to the last digit belongs to a network that no longer changes: it is "
      + "not trained, its output is constant (batch norm before the last layer, saturated or dead "
      + "units), or its loss has run into the end of its scale, where there is no gradient. An "
      + "equilibrium wobbles.",
    measurement:
      "More equal rows than the log's digits allow by chance (the more, the fewer digits) and "
      + "a tenth of the run; \(LossesStandStill.guessed) rows and a tenth within 0.05 % of ln 2 or 2 ln 2, "
      + "both losses, or of -ln(1 - exp(-G)) for the loss on fakes; or \(LossesStandStill.clamped) "
      + "observations within 0.05 % of a clamp: -ln 1e-6, -ln 1e-7, -ln 2^-23, 100, and half of it.",
    caveat:
      "Says nothing where the log prints too few digits. A logger that repeats old values needs four "
      + "times as many rows. A discriminator loss of exactly 0 is excused by good samples.",
    sources: [
      "distribution: the calmest loss of the healthy scored runs wobbles by 0.06 % of its level",
      "PyTorch, BCELoss (clamp at -100); Keras, epsilon 1e-7",
    ],
    gravity: .failure,
    causeClass: .wiring,
    stopAdvice:
      "Losses that stand still teach nothing, however long it goes on; mend that and start "
      + "anew.",
    effects: .these([
      .discriminatorLossZero, .saturatedOutputs, .vanishingGradients, .vanishingGeneratorLoss,
      .modeCollapse, .stagnation, .neverLearned, .uninformativeEquilibrium, .accuracyAtChance,
      .discriminatorDominates, .metricRegression, .fooledDiscriminator, .bothWin, .convergence,
    ]),
    remedies: [
      Remedy.letItMove, Remedy.useLogits, Remedy.halveLearningRates, Remedy.checkWiring,
    ]
  )
}
