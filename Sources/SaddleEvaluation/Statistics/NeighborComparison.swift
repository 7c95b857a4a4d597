// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// Which samples lie inside which neighborhoods of the other set: what precision, recall, density
/// and coverage count.
///
/// The ball of a sample reaches to its `k`-th nearest other sample of its own set.
public struct NeighborComparison: Sendable {
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
  ///   - manifoldNeighbors: `k` of the first two.
  ///   - densityNeighbors: `k` of the last two.
  ///   - blockSize: Rows and columns of a tile; nil chooses. The result doesn't depend on it.
  ///   - progress: Called with the share done, 0...1.
  /// - Throws: `EvaluationError` where there are too few samples, `TensorError`.
  /// - Complexity: O((N + M)^2 size) time, a few tiles of 4 MB beside the features.
  public init(
    real: Features,
    fake: Features,
    manifoldNeighbors: Int = 3,
    densityNeighbors: Int = 5,
    blockSize: Int? = nil,
    progress: (Double) throws -> Void = { _ in }
  ) throws {
    try Features.check(real, fake)
    let found = try noGrad { () throws -> NeighborPass in
      let realRadii = try real.neighborRadii(
        [manifoldNeighbors, densityNeighbors],
        tile: blockSize
      ) { try progress(0.25 * $0) }
      let fakeRadii = try fake.neighborRadii([manifoldNeighbors], tile: blockSize) {
        try progress(0.25 + 0.25 * $0)
      }
      var pass = NeighborPass(
        manifold: realRadii[0],
        density: realRadii[1],
        fakeManifold: fakeRadii[0]
      )
      try pass.run(SquaredDistances(real, fake, tile: blockSize)) { try progress(0.5 + 0.5 * $0) }
      return pass
    }
    fakeInsideReal = try found.joined(found.excessByFake).map { $0 <= 0 }
    realInsideFake = try found.joined(found.excessByReal).map { $0 <= 0 }
    ballsAroundFake = try Tensor.concatenated(found.counts).array(of: Int.self)
    realIsCovered = try found.joined(found.ownExcess).map { $0 < 0 }
  }
}

/// One walk over the distances of real rows to fake columns, with all four counts on the way.
private struct NeighborPass {
  /// Squared radii of the real images' balls, for precision and for density.
  let manifold: Tensor
  let density: Tensor
  /// Squared radii of the fake images' balls.
  let fakeManifold: Tensor
  /// By tile of columns: the smallest excess over a real image's radius.
  var excessByFake: [Tensor] = []
  /// By tile of columns: how many balls of real images hold the fake one.
  var counts: [Tensor] = []
  /// By tile of rows: the smallest excess over a fake image's radius.
  var excessByReal: [Tensor] = []
  /// By tile of rows: the smallest excess over the real image's own radius.
  var ownExcess: [Tensor] = []

  init(manifold: Tensor, density: Tensor, fakeManifold: Tensor) {
    self.manifold = manifold
    self.density = density
    self.fakeManifold = fakeManifold
  }

  mutating func run(
    _ distances: SquaredDistances,
    _ progress: (Double) throws -> Void
  ) throws {
    for (i, rows) in distances.rows.enumerated() {
      for (j, columns) in distances.columns.enumerated() {
        try add(distances.tile(rows, columns), rows, columns, i, j)
      }
      try progress(Double(i + 1) / Double(distances.rows.count))
    }
  }

  private mutating func add(
    _ tile: Tensor,
    _ rows: Range<Int>,
    _ columns: Range<Int>,
    _ i: Int,
    _ j: Int
  ) throws(TensorError) {
    let part = { (radii: Tensor, range: Range<Int>) throws(TensorError) in
      try radii.narrowed(range.lowerBound, length: range.count)
    }
    let own = try part(density, rows).unsqueezed(1)
    let byFake = try (tile - part(manifold, rows).unsqueezed(1)).min(0)
    let byReal = try (tile - part(fakeManifold, columns).unsqueezed(0)).min(1)
    let hits = try (tile .< own).sum(0)
    let nearest = try tile.min(1) - own.squeezed(1)
    if i == 0 {
      excessByFake.append(byFake)
      counts.append(hits)
    } else {
      excessByFake[j] = try excessByFake[j].minimum(byFake)
      counts[j] = try counts[j] + hits
    }
    if j == 0 {
      excessByReal.append(byReal)
      ownExcess.append(nearest)
    } else {
      excessByReal[i] = try excessByReal[i].minimum(byReal)
      ownExcess[i] = try ownExcess[i].minimum(nearest)
    }
  }

  func joined(_ parts: [Tensor]) throws(TensorError) -> [Double] {
    try Tensor.concatenated(parts).array(of: Double.self)
  }
}
