// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// Whether fake images are copies of real ones.
///
/// The share of fake images that are closer to their nearest real image than that image is to its
/// own `k`-th nearest other real image. What honest samples would have is measured on the data
/// itself, by leaving each of a number of real images out in turn.
public struct Memorization: Metric {
  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "memorisation",
    title: "memorization",
    summary: "share of fake images closer to a real one than the data's own neighbors are",
    higherIsBetter: false,
    needs: [.features],
    bias: "compare with the share that left-out real images have, shown beside it",
    source: "distance to the nearest real image; ratio 1/3 of Yoon et al. 2023 for near copies"
  )

  /// Which neighbor the data's own radius reaches to.
  public var neighbors = 1
  /// Real images left out in turn, at most.
  public var probes = 2000

  /// Creates the metric with `k` 1 and at most 2000 probes.
  public init() {}

  /// Settings that change the number.
  public var settings: [String: String] { ["k": "\(neighbors)", "probes": "\(probes)"] }

  /// Returns the share, with the data's own share and the share of near copies beside it.
  ///
  /// - Throws: `EvaluationError` where the features of a side are missing or too few, `TensorError`.
  /// - Complexity: O((M + probes) N size) for N real and M fake images.
  public func measure(_ input: MetricInput) throws -> Measurement {
    let real = try MetricInput.require(input.real.features, "features of the real images")
    let fake = try MetricInput.require(input.fake.features, "features of the fake images")
    let nearest = try Self.nearest(real: real, fake: fake)
    try input.progress(0.4)
    let close = try isCloserThanOwn(nearest.map { ($0.index, $0.distance) }, real, leavingOut: nil)
    try input.progress(0.7)
    let expected = try expectedShare(real, input.seed)
    var result = Measurement.share(close, "fake images")
    let copies = nearest.count { $0.isNearCopy }
    result.details = [
      ("left-out real images", expected),
      ("near copies", Double(copies) / Double(nearest.count)),
    ]
    let noise = 3 * (expected * (1 - expected) / Double(min(probes, fake.count))).squareRoot()
    if result.value > expected + noise {
      result.warnings.append(
        "fake images lie closer to the real ones than left-out real images do: look for copies"
      )
    }
    return result
  }

  /// A fake image's nearest real one.
  public struct Neighbor: Sendable, Equatable {
    /// Number of the nearest real image.
    public var index: Int
    /// Distance to the nearest real image, in units of the features.
    public var distance: Double
    /// Distance to the second nearest.
    public var secondDistance: Double

    /// Whether the nearest is at least three times nearer than the second.
    public var isNearCopy: Bool { distance < secondDistance / 3 }
  }

  /// Returns the nearest real image of each fake one.
  ///
  /// - Throws: `EvaluationError` for fewer than 2 real images, `TensorError`.
  public static func nearest(real: Features, fake: Features) throws -> [Neighbor] {
    let found = try NearestNeighbors(of: fake, among: real, count: 2)
    return zip(found.indices, found.distances).map { indices, distances in
      Neighbor(index: indices[0], distance: distances[0], secondDistance: distances[1])
    }
  }

  /// Whether each distance is below the radius of the real image it was measured to.
  private func isCloserThanOwn(
    _ pairs: [(index: Int, distance: Double)],
    _ real: Features,
    leavingOut probes: [Int]?
  ) throws -> [Bool] {
    let unique = Array(Set(pairs.map(\.index))).sorted()
    let found = try NearestNeighbors(
      of: real.rows(unique),
      among: real,
      count: neighbors + (probes == nil ? 0 : 1),
      excluding: unique
    )
    let place = Dictionary(uniqueKeysWithValues: zip(unique, unique.indices))
    return pairs.enumerated().map { position, pair in
      guard let row = place[pair.index] else { return false }
      let probe = probes.map { $0[position] }
      let others = zip(found.indices[row], found.distances[row]).filter { $0.0 != probe }
      guard others.count >= neighbors else { return false }
      return pair.distance < others[neighbors - 1].1
    }
  }

  /// The share among real images, each left out in turn.
  private func expectedShare(_ real: Features, _ seed: UInt64) throws -> Double {
    let chosen = Array(try Shuffle(real.count, seed: seed).order.prefix(probes))
    let found = try NearestNeighbors(
      of: real.rows(chosen),
      among: real,
      count: 1,
      excluding: chosen
    )
    let pairs = zip(found.indices, found.distances).map { ($0[0], $1[0]) }
    let hits = try isCloserThanOwn(pairs, real, leavingOut: chosen)
    return Double(hits.count { $0 }) / Double(hits.count)
  }
}
