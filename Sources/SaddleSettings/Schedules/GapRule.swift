// SPDX-License-Identifier: Apache-2.0

/// The gap-aware rule: the discriminator's learning rate by how far its loss is from the ideal.
///
/// Above the ideal the discriminator is behind and learns faster, below it wins and learns slower. A
/// function of the smoothed loss alone, so that nothing is lost where it was wrong. With its defaults
/// the rule of the paper "Gap-aware learning rate" (AISTATS 2023) and of its authors' demo
/// (google-research, `adversarial_nets_lr_scheduler`); smoothing is that of its PyTorch ports.
public struct GapRule: Sendable, Equatable {
  /// Weight of the old average of the loss in each step.
  public var smoothing = 0.95
  /// Distance from the ideal, as a share of it, at which floor and ceiling are reached.
  public var width = 0.1
  /// The smallest factor.
  public var floor = 0.1
  /// The largest factor.
  public var ceiling = 2.0

  /// Creates the rule as it was published.
  public init() {}

  /// Returns the average once a loss was taken in.
  ///
  /// - Parameters:
  ///   - loss: The discriminator's loss without penalties.
  ///   - average: The average before it; the ideal loss at the beginning.
  public func smoothed(_ loss: Double, after average: Double) -> Double {
    smoothing * average + (1 - smoothing) * loss
  }

  /// Returns what the learning rate is multiplied by.
  ///
  /// - Parameters:
  ///   - loss: The smoothed loss.
  ///   - ideal: The loss where real and fake samples can't be told apart, above 0.
  public func factor(of loss: Double, ideal: Double) -> Double {
    let distance = (loss - ideal) / (width * ideal)
    let share = min(1, abs(distance))
    return Schedule.power(distance >= 0 ? ceiling : floor, share)
  }
}
