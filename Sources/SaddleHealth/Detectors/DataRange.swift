// SPDX-License-Identifier: Apache-2.0

/// The data's range does not fit the generator's.
///
/// Real samples that reach far beyond the generator's declared output (pixels of 0...255 against tanh),
/// real samples without any spread, or a range much wider or narrower than what the generator makes
/// after its first window.
struct DataRange: Detector {
  static let info = DetectorInfo(
    guide: .dataRange,
    signals: [.dataMinimum, .dataMaximum, .sampleMinimum, .sampleMaximum],
    hold: .observations(8)
  )

  static let reach = Threshold.above(
    0.25,
    unit: "x the declared range, beyond its end",
    source: "ours: between noise on the data and pixels of 0...255 against tanh, which reach 127"
  )
  static let narrow = Threshold.below(
    0.1,
    clears: 0.3,
    unit: "x the declared range",
    source: "theory: pixels of 0...1 taken for 0...255 fill 0.004 of it, of 0...1 against tanh 0.5"
  )
  static let ratio = Threshold.above(
    4,
    unit: "x as wide as the other's",
    source: "ours: twice the factor of 2 between 0...1 and -1...1, which networks learn to bridge"
  )

  private var low = 0.0
  private var high = 0.0
  private var expected: [Double] = []

  mutating func observe(_ run: RunView) -> Verdict {
    let minimum = run.raw(.dataMinimum)
    let maximum = run.raw(.dataMaximum)
    guard minimum.count > 0, maximum.count > 0 else { return .insufficient(.missingSignals) }
    low = minimum.fast
    high = maximum.fast
    expected = []
    if high - low <= 0 { return .present(.critical, confidence: 0.95) }
    if let bottom = run.context.outputMinimum, let top = run.context.outputMaximum, top > bottom {
      expected = [bottom, top]
      let reach = Swift.max(high - top, bottom - low) / (top - bottom)
      let share = (high - low) / (top - bottom)
      if Self.reach.holds(reach) || Self.narrow.holds(share) {
        return .present(.critical, confidence: 0.95)
      }
      return Self.narrow.isGone(share) ? .clear : .present(.warning, confidence: 0.6)
    }
    let sampleLow = run.raw(.sampleMinimum)
    let sampleHigh = run.raw(.sampleMaximum)
    guard sampleLow.count >= run.window / 2, sampleHigh.fast > sampleLow.fast else {
      return .insufficient(sampleLow.count == 0 ? .missingSignals : .tooYoung)
    }
    expected = [sampleLow.fast, sampleHigh.fast]
    let share = (high - low) / (sampleHigh.fast - sampleLow.fast)
    return Self.ratio.holds(Swift.max(share, 1 / share))
      ? .present(.warning, confidence: 0.7) : .clear
  }

  func describe(_ run: RunView) -> Description {
    let range = expected.count == 2 ? "\(expected[0].text)...\(expected[1].text)" : "some spread"
    return Description(
      "Real samples range over \(low.text)...\(high.text), the generator over \(range).",
      side: .data,
      basis: .samples,
      evidence: [
        Evidence("smallest real value", signal: .dataMinimum, low, .observed, expected.first),
        Evidence("largest real value", signal: .dataMaximum, high, .observed, expected.last),
      ],
      clearedBy: "Data scaled to the range of the generator's output."
    )
  }
}

extension Symptom {
  /// The data's range does not fit the networks'.
  public static let dataRange = Symptom("dataRange")
}

extension SymptomGuide {
  static let dataRange = SymptomGuide(
    .dataRange,
    title: "a data range that does not fit",
    absence: "The data's range fits the generator's.",
    log: [.dataMinimum, .dataMaximum, .sampleMinimum, .sampleMaximum],
    meaning: "The generator can't produce the range of the data (pixels of 0...255 against tanh).",
    measurement:
      "Real samples \(DataRange.reach.words), \(DataRange.narrow.words) or without any spread; where "
      + "no range is declared, one range \(DataRange.ratio.words).",
    limits: [
      "real samples": DataRange.reach, "range of real samples": DataRange.narrow,
      "ranges of real and fake samples": DataRange.ratio,
    ],
    caveat: "Needs the extremes of real and fake batches in the log.",
    sources: ["soumith/ganhacks 1", "SageMaker Debugger CheckInputImages"],
    gravity: .failure,
    causeClass: .data,
    stopAdvice:
      "The generator can't make such data; scale them and start anew.",
    effects: .these([
      .divergence, .nonFinite, .saturatedOutputs, .discriminatorDominates, .discriminatorLossZero,
      .modeCollapse, .metricRegression, .neverLearned, .gradientSpikes,
    ]),
    remedies: [Remedy.scaleToOutput]
  )
}
