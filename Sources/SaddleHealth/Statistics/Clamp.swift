// SPDX-License-Identifier: Apache-2.0

/// The end of a scale at which a framework cuts a logarithm off: behind it there is no gradient.
///
/// A cross-entropy of clipped probabilities can't be above `-ln epsilon`. One that stands there says
/// that every sample is judged wrongly with certainty; at half of it, that one of two halves is.
public struct Clamp: Sendable, Equatable {
  /// The largest value of the loss.
  public let value: Double
  /// Where it comes from, as a sentence names it.
  public let name: String
  /// Whether it is the mean of one loss at its end and one at 0.
  var isHalf = false

  /// The clamps in use, each with its source.
  static let known: [Clamp] = {
    let ends: [(Double, String)] = [
      (13.815510557964274, "-ln 1e-6"),
      // Keras' backend epsilon.
      (16.11809565095832, "-ln 1e-7, Keras' epsilon"),
      // 2^-23: what is left of 1 - 1e-7 in single precision.
      (15.942385152878742, "-ln 2^-23, single precision"),
      (18.420680743952367, "-ln 1e-8"),
      (23.025850929940457, "-ln 1e-10"),
      (27.631021115928547, "-ln 1e-12"),
      // torch.nn.BCELoss: "our solution is that BCELoss clamps its log function outputs to >= -100".
      (100, "100, the end of PyTorch's BCELoss"),
    ]
    return ends.flatMap { value, name in
      [
        Clamp(value: value, name: name),
        Clamp(value: value / 2, name: "half of " + name, isHalf: true),
      ]
    }
  }()

  /// No clamp lies below: half of -ln 1e-6 is 6.9.
  private static let lowest = 6.9

  /// Distance from a clamp that still counts, as a share of it.
  static let tolerance = 5e-4

  /// Returns the clamp at which a loss stands, or nil.
  static func at(_ loss: Double) -> Clamp? {
    guard loss > lowest else { return nil }
    return known.min { ($0.value - loss).magnitude < ($1.value - loss).magnitude }
      .flatMap { ($0.value - loss).magnitude <= tolerance * $0.value ? $0 : nil }
  }
}
