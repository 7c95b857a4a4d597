// SPDX-License-Identifier: Apache-2.0

/// Looks for a common period of two series at one time scale.
///
/// Keeps the last 128 averages over `factor` observations and takes their spectrum at every
/// 64th: periods between 4 and 32 averages can be seen.
struct RhythmScale: Codable, Sendable, Equatable {
  /// A common period.
  struct Rhythm: Codable, Sendable, Equatable {
    /// In steps of the run.
    var period: Double
    /// Share of power in the peak, the lower of both series.
    var share: Double
    /// Amplitude in the first series (discriminator loss).
    var amplitude: Double
    /// Amplitude one half window before, where the period was the same.
    var earlierAmplitude: Double?
    /// By how much the second series runs behind the first, in periods, -0.5...0.5.
    var lag: Double
  }

  let factor: Int
  private var first: [Double] = []
  private var second: [Double] = []
  private var steps: [Int] = []
  private var sumFirst = 0.0
  private var sumSecond = 0.0
  private var pending = 0
  private var sinceLast = 0
  private var lastBin = 0
  private var lastAmplitude = 0.0
  /// The common period of the last analysis, or nil.
  private(set) var rhythm: Rhythm?

  init(factor: Int) { self.factor = factor }

  /// Adds a pair; returns whether a new analysis was made.
  mutating func add(_ one: Double, _ two: Double, step: Int) -> Bool {
    sumFirst += one
    sumSecond += two
    pending += 1
    guard pending == factor else { return false }
    let scale = 1 / Double(factor)
    first.append(sumFirst * scale)
    second.append(sumSecond * scale)
    steps.append(step)
    sumFirst = 0
    sumSecond = 0
    pending = 0
    sinceLast += 1
    guard first.count == Spectrum.length, sinceLast >= Spectrum.length / 2 else { return false }
    analyze()
    sinceLast = 0
    let keep = Spectrum.length / 2
    first.removeFirst(keep)
    second.removeFirst(keep)
    steps.removeFirst(keep)
    return true
  }

  private mutating func analyze() {
    let spectrum = Spectrum(first, second)
    // Four cycles at least: a slow trend looks like one or two.
    guard let one = Spectrum.peak(spectrum.first, in: 4...32),
      let two = Spectrum.peak(spectrum.second, in: 4...32),
      (one.bin - two.bin).magnitude <= 1, let start = steps.first, let end = steps.last, end > start
    else {
      rhythm = nil
      lastBin = 0
      return
    }
    let stepsPerAverage = (Double(end) - Double(start)) / Double(Spectrum.length - 1)
    rhythm = Rhythm(
      period: Double(Spectrum.length) / one.cycles * stepsPerAverage,
      share: min(one.share, two.share),
      amplitude: one.amplitude,
      earlierAmplitude: (one.bin - lastBin).magnitude <= 1 ? lastAmplitude : nil,
      lag: spectrum.lag(one.bin) / (2 * .pi)
    )
    lastBin = one.bin
    lastAmplitude = one.amplitude
  }
}
