// SPDX-License-Identifier: Apache-2.0

/// Single gradients far above the run's own level.
///
/// A spike is a norm many robust deviations above the median of the last 256, of which every fourth is
/// kept. One is a notice, several within a window are a warning, once 256 steps were seen: the level of
/// a young run still rises, and its spread is that of the rise.
struct GradientSpikes: Detector {
  static let info = DetectorInfo(
    guide: .gradientSpikes,
    glances: [.gradientNormGenerator, .gradientNormDiscriminator],
    cadence: .everyObservation,
    hold: .none,
    release: .halfWindow
  )

  static let limit = Threshold.above(
    10,
    unit: "robust deviations above the median",
    source: "ours: ten; a z-score of 2.5 flags 25 to 64 steps per 1,000 of healthy runs"
  )
  static let several = Threshold.above(
    2,
    unit: "spikes within a window",
    source: "ours: a single odd batch is harmless"
  )
  /// Norms before a spike can be told, and after a change of the run.
  static let fewest = 100
  /// Norms of a side that fill the window, of which every fourth is kept.
  static let fullWindow = 256
  /// Deviation of a normal distribution over its MAD.
  private static let robust = 1.4826
  /// Least MAD, over the median.
  private static let leastSpread = 0.05

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
    guard seen.contains(where: { $0 >= Self.fewest }) else { return .insufficient(.tooYoung) }
    guard let last = spikes.last, run.count - last < run.window else { return .clear }
    guard last == run.count else { return .fading }
    if run.context.lazyRegularizationInterval > 1, isComb { return .clear }
    let recent = spikes.count { run.count - $0 < run.window }
    let isYoung = seen[side == .generator ? 0 : 1] < Self.fullWindow
    guard Self.several.holds(Double(recent)), !isYoung else {
      return .present(.notice, confidence: 0.9)
    }
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
    if seen[index] >= Self.fewest, run.countSinceEvent > Self.fewest {
      let middle = windows[index].quantile(0.5)
      // Half the distance of the quartiles is the MAD of a symmetric distribution.
      let spread = (windows[index].quantile(0.75) - windows[index].quantile(0.25)) / 2
      let deviation = Self.robust * Swift.max(spread, Self.leastSpread * middle)
      let limit = middle + Self.limit.fires * deviation
      if norm > limit, limit > 0 {
        spikes.append(run.count)
        if Self.several.holds(Double(spikes.count - 1)) { spikes.removeFirst() }
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
        Evidence("median of the last \(Self.fullWindow)", signal: signal, median),
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
    absence: "No gradient \(GradientSpikes.limit.words) in a window.",
    log: [.gradientNormGenerator, .gradientNormDiscriminator],
    meaning: "Single gradients far above the run's level throw the weights off.",
    measurement:
      "Norm \(GradientSpikes.limit.words) of the last \(GradientSpikes.fullWindow); one is "
      + "a notice, \(GradientSpikes.several.words) are a warning, once the window is full.",
    limits: ["norm": GradientSpikes.limit, "count": GradientSpikes.several],
    caveat: "A single odd batch is harmless. A z-score of 2.5 would flag 25-64 steps per 1,000 of "
      + "healthy runs.",
    sources: ["soumith/ganhacks", "Kumar et al., ZClip, 2025"],
    gravity: .danger,
    causeClass: .dynamics,
    effects: .these([.highFrequencyNoise]),
    remedies: [Remedy.clipGradients, Remedy.halveLearningRates]
  )
}
