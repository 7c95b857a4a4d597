// SPDX-License-Identifier: Apache-2.0

/// Where real samples come from.
public enum DataSourceName: String, ConfigurationChoice {
  /// Gaussians on a circle.
  case ring
  /// Gaussians on a square grid.
  case grid
  /// Points along a spiral.
  case spiral
  /// Files in MNIST's format.
  case idx
  /// PNG and JPEG files.
  case folder
  /// A prepared set, see `saddle data list`.
  case fashionMNIST = "fashion-mnist"
  /// A prepared set, see `saddle data list`.
  case emoji
  /// A prepared set, see `saddle data list`.
  case emojiPairs = "emoji-pairs"
  /// A prepared set, see `saddle data list`.
  case gemojione
  /// A prepared set, see `saddle data list`.
  case photos

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .ring: "2-D Gaussians on a circle (modes, radius, sigma)"
    case .grid: "2-D Gaussians on a square grid (modes, spacing, sigma)"
    case .spiral: "2-D points along a spiral (radius, sigma)"
    case .idx: "an IDX file as MNIST has them, or [count, height, width, 3]; .gz too (path, labels)"
    case .folder: "a folder of PNG and JPEG files (path)"
    case .fashionMNIST: "60,000 gray pictures of clothes, 28x28"
    case .emoji: "3,900 color emoji (Noto)"
    case .emojiPairs: "1,700 emoji as two designers drew them, 64x64 (task paired)"
    case .gemojione: "1,800 color emoji (gemojione), 64x64"
    case .photos: "patches cut from photographs"
    }
  }

  /// Whether samples are points in the plane rather than images.
  public var isPoints: Bool {
    switch self {
    case .ring, .grid, .spiral: true
    case .idx, .folder, .fashionMNIST, .emoji, .emojiPairs, .gemojione, .photos: false
    }
  }

  /// Whether it is read from `data.path`.
  public var needsPath: Bool { self == .idx || self == .folder }

  /// The image size where none is given, in pixels.
  package var defaultSize: Int {
    switch self {
    case .ring, .grid, .spiral: 0
    case .idx, .fashionMNIST: 28
    case .emoji: 32
    case .folder, .emojiPairs, .gemojione, .photos: 64
    }
  }

  /// The count of channels where none is given.
  var defaultChannels: Int {
    switch self {
    case .ring, .grid, .spiral: 0
    case .idx, .fashionMNIST: 1
    case .emoji, .emojiPairs, .folder, .gemojione, .photos: 3
    }
  }
}

/// How an image of another shape is brought to the size.
public enum ImageFit: String, ConfigurationChoice {
  /// Scaled until it covers the square; the middle is cut out.
  case cover
  /// Scaled until it fits; the rest is background.
  case contain
  /// Each side scaled by itself.
  case stretch

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .cover: "scaled until it covers the square, the middle is cut out"
    case .contain: "scaled until it fits, the rest is background"
    case .stretch: "each side scaled by itself, which distorts"
    }
  }
}
