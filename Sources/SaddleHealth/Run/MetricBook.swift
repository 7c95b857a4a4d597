// SPDX-License-Identifier: Apache-2.0

/// The evaluations of a run: best value and step, and how far the present is from it.
public struct MetricBook: Codable, Sendable, Equatable {
  /// Metrics in the order in which they are trusted to judge a generator.
  package static let ranking: [Signal] = [
    .metricFID, .metricKID, .metricFrechet, .metricCoverage, .metricModes, .metricRecall,
    .metricInceptionScore, .metricSWD, .metricLPIPS, .metricPSNR, .metricSSIM,
    .metricReconstruction,
  ]
  /// The same as a set.
  static let signals = SignalSet(ranking)

  /// One metric's evaluations.
  public struct Entry: Codable, Sendable, Equatable {
    /// The metric.
    public let signal: Signal
    /// Count of evaluations.
    public internal(set) var count = 0
    /// Evaluations since the best one.
    public internal(set) var countSinceBest = 0
    /// The best value.
    public internal(set) var best = 0.0
    /// The step of the best value.
    public internal(set) var bestStep = 0
    /// The first value.
    public internal(set) var first = 0.0
    /// The latest value.
    public internal(set) var last = 0.0
    /// The step of the latest value.
    public internal(set) var lastStep = 0
    /// Accumulated excess: sum of `ln(ratio)` over consecutive evaluations above 1.25 x the best.
    public internal(set) var excess = 0.0
    private var recent: [Double] = []

    init(_ signal: Signal) { self.signal = signal }

    /// Whether a lower value is better.
    public var lowerIsBetter: Bool { signal.lowerIsBetter }

    /// How much worse a value is than the best: 1 is equal, 2 twice as bad.
    ///
    /// 6 dB of signal-to-noise ratio (a doubled error; an adversarial loss alone costs 1-2 dB)
    /// and a doubled distance from 1 of a similarity count as 2.
    public func ratio(_ value: Double) -> Double {
      switch signal {
      case .metricPSNR: return Mathematics.e((best - value) * 0.1151)
      case .metricSSIM: return (1.01 - value) / Swift.max(1.01 - best, 1e-6)
      default: break
      }
      let floor = Swift.max(first.magnitude * 1e-3, 1e-9)
      return lowerIsBetter
        ? Swift.max(value, floor) / Swift.max(best, floor)
        : Swift.max(best, floor) / Swift.max(value, floor)
    }

    /// Mean ratio of the last three evaluations, those before the best one left out.
    public var recentRatio: Double {
      recent.isEmpty ? 1 : recent.map(ratio).reduce(0, +) / Double(recent.count)
    }

    /// Second largest ratio of the last three evaluations: what at least two of them reach.
    public var secondRatio: Double {
      let sorted = recent.map(ratio).sorted()
      return sorted.count < 2 ? 1 : sorted[sorted.count - 2]
    }

    mutating func add(_ value: Double, step: Int) {
      guard value.isFinite else { return }
      if count == 0 { first = value }
      let isBest = count == 0 || (lowerIsBetter ? value < best : value > best)
      if isBest {
        best = value
        bestStep = step
        countSinceBest = 0
        // What came before the best is no sign of getting worse.
        recent = []
      } else {
        countSinceBest += 1
      }
      count += 1
      last = value
      lastStep = step
      recent.append(value)
      if recent.count > 3 { recent.removeFirst() }
      let ratio = ratio(value)
      excess = ratio > 1.25 ? excess + Mathematics.ln(ratio) : 0
    }
  }

  private var entries: [Entry] = []
  private let deciding: Signal?

  /// Creates an empty book; `deciding` is trusted before all others.
  init(deciding: Signal? = nil) { self.deciding = deciding }

  /// The most trusted metric of those that were evaluated.
  public private(set) var primary: Entry?

  /// Returns the evaluations of a metric.
  public func entry(_ signal: Signal) -> Entry? { entries.first { $0.signal == signal } }

  mutating func add(_ signal: Signal, _ value: Double, step: Int) {
    if let index = entries.firstIndex(where: { $0.signal == signal }) {
      entries[index].add(value, step: step)
    } else {
      var entry = Entry(signal)
      entry.add(value, step: step)
      entries.append(entry)
    }
    for candidate in [deciding].compactMap(\.self) + Self.ranking {
      if let entry = entries.first(where: { $0.signal == candidate && $0.count > 0 }) {
        primary = entry
        return
      }
    }
  }
}

extension Signal {
  /// Whether a lower value of this metric is better.
  public var lowerIsBetter: Bool {
    switch self {
    case .metricFID, .metricKID, .metricFrechet, .metricSWD, .metricLPIPS, .metricMSSSIM,
      .metricReconstruction:
      true
    default: false
    }
  }

  /// Whether the metric compares distributions of samples; the others compare pairs of images and
  /// don't see what the adversarial part does.
  var judgesDistribution: Bool {
    switch self {
    case .metricPSNR, .metricSSIM, .metricLPIPS, .metricReconstruction: false
    default: true
    }
  }

  /// The metric's usual abbreviation, or the path where it is none.
  public var shortName: String {
    switch self {
    case .metricFID: "FID"
    case .metricKID: "KID"
    case .metricFrechet: "Frechet distance"
    case .metricInceptionScore: "Inception score"
    case .metricPrecision: "precision"
    case .metricRecall: "recall"
    case .metricDensity: "density"
    case .metricCoverage: "coverage"
    case .metricMSSSIM: "MS-SSIM"
    case .metricSWD: "SWD"
    case .metricModes: "modes"
    case .metricHighQuality: "share of high-quality samples"
    case .metricPSNR: "PSNR"
    case .metricSSIM: "SSIM"
    case .metricLPIPS: "LPIPS"
    case .metricReconstruction: "the held-out reconstruction error"
    default: rawValue
    }
  }
}
