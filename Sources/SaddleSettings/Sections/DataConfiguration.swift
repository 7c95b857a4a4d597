// SPDX-License-Identifier: Apache-2.0

/// Where real samples come from and how they are prepared.
public struct DataConfiguration: ConfigurationSection {
  /// Where samples come from.
  public var source = DataSourceName.ring
  /// The file (`idx`) or folder (`folder`).
  public var path: String?
  /// The IDX file of class labels.
  public var labels: String?
  /// Image side in pixels; 0 until resolved.
  public var size = 0
  /// Image side in pixels, resolved or not.
  package var effectiveSize: Int { size == 0 ? source.defaultSize : size }
  /// Image channels; 0 until resolved.
  public var channels = 0
  /// Count of Gaussians; 0 until resolved.
  public var modes = 0
  /// Radius of the ring, outermost radius of the spiral.
  public var radius = 1.0
  /// Distance between neighbors on the grid.
  public var spacing = 2.0
  /// Standard deviation of each Gaussian per axis.
  public var sigma = 0.05
  /// Share of samples that training never sees.
  public var heldOut = 0.1
  /// How an image of another shape is brought to the size.
  public var fit = ImageFit.cover
  /// Whether half of the images are mirrored left to right, drawn anew each epoch.
  public var mirror = false
  /// Share of unreadable files from which on the folder is refused.
  public var badFileQuota = 0.001
  /// Pixels of the largest file that is decoded.
  public var maximumPixels = 64_000_000
  /// Decoded images kept in memory.
  public var cacheMegabytes = 1024
  /// Threads that decode images; 0 decodes on the training thread.
  public var workers = 1
  /// What transparent images are put on.
  public var background = "white"

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `data`.
  public static let schema = Schema<Self>(
    "Where real samples come from.",
    [
      .choice("source", \.source, "Where real samples come from; `saddle data list` lists sets.")
        .known(as: "dataset", "name"),
      .text("path", optional: \.path, "The IDX file or the folder of images.")
        .known(as: "root", "dataroot", "dir", "folder"),
      .text("labels", optional: \.labels, "The IDX file of class labels that belongs to path."),
      .integer(
        "size",
        \.size,
        .between(0, 4096),
        "Image side; images are scaled and cropped to it. 0: the source's own."
      ).unit("pixels").known(as: "imageSize", "resolution", "img_size"),
      .integer(
        "channels",
        \.channels,
        .between(0, 4),
        "1 gray, 3 color. 0: the source's own."
      ).known(as: "nc", "imgChannels"),
      .integer(
        "modes",
        \.modes,
        .between(0, 10_000),
        "Gaussians of ring and grid (a square number). 0: 8 on a ring, 25 on a grid."
      ),
      .number("radius", \.radius, .above(0), "Radius of the ring; outer radius of the spiral."),
      .number("spacing", \.spacing, .above(0), "Distance between neighbors on the grid."),
      .number("sigma", \.sigma, .above(0), "Standard deviation of each Gaussian, per axis.")
        .known(as: "std", "deviation"),
      .number(
        "heldOut",
        \.heldOut,
        .from(0, below: 1),
        "Share of the samples kept from training, to see whether D memorizes."
      ).known(as: "validation", "testSplit"),
      .integer(
        "workers",
        \.workers,
        .between(0, 256),
        "Threads that decode images beside training; 0 decodes between steps."
      ).known(as: "numWorkers").changeableOnResume,
      .text(
        "background",
        \.background,
        "What transparent images are put on: white, black, gray or \"#rrggbb\"."
      ),
      .choice("fit", \.fit, "How an image of another shape is brought to the size.")
        .known(as: "crop", "resize"),
      .flag("mirror", \.mirror, "Mirror half of the images left to right, drawn anew each epoch.")
        .known(as: "flip", "hflip", "xflip"),
      .number(
        "badFileQuota",
        \.badFileQuota,
        .between(0, 1),
        "Share of unreadable files that is put up with; one file always is."
      ).changeableOnResume,
      .integer(
        "maximumPixels",
        \.maximumPixels,
        .between(1, 4_000_000_000),
        "A file of more pixels is not decoded and counts as unreadable."
      ).unit("pixels"),
      .integer(
        "cacheMegabytes",
        \.cacheMegabytes,
        .between(0, 1_000_000),
        "Decoded images kept in memory; larger sets are decoded as they are needed."
      ).unit("MB").changeableOnResume,
    ]
  )
}
