// SPDX-License-Identifier: Apache-2.0

/// Single gradients far above the run's own level.
///
/// A spike is a norm above the median plus ten robust deviations of the last 256, of which every
/// fourth is kept (a fixed z-score would flag 25-64 steps per 1,000 of healthy GANs). One is a
/// notice, three within a window are a warning, once 256 steps were seen: the level of a young run
/// still rises, and its spread is that of the rise.
struct GradientSpikes: Detector {
  static let info = DetectorInfo(
    guide: .gradientSpikes,
    glances: [.gradientNormGenerator, .gradientNormDiscriminator],
    cadence: .everyObservation,
    hold: .none,
    release: .halfWindow
  )

  /// Robust standard deviations above the median.
  static let limit = 10.0
  /// Norms of a side that fill the window, of which every fourth is kept.
  static let fullWindow = 256

  private var windows = [SortedWindow(capacity: 64), SortedWindow(capacity: 64)]
  /// Norms seen so far, of both sides.
  private var seen = [0, 0]
  /// Observation counts of the last three spikes.
  private var spikes: [Int] = []
  private var side = Side.discriminator
  private var value = 0.0
  private var median = 0.0
  private var threshold = 0.0

  mutating func observe(_ run: RunView) -> Verdict {
    spikeIfAny(0, run.value(.gradientNormGenerator), .generator, run)
    spikeIfAny(1, run.value(.gradientNormDiscriminator), .discriminator, run)
    guard seen[0] >= 100 || seen[1] >= 100 else {
      return .insufficient(.tooYoung)
    }
    guard let last = spikes.last, run.count - last < run.window else { return .clear }
    guard last == run.count else { return .fading }
    if run.context.lazyRegularizationInterval > 1, isComb { return .clear }
    let recent = spikes.count { run.count - $0 < run.window }
    let isYoung = seen[side == .generator ? 0 : 1] < Self.fullWindow
    if recent < 3 || isYoung { return .present(.notice, confidence: 0.9) }
    return .present(run.tempered(.warning), confidence: 0.8)
  }

  /// Whether the last spikes stand at equal distances: a lazy penalty, not an accident.
  private var isComb: Bool {
    guard spikes.count == 3 else { return false }
    return spikes[2] - spikes[1] == spikes[1] - spikes[0] && spikes[2] - spikes[1] > 1
  }

  private mutating func spikeIfAny(
    _ index: Int,
    _ norm: Double?,
    _ side: Side,
    _ run: RunView
  ) {
    guard let norm, norm.isFinite else { return }
    if seen[index] >= 100, run.countSinceEvent > 100 {
      let middle = windows[index].quantile(0.5)
      // Half the distance of the quartiles is the MAD of a symmetric distribution.
      let spread = (windows[index].quantile(0.75) - windows[index].quantile(0.25)) / 2
      let limit = middle + Self.limit * 1.4826 * Swift.max(spread, 0.05 * middle)
      if norm > limit, limit > 0 {
        spikes.append(run.count)
        if spikes.count > 3 { spikes.removeFirst() }
        self.side = side
        value = norm
        median = middle
        threshold = limit
      }
    }
    if seen[index] & 3 == 0 { windows[index].add(norm) }
    seen[index] += 1
  }

  func describe(_ run: RunView) -> Description {
    let signal: Signal =
      side == .generator ? .gradientNormGenerator : .gradientNormDiscriminator
    return Description(
      "The \(side.rawValue)'s gradient leapt to \((value / Swift.max(median, 1e-30)).text) times "
        + "its median.",
      side: side,
      basis: .outputs,
      evidence: [
        Evidence("gradient norm", signal: signal, value, .above, threshold),
        Evidence("median of the last 256", signal: signal, median),
      ],
      clearedBy: "A window without a spike."
    )
  }
}

extension Symptom {
  /// Single gradients far above the run's own level.
  public static let gradientSpikes = Symptom("gradientSpikes")
}

extension SymptomGuide {
  static let gradientSpikes = SymptomGuide(
    .gradientSpikes,
    title: "gradient spikes",
    absence: "No gradient above ten robust deviations in a window.",
    log: [.gradientNormGenerator, .gradientNormDiscriminator],
    meaning: "Single gradients far above the run's level throw the weights off.",
    measurement:
      "Norm above median + 10 x 1.4826 MAD of the last 256; one is a notice, three within a "
      + "window a warning, once the window is full.",
    caveat: "A single odd batch is harmless. A z-score of 2.5 would flag 25-64 steps per 1,000 of "
      + "healthy runs.",
    sources: ["soumith/ganhacks", "Kumar et al., ZClip, 2025"],
    gravity: .danger,
    causeClass: .dynamics,
    effects: .these([.highFrequencyNoise]),
    remedies: [Remedy.clipGradients, Remedy.halveLearningRates]
  )
}
