// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// What a column of a log means.
public enum ColumnMeaning: Sendable, Equatable {
  /// A place on the horizontal axis rather than something observed there.
  public enum Axis: String, Sendable {
    /// Step, iteration: counts from the beginning of training.
    case step
    /// Epoch: whole passes over the data, or a fraction of one.
    case epoch
    /// Batch or iteration within the epoch.
    case batch
    /// Batches in an epoch.
    case batchesPerEpoch
    /// Thousands of real images.
    case kimg
    /// Real images.
    case images
    /// Seconds since 1970.
    case wallTime
  }

  /// Which samples a discriminator's output is about.
  public enum Side: String, Sendable {
    /// Real samples.
    case real
    /// Generated samples.
    case fake
  }

  /// These signals, once multiplied by `scale`.
  case signals([Signal], scale: Double)
  /// One of several terms that add up to the signal.
  case term(Signal)
  /// A discriminator's output; whether probability or score, the values tell.
  case output(Side)
  /// A share of samples; whether 0...1 or per cent, the values tell.
  case share(Signal)
  /// The horizontal axis.
  case axis(Axis)
  /// Known, but no signal: time, memory, a loss of something else.
  case understood(String)
  /// Nothing is known.
  case unknown

  /// One signal, as it is.
  static func signal(_ signal: Signal) -> ColumnMeaning { .signals([signal], scale: 1) }
}
