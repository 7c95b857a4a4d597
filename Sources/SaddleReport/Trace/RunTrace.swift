// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// What a report draws of a run: each signal as a thinned series.
public struct RunTrace: Sendable, Equatable {
  /// The signals that were observed.
  public private(set) var series: [Signal: Series] = [:]
  /// The smallest step.
  public private(set) var firstStep: Int?
  /// The largest step.
  public private(set) var lastStep: Int?
  private let capacity: Int

  /// Creates an empty trace.
  ///
  /// - Parameter capacity: The greatest count of buckets a signal.
  public init(capacity: Int = 1024) {
    self.capacity = capacity
  }

  /// Takes in an observation.
  public mutating func add(_ observation: Observation) {
    let step = observation.step
    firstStep = firstStep.map { min($0, step) } ?? step
    lastStep = lastStep.map { max($0, step) } ?? step
    for (signal, value) in observation.values {
      series[signal, default: Series(capacity: capacity)].add(value, step: step)
    }
  }

  /// The observed signals in the order of `Signal.allCases`.
  public var signals: [Signal] { Signal.allCases.filter { series[$0] != nil } }

  /// The series to draw as a player's loss: the loss as logged, or its adversarial part.
  public func loss(of side: Side) -> (signal: Signal, series: Series)? {
    let candidates: [Signal] =
      side == .generator
      ? [.lossGenerator, .lossGeneratorAdversarial]
      : [
        .lossDiscriminator, .lossDiscriminatorAdversarial, .lossDiscriminatorReal,
        .lossDiscriminatorFake,
      ]
    for signal in candidates {
      if let found = series[signal] { return (signal, found) }
    }
    return nil
  }
}
