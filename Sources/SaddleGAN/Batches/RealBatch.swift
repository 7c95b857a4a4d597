// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Real samples on their way into a game.
public struct RealBatch {
  /// The samples, `[batch, ...]`; images in -1...1.
  public var samples: Tensor
  /// Class of each sample, `[batch]`; nil where there are no classes.
  public var labels: Tensor?

  /// Creates a batch; labels are class numbers from 0 on, one a sample.
  public init(_ samples: Tensor, labels: Tensor? = nil) {
    self.samples = samples
    self.labels = labels
  }
}

/// Generated samples with what they were made from.
public struct FakeBatch {
  /// Shape `[batch, ...]`; attached to the generator's graph unless made without gradients.
  public var samples: Tensor
  /// Shape `[batch] + latentShape`.
  public var latents: Tensor
  /// Class that each sample was asked to have, `[batch]`; nil where there are no classes.
  public var labels: Tensor?
}
