// SPDX-License-Identifier: Apache-2.0

/// A game of two players over boxes of a few numbers each, with a value that one player makes small
/// and the other large.
public protocol SmallGame: Sendable {
  /// Ranges of the numbers of the player that minimizes.
  var minimizerBounds: [ClosedRange<Double>] { get }
  /// Ranges of the numbers of the player that maximizes.
  var maximizerBounds: [ClosedRange<Double>] { get }
  /// The game's value.
  func value(_ minimizer: [Double], _ maximizer: [Double]) -> Double
}

/// How far two players are from an equilibrium: what each could still gain by answering best.
///
/// `max over y' of f(x, y') - min over x' of f(x', y)`: never negative, 0 exactly at a saddle point.
/// Best answers are searched by grids and golden sections along each number in turn, from several
/// starts: exact for games that are convex or concave along each number, a lower bound otherwise.
///
/// - Source: Grnarova et al., "A domain agnostic measure for monitoring and evaluating GANs", 2019,
///   arXiv:1811.05512.
public struct DualityGap: Sendable {
  /// Points of a grid along one number.
  public var gridSize = 65
  /// Sweeps over all numbers, at most.
  public var sweeps = 20

  /// Creates the search with grids of 65 points and at most 20 sweeps.
  public init() {}

  /// Returns the gap at a pair of players, clamped to the game's boxes.
  public func gap(of game: some SmallGame, minimizer: [Double], maximizer: [Double]) -> Double {
    let x = Self.clamped(minimizer, game.minimizerBounds)
    let y = Self.clamped(maximizer, game.maximizerBounds)
    let best = highest(from: y, game.maximizerBounds) { game.value(x, $0) }
    let worst = -highest(from: x, game.minimizerBounds) { -game.value($0, y) }
    return best - worst
  }

  private static func clamped(_ values: [Double], _ bounds: [ClosedRange<Double>]) -> [Double] {
    precondition(values.count == bounds.count, "as many numbers as bounds")
    return zip(values, bounds).map { min(max($0, $1.lowerBound), $1.upperBound) }
  }

  private func highest(
    from start: [Double],
    _ bounds: [ClosedRange<Double>],
    _ value: ([Double]) -> Double
  ) -> Double {
    let starts = [start, bounds.map(\.lowerBound), bounds.map(\.upperBound)]
    return starts.map { climb(from: $0, bounds, value) }.max() ?? value(start)
  }

  private func climb(
    from start: [Double],
    _ bounds: [ClosedRange<Double>],
    _ value: ([Double]) -> Double
  ) -> Double {
    var point = start
    var best = value(point)
    for _ in 0..<sweeps {
      let before = best
      for (index, range) in bounds.enumerated() {
        let along = { (number: Double) -> Double in
          var moved = point
          moved[index] = number
          return value(moved)
        }
        let found = highest(on: range, along)
        if found.value > best { (point[index], best) = (found.place, found.value) }
      }
      if best - before <= 1e-12 * max(1, best.magnitude) { break }
    }
    return best
  }

  private func highest(
    on range: ClosedRange<Double>,
    _ value: (Double) -> Double
  ) -> (place: Double, value: Double) {
    let width = range.upperBound - range.lowerBound
    let places = (0..<gridSize).map {
      range.lowerBound + width * Double($0) / Double(gridSize - 1)
    }
    let values = places.map(value)
    guard let peak = values.indices.max(by: { values[$0] < values[$1] }) else {
      return (range.lowerBound, value(range.lowerBound))
    }
    var (low, high) = (places[max(peak - 1, 0)], places[min(peak + 1, gridSize - 1)])
    let ratio = 0.6180339887498949
    for _ in 0..<60 {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if value(left) < value(right) { low = left } else { high = right }
    }
    let middle = (low + high) / 2
    let refined = value(middle)
    return refined > values[peak] ? (middle, refined) : (places[peak], values[peak])
  }
}
