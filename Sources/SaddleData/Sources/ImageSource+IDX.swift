// SPDX-License-Identifier: Apache-2.0

extension ImageSource {
  /// Opens a training file, and holds out a share of it chosen by number.
  ///
  /// - Parameters:
  ///   - images: The file of images.
  ///   - labels: The file of their classes; nil where there are none.
  ///   - size: Side to scale to; 0 keeps the file's.
  ///   - channels: 1, 3, or 0 for the file's own.
  ///   - heldOut: Fraction that training never sees, 0 ..< 1.
  ///   - mirrors: Whether half of the images are mirrored.
  ///   - seed: Seed of the shuffles.
  /// - Throws: `DataError` naming file and cause.
  public static func idx(
    images: String,
    labels: String? = nil,
    size: Int = 0,
    channels: Int = 0,
    heldOut: Double = 0,
    mirrors: Bool = false,
    seed: UInt64
  ) throws(DataError) -> ImageSource {
    let set = try ImageSet(images: images, labels: labels, size: size, channels: channels)
    let wanted = heldOut > 0 && set.count > 1 ? max(1, Int(Double(set.count) * heldOut)) : 0
    var random = RandomStream(seed: 0, stream: 0x6964_7868_656c_6400)
    let chosen = Set(random.permutation(of: set.count).prefix(min(wanted, set.count - 1)))
    let layout = Layout(
      name: images,
      classNames: set.labels.map { (0...($0.max() ?? 0)).map { "class \($0)" } },
      training: (0..<set.count).filter { !chosen.contains($0) },
      heldOut: chosen.sorted(),
      mirrors: mirrors
    )
    return try ImageSource(set, layout, seed: seed)
  }

  /// Opens Fashion-MNIST's training files; the test files are what is held out.
  ///
  /// - Parameters:
  ///   - folder: Where the four files are.
  ///   - size: Side to scale to; 0 keeps the files'.
  ///   - channels: 1, 3, or 0 for the files' own.
  ///   - holdsOutTestFiles: Whether the test files are read at all.
  ///   - mirrors: Whether half of the images are mirrored.
  ///   - seed: Seed of the shuffles.
  /// - Throws: `DataError` naming file and cause.
  public static func fashionMNIST(
    _ folder: String,
    size: Int = 0,
    channels: Int = 0,
    holdsOutTestFiles: Bool = true,
    mirrors: Bool = false,
    seed: UInt64
  ) throws(DataError) -> ImageSource {
    func read(_ part: String) throws(DataError) -> ImageSet {
      try ImageSet(
        images: "\(folder)/\(part)-images-idx3-ubyte.gz",
        labels: "\(folder)/\(part)-labels-idx1-ubyte.gz",
        size: size,
        channels: channels
      )
    }
    let training = try read("train")
    var layout = Layout(
      name: "fashion-mnist",
      classNames: [
        "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
        "ankle boot",
      ],
      training: Array(0..<training.count),
      heldOut: [],
      mirrors: mirrors
    )
    if holdsOutTestFiles {
      let test = try read("t10k")
      layout.heldOutStore = test
      layout.heldOut = Array(0..<test.count)
    }
    return try ImageSource(training, layout, seed: seed)
  }
}
