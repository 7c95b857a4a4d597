// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleTorch
import Testing

@testable import SaddleGAN

/// Every loss of the catalog is what its objective's formula says, worked out here by the text alone.
@Suite struct ObjectiveFormulaTests {
  @Test(arguments: LossCatalog.all.indices)
  func theLossIsItsFormula(_ index: Int) throws {
    let type = LossCatalog.all[index]
    let formula = try #require(LossFormula(type.objective.formula), "\(type.objective.formula)")
    // Scores on both sides of every margin, 1, 0 and -1, and off them.
    let real = [-5.0, 1.4, 12.5, 2.7, 0.3, -0.6]
    let fake = [10.0, 4.4, -5.5, 3.6, -0.4, 0.7]
    let (r, f) = (try Scores(Tensor(real)), try Scores(Tensor(fake)))
    let loss = type.init()
    let found: [[Double]] = [
      try loss.discriminatorLoss(real: r, fake: f).array(),
      try loss.generatorLoss(real: r, fake: f).array(),
    ]
    for (values, text) in zip(found, [formula.discriminator, formula.generator]) {
      let wanted = try #require(LossFormula.value(of: text, real, fake), "\(text)")
      try #require(values.count == wanted.count, "\(text)")
      for (value, expected) in zip(values, wanted) {
        #expect(abs(value - expected) < 1e-9 * max(1, abs(expected)), "\(text)")
      }
    }
  }

  @Test func aFormulaIsReadAsItIsWritten() {
    let formula = LossFormula("first; D: (r - 1)^2 / 2 - f, G: -relu(f); or so")
    #expect(formula?.discriminator == "(r - 1)^2 / 2 - f" && formula?.generator == "-relu(f)")
    #expect(LossFormula.value(of: "(r - 1)^2 / 2 - f", [3], [5]) == [-3])
    #expect(LossFormula.value(of: "1 - 2 - r", [3], [5]) == [-4])
    #expect(LossFormula.value(of: "f - mean(r)", [1, 3], [5, 6]) == [3, 4])
    #expect(LossFormula.value(of: "softplus(r)", [0], [0]) == [log(2.0)])
    for wrong in ["r +", "tan(r)", "(r", "r f", "x", ""] {
      #expect(LossFormula.value(of: wrong, [1], [1]) == nil, "\(wrong)")
    }
    #expect(LossFormula("the loss of its paper") == nil)
  }
}

/// Both losses of `D: ..., G: ...`: sums, products and powers of scores `r` and `f`.
private struct LossFormula {
  let discriminator: String
  let generator: String

  init?(_ text: String) {
    guard let start = text.range(of: "D: "),
      let middle = text.range(of: ", G: ", range: start.upperBound..<text.endIndex)
    else { return nil }
    discriminator = String(text[start.upperBound..<middle.lowerBound])
    let rest = text[middle.upperBound...]
    generator = String(rest.prefix { $0 != ";" && $0 != "," })
  }

  /// The value for each pair of scores; nil where the text can't be read.
  static func value(of text: String, _ real: [Double], _ fake: [Double]) -> [Double]? {
    var reader = Reader(text: text.filter { $0 != " " }[...], names: ["r": real, "f": fake])
    guard let value = reader.sum(), reader.text.isEmpty else { return nil }
    return value.count == real.count ? value : real.map { _ in value[0] }
  }

  /// Reads by precedence; a number is as many as there are scores where it meets them.
  private struct Reader {
    var text: Substring
    let names: [String: [Double]]

    mutating func sum() -> [Double]? {
      var total = text.first == "-" ? [0] : product()
      while let sign = take("+-") {
        guard let left = total, let right = product() else { return nil }
        total = Self.both(left, right) { sign == "+" ? $0 + $1 : $0 - $1 }
      }
      return total
    }

    private mutating func product() -> [Double]? {
      var result = power()
      while let sign = take("*/") {
        guard let left = result, let right = power() else { return nil }
        result = Self.both(left, right) { sign == "*" ? $0 * $1 : $0 / $1 }
      }
      return result
    }

    private mutating func power() -> [Double]? {
      guard let base = atom() else { return nil }
      guard take("^") != nil else { return base }
      return atom().map { Self.both(base, $0, pow) }
    }

    private mutating func atom() -> [Double]? {
      let word = String(text.prefix { $0.isLetter || $0.isNumber || $0 == "." })
      text = text.dropFirst(word.count)
      guard take("(") != nil else { return Double(word).map { [$0] } ?? names[word] }
      guard let inner = sum(), take(")") != nil else { return nil }
      switch word {
      case "": return inner
      case "relu": return inner.map { max(0, $0) }
      case "softplus": return inner.map { max(0, $0) + log1p(exp(-abs($0))) }
      case "mean": return [inner.reduce(0, +) / Double(inner.count)]
      default: return nil
      }
    }

    private mutating func take(_ marks: String) -> Character? {
      guard let first = text.first, marks.contains(first) else { return nil }
      text = text.dropFirst()
      return first
    }

    private static func both(
      _ left: [Double],
      _ right: [Double],
      _ combine: (Double, Double) -> Double
    ) -> [Double] {
      (0..<max(left.count, right.count)).map {
        combine(left[min($0, left.count - 1)], right[min($0, right.count - 1)])
      }
    }
  }
}
