// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// Which samples lie inside which neighbourhoods of the other set: what precision, recall, density
/// and coverage count.
///
/// The ball of a sample reaches to its `k`-th nearest other sample of its own set.
public struct NeighbourComparison: Sendable {
  /// For each fake image, whether it lies in the ball of a real one (border included).
  public let fakeInsideReal: [Bool]
  /// For each real image, whether it lies in the ball of a fake one (border included).
  public let realInsideFake: [Bool]
  /// For each fake image, how many balls of real ones it lies in (border excluded).
  public let ballsAroundFake: [Int]
  /// For each real image, whether a fake one lies in its ball (border excluded).
  public let realIsCovered: [Bool]

  /// Compares features.
  ///
  /// - Parameters:
  ///   - real: Features of real images.
  ///   - fake: Features of fake images.
  ///   - manifoldNeighbours: `k` of the first two.
  ///   - densityNeighbours: `k` of the last two.
  ///   - blockSize: Rows of a block; nil chooses. The result doesn't depend on it.
  ///   - progress: Called with the share done, 0...1.
  /// - Throws: `EvaluationError` where there are too few samples, `TensorError`.
  /// - Complexity: O((N + M)^2 size) time, 64 MB of distances at a time.
  public init(
    real: Features,
    fake: Features,
    manifoldNeighbours: Int = 3,
    densityNeighbours: Int = 5,
    blockSize: Int? = nil,
    progress: (Double) -> Void = { _ in }
  ) throws {
    try Features.check(real, fake)
    let found = try noGrad { () throws -> [Tensor] in
      let realRadii = try real.neighbourRadii(
        [manifoldNeighbours, densityNeighbours],
        blockSize: blockSize
      )
      progress(0.25)
      let fakeRadii = try fake.neighbourRadii([manifoldNeighbours], blockSize: blockSize)
      progress(0.5)
      let distances = try SquaredDistances(real, fake, blockSize: blockSize)
      return try Self.pass(distances, realRadii, fakeRadii[0], progress)
    }
    fakeInsideReal = try found[0].array(of: Double.self).map { $0 <= 0 }
    realInsideFake = try found[1].array(of: Double.self).map { $0 <= 0 }
    ballsAroundFake = try found[2].array(of: Int.self)
    realIsCovered = try found[3].array(of: Double.self).map { $0 < 0 }
  }

  /// Smallest excess over a radius by fake image and by real image, counts by fake image, and
  /// smallest excess of the real image's own radius.
  private static func pass(
    _ distances: SquaredDistances,
    _ realRadii: [Tensor],
    _ fakeRadii: Tensor,
    _ progress: (Double) -> Void
  ) throws(TensorError) -> [Tensor] {
    let fakeRow = try fakeRadii.unsqueezed(0)
    var nearestBall: Tensor?
    var counts: Tensor?
    var inside: [Tensor] = []
    var covered: [Tensor] = []
    for start in distances.starts {
      let block = try distances.block(start)
      let length = try block.shape[0]
      let manifold = try realRadii[0].narrowed(start, length: length).unsqueezed(1)
      let density = try realRadii[1].narrowed(start, length: length).unsqueezed(1)
      let excess = try (block - manifold).min(0)
      nearestBall =
        try nearestBall.map { (old) throws(TensorError) in try old.minimum(excess) }
        ?? excess
      inside.append(try (block - fakeRow).min(1))
      let hits = try (block .< density).sum(0)
      counts = try counts.map { (old) throws(TensorError) in try old + hits } ?? hits
      covered.append(try block.min(1) - density.squeezed(1))
      progress(0.5 + 0.5 * Double(start + length) / Double(distances.leftCount))
    }
    guard let nearestBall, let counts else {
      throw TensorError(.other, "neighbours", cause: "no block")
    }
    return [
      nearestBall,
      try Tensor.concatenated(inside),
      counts,
      try Tensor.concatenated(covered),
    ]
  }
}
