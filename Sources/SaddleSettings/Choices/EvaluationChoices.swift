// SPDX-License-Identifier: Apache-2.0

package import SaddleGAN
public import SaddleHealth

/// The measures of samples that can be taken during training.
public enum MetricName: String, ConfigurationChoice {
  /// Captured modes of a mixture, or classes of images that are reached.
  case modes
  /// Frechet distance.
  case fid
  /// Kernel distance.
  case kid
  case precisionRecall
  case densityCoverage
  /// Multi-scale structural similarity between fakes.
  case msssim
  case inceptionScore
  /// Sliced Wasserstein distance.
  case swd
  /// Mean absolute difference to the targets of held-out pairs.
  case l1
  /// Peak signal-to-noise ratio against the targets of held-out pairs.
  case psnr

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .modes: "captured modes of ring and grid; classes that images reach"
    case .fid: "Frechet distance of features"
    case .kid: "kernel distance of features; the better one for small sets"
    case .precisionRecall: "share of fakes that look real, of reals covered (recall decides)"
    case .densityCoverage: "the same, robust to outliers (coverage decides)"
    case .msssim: "structural similarity between fakes; high means little diversity"
    case .inceptionScore: "sure and varied answers of a classifier"
    case .swd: "patches by level of a Laplacian pyramid"
    case .l1: "mean absolute difference to held-out targets, -1...1 (task paired)"
    case .psnr: "signal-to-noise ratio against held-out targets, in dB (task paired)"
    }
  }

  /// Other names for it, as papers, other tools and `saddle evaluate` have them.
  public var aliases: [String] {
    switch self {
    case .modes, .fid, .kid, .psnr: []
    case .l1: ["mae", "reconstruction"]
    case .precisionRecall: ["precision", "recall", "pr"]
    case .densityCoverage: ["density", "coverage", "dc"]
    case .msssim: ["ms-ssim"]
    case .inceptionScore: ["is", "isc"]
    case .swd: ["slicedWasserstein"]
    }
  }

  /// What is logged of it for images, with the metric's name in `saddle evaluate`.
  ///
  /// The first decides which checkpoint is best: of precision and recall it is recall, of density and
  /// coverage coverage, because a generator that makes one perfect image has the best of the others.
  public var measured: [(signal: Signal, id: String)] {
    switch self {
    case .modes: [(.metricModes, "modes")]
    case .fid: [(.metricFID, "fid")]
    case .kid: [(.metricKID, "kid")]
    case .precisionRecall: [(.metricRecall, "recall"), (.metricPrecision, "precision")]
    case .densityCoverage: [(.metricCoverage, "coverage"), (.metricDensity, "density")]
    case .msssim: [(.metricMSSSIM, "ms-ssim")]
    case .inceptionScore: [(.metricInceptionScore, "is")]
    case .swd: [(.metricSWD, "swd")]
    case .l1: [(.metricReconstruction, "l1")]
    case .psnr: [(.metricPSNR, "psnr")]
    }
  }

  /// Whether it compares outputs with the targets of pairs, which the task itself does.
  public var comparesPairs: Bool { self == .l1 || self == .psnr }
}

/// The networks whose features images are compared by.
public enum ExtractorName: String, ConfigurationChoice {
  /// By the images' shape.
  case auto
  /// EfficientNet-Lite0.
  case lite0
  /// The small classifier of gray images.
  case small
  /// No network.
  case pixels
  /// The network of published FIDs.
  case inception

  /// The network that images of a shape are compared by.
  package func network(for shape: SampleShape) -> ExtractorName {
    guard self == .auto else { return self }
    return shape.dimensions == [1, 28, 28] ? .small : .lite0
  }

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .auto: "small for gray images of 28x28, else lite0"
    case .lite0: "EfficientNet-Lite0, ImageNet; comes with `make engine`"
    case .small: "a classifier of gray 28x28, trained once on Fashion-MNIST"
    case .pixels: "the pixels themselves"
    case .inception: "the network of published FIDs; needs evaluation.weights"
    }
  }
}
