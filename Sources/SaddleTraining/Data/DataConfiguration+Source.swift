// SPDX-License-Identifier: Apache-2.0

import SaddleImage

extension DataConfiguration {
  /// Opens what the section describes.
  ///
  /// - Parameters:
  ///   - seed: Seed of shuffles and draws.
  ///   - locator: Where prepared sets are looked for.
  ///   - progress: Called with files done and their total while pictures are decoded.
  /// - Returns: The source, at its beginning.
  /// - Throws: `DataError`: what is missing or wrong, and the way out.
  public func makeSource(
    seed: UInt64,
    locator: DataSetLocator = DataSetLocator(),
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws(DataError) -> any DataSource {
    if let mixture = try mixture() { return MixtureSource(mixture, seed: seed) }
    guard channels == 0 || channels == 1 || channels == 3 else {
      throw DataError(.invalidConfiguration, "data.channels must be 1 or 3, and it is \(channels)")
    }
    switch source {
    case .idx:
      return try openIDX(images: requiredPath(), labels: labels, seed: seed)
    case .folder:
      let folder = try ImageFolder(path: requiredPath(), options: options(backgroundColour()))
      return try folder.open(seed: seed, progress: progress)
    default:
      return try openSet(seed, locator, progress)
    }
  }

  private func requiredPath() throws(DataError) -> String {
    guard let path, !path.isEmpty else {
      throw DataError(
        .invalidConfiguration,
        "data.path is needed with data.source \(source.rawValue)"
      )
    }
    return path
  }

  private func backgroundColour() throws(DataError) -> Colour {
    guard let colour = Colour(background) else {
      throw DataError(
        .invalidConfiguration,
        "data.background must be white, black, grey or #rrggbb, and it is \(background)"
      )
    }
    return colour
  }

  private func options(_ background: Colour) -> ImageFolder.Options {
    var options = ImageFolder.Options()
    options.size = size > 0 ? size : source.defaultSize
    options.channels = channels > 0 ? channels : source.defaultChannels
    options.background = background
    options.heldOut = heldOut
    options.workers = workers
    options.mirrors = mirror
    options.fit = Image.Fit(rawValue: fit.rawValue) ?? .cover
    options.badFileQuota = badFileQuota
    options.cacheBytes = cacheMegabytes * 1_000_000
    options.limits.maximumPixels = maximumPixels
    return options
  }

  private func openSet(
    _ seed: UInt64,
    _ locator: DataSetLocator,
    _ progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(DataError) -> any DataSource {
    let info = try DataSetCatalog.info(named: source.rawValue)
    let wanted = size > 0 ? size : info.defaultSize
    let folder = try locator.require(info, size: info.markers.isEmpty ? wanted : info.defaultSize)
    if source == .fashionMNIST { return try openFashionMNIST(folder, seed: seed) }
    let colour = try backgroundColour()
    let manifest = try DataManifest.read(in: folder)
    if let prepared = manifest?.background, prepared != colour.description {
      throw DataError(
        .invalidConfiguration,
        "\(folder) is prepared on \(prepared) and data.background is \(colour); run: saddle data "
          + "prepare \(info.name) --size \(wanted) --background '\(colour)'"
      )
    }
    return try ImageFolder(path: folder, options: options(colour))
      .open(seed: seed, progress: progress)
  }

  /// Opens a training file, and holds out a share of it chosen by number.
  private func openIDX(
    images: String,
    labels: String?,
    seed: UInt64
  ) throws(DataError) -> any DataSource {
    let set = try ImageSet(images: images, labels: labels, size: size, channels: channels)
    let wanted = heldOut > 0 && set.count > 1 ? max(1, Int(Double(set.count) * heldOut)) : 0
    var random = RandomStream(seed: 0, stream: 0x6964_7868_656c_6400)
    let chosen = Set(random.permutation(of: set.count).prefix(min(wanted, set.count - 1)))
    let layout = ImageSource.Layout(
      name: images,
      classNames: Self.classNames(set.labels),
      training: (0..<set.count).filter { !chosen.contains($0) },
      heldOut: chosen.sorted(),
      mirrors: mirror
    )
    return try ImageSource(set, layout, seed: seed)
  }

  /// Opens the training files; the test files are what is held out.
  private func openFashionMNIST(_ folder: String, seed: UInt64) throws(DataError) -> any DataSource
  {
    func read(_ part: String) throws(DataError) -> ImageSet {
      try ImageSet(
        images: "\(folder)/\(part)-images-idx3-ubyte.gz",
        labels: "\(folder)/\(part)-labels-idx1-ubyte.gz",
        size: size,
        channels: channels
      )
    }
    let training = try read("train")
    var layout = ImageSource.Layout(
      name: source.rawValue,
      classNames: [
        "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
        "ankle boot",
      ],
      training: Array(0..<training.count),
      heldOut: [],
      mirrors: mirror
    )
    if heldOut > 0 {
      let test = try read("t10k")
      layout.heldOutStore = test
      layout.heldOut = Array(0..<test.count)
    }
    return try ImageSource(training, layout, seed: seed)
  }

  private static func classNames(_ labels: [Int]?) -> [String]? {
    labels.map { (0...($0.max() ?? 0)).map { "class \($0)" } }
  }
}
