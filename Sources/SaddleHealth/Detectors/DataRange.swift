// SPDX-License-Identifier: Apache-2.0

/// The data's range does not fit the generator's.
///
/// Real samples that reach 1.5 times as far as the generator's declared output (pixels of 0...255
/// against tanh), real samples without any spread, or a range more than four times as wide or
/// narrow as what the generator makes after its first window.
struct DataRange: Detector {
  static let info = DetectorInfo(
    guide: .dataRange,
    signals: [.dataMinimum, .dataMaximum, .sampleMinimum, .sampleMaximum],
    hold: .observations(8)
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
      if reach > 0.25 || share < 0.1 { return .present(.critical, confidence: 0.95) }
      return share < 0.3 ? .present(.warning, confidence: 0.6) : .clear
    }
    let sampleLow = run.raw(.sampleMinimum)
    let sampleHigh = run.raw(.sampleMaximum)
    guard sampleLow.count >= run.window / 2, sampleHigh.fast > sampleLow.fast else {
      return .insufficient(sampleLow.count == 0 ? .missingSignals : .tooYoung)
    }
    expected = [sampleLow.fast, sampleHigh.fast]
    let share = (high - low) / (sampleHigh.fast - sampleLow.fast)
    return share > 4 || share < 0.25 ? .present(.warning, confidence: 0.7) : .clear
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
      "Real samples beyond a quarter of the declared range, without spread, or more than four "
      + "times as wide or narrow as the generator's.",
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
