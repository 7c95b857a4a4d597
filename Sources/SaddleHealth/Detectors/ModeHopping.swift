// SPDX-License-Identifier: Apache-2.0

/// The generator moves from mode to mode instead of covering them.
///
/// At each time its samples are too much alike, and the fake scores swing slowly as it moves on:
/// diversity below 70 % of the real one, and a deviation of the generator's loss within a window
/// that successive differences don't explain (von Neumann ratio below 0.5) of a quarter of its
/// level or more.
struct ModeHopping: Detector {
  static let info = DetectorInfo(
    symptom: .modeHopping,
    signals: [.diversityFake]
  )

  private var ratio = 0.0
  private var swing = 0.0

  mutating func observe(_ run: RunView) -> Verdict {
    let diversity = run.track(.diversity)
    let loss = run.track(.generatorLoss)
    guard diversity.count > 0, loss.count > 0 else { return .insufficient(.missingSignals) }
    guard diversity.count >= 8, loss.count >= run.window else { return .insufficient(.tooYoung) }
    ratio = diversity.fast
    let deviation = loss.slowVariance.squareRoot()
    let level = run.objective.idealGeneratorLoss?.magnitude ?? loss.slow.magnitude
    swing = level > 0 ? deviation / level : 0
    let isSlow = loss.slowDifference < 0.5 * loss.slowVariance
    if ratio < ModeCollapse.warningRatio, ratio > 0.02, swing > 0.25, isSlow {
      return .present(.warning, confidence: 0.5)
    }
    return ratio < 0.8 && swing > 0.2 ? .fading : .clear
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "Samples are alike at each time (\((ratio * 100).text) % of the real diversity) while the "
        + "generator's loss drifts by \((swing * 100).text) %: it moves from mode to mode.",
      side: .generator,
      basis: .samples,
      evidence: [
        Evidence("diversity of fakes", signal: .diversityFake, ratio, .below, 0.7),
        Evidence("slow swing of the generator loss", signal: .lossGenerator, swing, .above, 0.25),
      ],
      clearedBy: "A diversity above 80 % of that of real samples, or a steady generator loss."
    )
  }
}
