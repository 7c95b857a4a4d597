// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// Keeps real scores near where fake ones were, and the other way round, for small data sets.
///
/// `weight * (E[relu(D(x) - aF)^2] + E[relu(aR - D(G(z)))^2])`; aR and aF are moving averages of the
/// mean scores of real and fake batches. Until `start` steps they are the present batch's means.
/// Source: Tseng et al., "Regularizing GANs under Limited Data", 2021; google/lecam-gan@f9af948.
public final class LeCam: Regularizer {
  /// Weight of both terms.
  public var weight: Double
  /// Weight of the old average in each step.
  public let decay: Double
  /// Step from which on averages are kept.
  public let start: Int
  /// Its section in the configuration.
  public var id: String { "leCam" }
  /// To the monitor it is LeCam regularization.
  public var measure: Measure? { .lecam }
  private var averages: (real: Double, fake: Double)?

  /// Its weight, which may change in a running game.
  public var controls: [Control] { [Control("weight", of: self, \.weight)] }

  /// Creates the penalty; weight and start are those of the authors' CIFAR-10 code.
  public init(weight: Double = 0.3, decay: Double = 0.99, start: Int = 1000) {
    self.weight = weight
    self.decay = decay
    self.start = start
  }

  /// Returns both terms, with averages that already hold this batch.
  public func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
    let (real, fake) = (batch.realScores.tensor, batch.fakeScores.tensor)
    let means = try Tensor.scalars([real.detach().mean(), fake.detach().mean()])
    let decay = batch.step < start ? 0 : self.decay
    let old = averages ?? (means[0], means[1])
    let anchors = (
      real: decay * old.real + (1 - decay) * means[0],
      fake: decay * old.fake + (1 - decay) * means[1]
    )
    averages = anchors
    return try Self.term(real: real, fake: fake, anchors: anchors) * weight
  }

  /// The penalty for given averages, weight 1.
  static func term(
    real: Tensor,
    fake: Tensor,
    anchors: (real: Double, fake: Double)
  ) throws(TensorError) -> Tensor {
    let above = try (real - anchors.fake).relu().square().mean()
    return try above + (anchors.real - fake).relu().square().mean()
  }

  /// Both averages, and whether there are any yet.
  public func state() throws(TensorError) -> StateDictionary {
    var state = StateDictionary()
    let kept: [Double] = averages.map { [1, $0.real, $0.fake] } ?? [0, 0, 0]
    state["averages"] = try Tensor(kept)
    return state
  }

  /// Goes on from averages.
  public func restore(_ state: StateDictionary) throws(TensorError) {
    guard let values: [Double] = try state["averages"]?.array(), values.count == 3 else {
      throw TensorError(.invalidArgument, "lecam", cause: "the checkpoint has no averages")
    }
    averages = values[0] == 0 ? nil : (values[1], values[2])
  }
}
