// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// An optimizer's step as a function that can be differentiated: Adam or gradient descent.
struct UnrolledOptimizer {
  private let rate: Double
  private let decay: Double
  /// Nil for gradient descent.
  private var adam: (betas: (Double, Double), epsilon: Double, means: [Tensor], squares: [Tensor])?
  private var count = 0.0

  init(_ optimizer: Optimizer, names: [String]) throws(TensorError) {
    rate = optimizer.learningRate
    decay = optimizer.groups.first?.weightDecay ?? 0
    guard let settings = optimizer as? Adam else { return }
    let state = optimizer.state()
    func slot(_ name: String) throws(TensorError) -> [Tensor] {
      var tensors: [Tensor] = []
      for parameter in names {
        guard let tensor = state["\(name).\(parameter)"] else { continue }
        tensors.append(try tensor.clone())
      }
      return tensors
    }
    adam = (settings.betas, settings.epsilon, try slot("exp_avg"), try slot("exp_avg_sq"))
    if let step = try slot("step").first { count = try step.item() }
  }

  /// Returns the weights after a step, as a function of weights and gradients.
  mutating func step(_ weights: [Tensor], _ gradients: [Tensor]) throws(TensorError) -> [Tensor] {
    count += 1
    var result: [Tensor] = []
    for index in weights.indices {
      let weight = weights[index]
      let gradient = decay > 0 ? try gradients[index] + weight * decay : gradients[index]
      guard var adam else {
        result.append(try weight - gradient * rate)
        continue
      }
      let (first, second) = adam.betas
      let mean = try adam.means[index] * first + gradient * (1 - first)
      let square = try adam.squares[index] * second + gradient.square() * (1 - second)
      adam.means[index] = mean
      adam.squares[index] = square
      self.adam = adam
      let corrected = try mean / (1 - power(first, count))
      // The root has no derivative at 0: a weight that never had a gradient stays where it is.
      let root = try (square / (1 - power(second, count)) + 1e-30).sqrt()
      result.append(try weight - corrected * rate / (root + adam.epsilon))
    }
    return result
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    var result = 1.0
    var factor = base
    var rest = Int(exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}
