// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// A network that is trained, with what updates it.
public final class Player: Controllable {
  /// Which one it is.
  public let id: PlayerID
  /// The network whose weights are updated in place.
  public let network: Module
  /// What updates them.
  public let optimizer: Optimizer
  /// What bounds its gradient before an update.
  public var clipping: GradientClipping
  /// The moving average of its weights, where one is kept.
  public let average: ExponentialAverage?

  /// Creates a player.
  ///
  /// - Parameters:
  ///   - id: Which one it is; unique in a game.
  ///   - network: What is trained.
  ///   - optimizer: Holds exactly the network's parameters.
  ///   - clipping: What bounds its gradient before an update.
  ///   - average: The moving average of its weights, where samples are made with one.
  public init(
    _ id: PlayerID,
    network: Module,
    optimizer: Optimizer,
    clipping: GradientClipping = .none,
    average: ExponentialAverage? = nil
  ) {
    self.id = id
    self.network = network
    self.optimizer = optimizer
    self.clipping = clipping
    self.average = average
  }

  /// The network that samples are made with: the average, where one is kept.
  public var sampler: Module { average?.network ?? network }

  /// Clips the gradient and makes the optimizer's step.
  func update() throws(TensorError) {
    try clipping.apply(to: network)
    try optimizer.step()
  }

  /// What may change in its optimizer, its clipping and its average.
  public var controls: [Control] {
    var own = [
      Control("learningRate", of: optimizer, \.learningRate),
      Control("weightDecay", get: { [optimizer] in optimizer.groups.first?.weightDecay ?? 0 }) {
        [optimizer] in
        for index in optimizer.groups.indices { optimizer.groups[index].weightDecay = $0 }
      },
    ]
    if let adam = optimizer as? Adam {
      own.append(Control("beta1", of: adam, \.betas.0))
      own.append(Control("beta2", of: adam, \.betas.1))
    }
    if let bound = clipping.bound {
      own.append(
        Control("gradientClip.\(bound.name)", get: { [self] in clipping.bound?.value ?? 0 }) {
          [self] in clipping = clipping.with(bound: $0)
        }
      )
    }
    return own.map { $0.inside("optimizer.\(id.section)") }
      + (average?.controls ?? []).map { $0.inside("ema") }
  }
}
