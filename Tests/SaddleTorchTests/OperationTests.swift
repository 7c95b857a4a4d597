// SPDX-License-Identifier: Apache-2.0
import Foundation
import SaddleTorch
import Testing

/// One operation of one tensor: values and the gradient of their sum, both from the formula.
struct OperationRow: Sendable, CustomTestStringConvertible {
  let name: String
  let inputs: [Double]
  let run: @Sendable (Tensor) throws -> Tensor
  let formula: @Sendable (Double) -> Double
  let derivative: @Sendable (Double) -> Double

  var testDescription: String { name }
}

private let positive = [0.1, 0.5, 1, 2.5, 9]
private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
private func normalDensity(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
private func normalShare(_ x: Double) -> Double { (1 + erf(x / sqrt(2.0))) / 2 }

// One statement a row: a literal of all of them takes the compiler minutes.
private let rows: [OperationRow] = {
  var rows: [OperationRow] = []
  func row(
    _ name: String,
    _ run: @escaping @Sendable (Tensor) throws -> Tensor,
    _ formula: @escaping @Sendable (Double) -> Double,
    _ derivative: @escaping @Sendable (Double) -> Double,
    at inputs: [Double] = [-2, -0.5, 0.25, 1, 3]
  ) {
    rows.append(
      OperationRow(
        name: name,
        inputs: inputs,
        run: run,
        formula: formula,
        derivative: derivative
      )
    )
  }
  row("abs", { x in try x.abs() }, { abs($0) }, { $0 < 0 ? -1 : 1 })
  row("neg", { x in try -x }, { -$0 }, { _ in -1 })
  row("exp", { x in try x.exp() }, { exp($0) }, { exp($0) })
  row("expm1", { x in try x.expm1() }, { expm1($0) }, { exp($0) })
  row("log", { x in try x.log() }, { log($0) }, { 1 / $0 }, at: positive)
  row(
    "log1p",
    { x in try x.log1p() },
    { log1p($0) },
    {
      1 / (1 + $0)
    },
    at: positive
  )
  row(
    "log2",
    { x in try x.log2() },
    { log2($0) },
    {
      1 / ($0 * log(2.0))
    },
    at: positive
  )
  row(
    "sqrt",
    { x in try x.sqrt() },
    { $0.squareRoot() },
    {
      0.5 / $0.squareRoot()
    },
    at: positive
  )
  row(
    "rsqrt",
    { x in try x.rsqrt() },
    { 1 / $0.squareRoot() },
    {
      -0.5 * pow($0, -1.5)
    },
    at: positive
  )
  row("square", { x in try x.square() }, { $0 * $0 }, { 2 * $0 })
  row(
    "reciprocal",
    { x in try x.reciprocal() },
    { 1 / $0 },
    {
      -1 / ($0 * $0)
    }
  )
  row("sin", { x in try x.sin() }, { sin($0) }, { cos($0) })
  row("cos", { x in try x.cos() }, { cos($0) }, { -sin($0) })
  row("floor", { x in try x.floor() }, { $0.rounded(.down) }, { _ in 0 })
  row("ceil", { x in try x.ceil() }, { $0.rounded(.up) }, { _ in 0 })
  row(
    "round",
    { x in try x.round() },
    { $0.rounded(.toNearestOrEven) },
    {
      _ in 0
    }
  )
  row("sign", { x in try x.sign() }, { $0 < 0 ? -1 : 1 }, { _ in 0 })
  row(
    "erf",
    { x in try x.erf() },
    { erf($0) },
    {
      2 / Double.pi.squareRoot() * exp(-$0 * $0)
    }
  )
  row("relu", { x in try x.relu() }, { max($0, 0) }, { $0 > 0 ? 1 : 0 })
  row(
    "sigmoid",
    { x in try x.sigmoid() },
    { logistic($0) },
    {
      logistic($0) * (1 - logistic($0))
    }
  )
  row(
    "logSigmoid",
    { x in try x.logSigmoid() },
    { -log1p(exp(-$0)) },
    {
      1 - logistic($0)
    }
  )
  row("tanh", { x in try x.tanh() }, { tanh($0) }, { 1 - pow(tanh($0), 2) })
  row(
    "softplus",
    { x in try x.softplus() },
    { log1p(exp($0)) },
    {
      logistic($0)
    }
  )
  row(
    "silu",
    { x in try x.silu() },
    { $0 * logistic($0) },
    {
      logistic($0) * (1 + $0 * (1 - logistic($0)))
    }
  )
  row(
    "gelu",
    { x in try x.gelu() },
    { $0 * normalShare($0) },
    {
      normalShare($0) + $0 * normalDensity($0)
    }
  )
  row(
    "leakyReLU",
    { x in try x.leakyReLU(slope: 0.2) },
    {
      $0 > 0 ? $0 : 0.2 * $0
    },
    { $0 > 0 ? 1 : 0.2 }
  )
  row(
    "elu",
    { x in try x.elu(alpha: 2) },
    { $0 > 0 ? $0 : 2 * expm1($0) },
    {
      $0 > 0 ? 1 : 2 * exp($0)
    }
  )
  row(
    "clamped",
    { x in try x.clamped(low: -1, high: 0.5) },
    {
      min(max($0, -1), 0.5)
    },
    { $0 >= -1 && $0 <= 0.5 ? 1 : 0 }
  )
  row("pow", { x in try x.pow(3) }, { $0 * $0 * $0 }, { 3 * $0 * $0 })
  row(
    "remainder",
    { x in try x.remainder(dividingBy: 0.75) },
    {
      fmod($0, 0.75)
    },
    { _ in 1 }
  )
  row("a + 2", { x in try x + 2 }, { $0 + 2 }, { _ in 1 })
  row("2 - a", { x in try 2 - x }, { 2 - $0 }, { _ in -1 })
  row("a - 2", { x in try x - 2 }, { $0 - 2 }, { _ in 1 })
  row("2 + a", { x in try 2 + x }, { $0 + 2 }, { _ in 1 })
  row("3 * a", { x in try 3 * x }, { 3 * $0 }, { _ in 3 })
  row("a / 4", { x in try x / 4 }, { $0 / 4 }, { _ in 0.25 })
  row("4 / a", { x in try 4 / x }, { 4 / $0 }, { -4 / ($0 * $0) })
  row(
    "cumulativeSum of ones",
    { x in
      try x * x.onesLike().cumulativeSum(0).sign()
    },
    { $0 },
    { _ in 1 }
  )
  return rows
}()

@Suite struct OperationTests {
  /// float64 and chains of a few roundings: 1e-12, relative.
  @Test(arguments: rows)
  func followsItsFormulaAndDerivative(_ row: OperationRow) throws {
    let input = try Tensor(row.inputs).requiringGrad()
    let output = try row.run(input)
    try expect(output, is: row.inputs.map(row.formula), tolerance: 1e-12)
    let gradient = try grad([output.sum()], [input])[0]
    try expect(gradient, is: row.inputs.map(row.derivative), tolerance: 1e-12)
  }

  @Test func binaryOperationsBroadcastAndGiveBothGradients() throws {
    let a = try matrix([[1, -2, 3], [0.5, 4, -1]]).requiringGrad()
    let b = try vector(2, 4, -5).requiringGrad()
    try expect(try a + b, is: [3, 2, -2, 2.5, 8, -6], shape: [2, 3], tolerance: 0)
    try expect(try a - b, is: [-1, -6, 8, -1.5, 0, 4], tolerance: 0)
    try expect(try a / b, is: [0.5, -0.5, -0.6, 0.25, 1, 0.2], tolerance: 1e-15)
    try expect(try a.maximum(b), is: [2, 4, 3, 2, 4, -1], tolerance: 0)
    try expect(try a.minimum(b), is: [1, -2, -5, 0.5, 4, -5], tolerance: 0)
    let product = try a * b
    try expect(product, is: [2, -8, -15, 1, 16, 5], tolerance: 0)
    let gradients = try grad([product.sum()], [a, b])
    try expect(gradients[0], is: [2, 4, -5, 2, 4, -5], shape: [2, 3], tolerance: 0)
    try expect(gradients[1], is: [1.5, 2, 2], shape: [3], tolerance: 0)
    try expect(try vector(2, 3).pow(vector(3, 2)), is: [8, 9], tolerance: 1e-15)
  }

  @Test func comparisonsGiveTruthValues() throws {
    let a = try vector(1, 2, 3)
    let b = try vector(3, 2, 1)
    try expect(try a .< b, is: [1, 0, 0], tolerance: 0)
    try expect(try a .<= b, is: [1, 1, 0], tolerance: 0)
    try expect(try a .> b, is: [0, 0, 1], tolerance: 0)
    try expect(try a .>= 2, is: [0, 1, 1], tolerance: 0)
    try expect(try a .== b, is: [0, 1, 0], tolerance: 0)
    try expect(try a .!= 2, is: [1, 0, 1], tolerance: 0)
    let mask = try (a .> 1).logicalAnd(b .> 1)
    #expect(try mask.dtype == .bool)
    try expect(mask, is: [0, 1, 0], tolerance: 0)
    try expect(try mask.logicalNot().logicalOr(mask), is: [1, 1, 1], tolerance: 0)
    #expect(try mask.any().item() == 1)
    #expect(try mask.all().item() == 0)
  }

  @Test func numbersThatAreNotFiniteAreFound() throws {
    let bad = try Tensor([Float.nan, .infinity, -.infinity, 1])
    try expect(try bad.isFinite(), is: [0, 0, 0, 1], tolerance: 0)
    try expect(try bad.isNaN(), is: [1, 0, 0, 0], tolerance: 0)
    let fine = try Tensor([Float(3e38)])
    #expect(try Tensor.firstNonFinite([fine, .zeros([0]), Tensor([1, 2])]) == nil)
    for value in [Float.nan, .infinity, -.infinity] {
      let found = try Tensor.firstNonFinite([fine, Tensor([1]), Tensor([0, value]), bad])
      #expect(found == 2)
    }
  }

  @Test func matrixProductsAndTheirGradients() throws {
    let a = try matrix([[1, 2], [3, 4]]).requiringGrad()
    let b = try matrix([[5, 6, 7], [8, 9, 10]]).requiringGrad()
    let product = try a.matmul(b)
    try expect(product, is: [21, 24, 27, 47, 54, 61], shape: [2, 3], tolerance: 0)
    let gradients = try grad([product.sum()], [a, b])
    try expect(gradients[0], is: [18, 27, 18, 27], tolerance: 0)
    try expect(gradients[1], is: [4, 4, 4, 6, 6, 6], tolerance: 0)
  }

  @Test func wholeNumbersKeepIntegerTypes() throws {
    let counts = try Tensor([1, 2, 3])
    #expect(try (counts * 2).dtype == .int64)
    #expect(try (counts + 0.5).dtype == .float32)
    #expect(try Tensor([UInt8(250)]).to(.float32).dtype == .float32)
    let bytes = try Tensor([UInt8(1), 255])
    #expect(try bytes.array(of: UInt8.self) == [1, 255])
    #expect(try Tensor([true, false]).array(of: Bool.self) == [true, false])
    #expect(try Tensor([Int32(-7)]).array(of: Int64.self) == [-7])
    #expect(try bytes.sum().dtype == .int64)
    try expect(try bytes.sum(), is: [256], tolerance: 0)
  }
}
