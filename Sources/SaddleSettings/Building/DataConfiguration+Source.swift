// SPDX-License-Identifier: Apache-2.0

public import SaddleData
import SaddleImage

extension DataConfiguration {
  /// Opens what the section describes.
  ///
  /// - Parameters:
  ///   - seed: Seed of shuffles and draws.
  ///   - pairing: How files are pairs; nil for single pictures.
  ///   - locator: Where prepared sets are looked for.
  ///   - progress: Called with files done and their total while pictures are decoded.
  /// - Returns: The source, at its beginning.
  /// - Throws: `DataError`: what is missing or wrong, and the way out.
  public func makeSource(
    seed: UInt64,
    pairing: ImagePairing? = nil,
    locator: DataSetLocator = DataSetLocator(),
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws(DataError) -> any DataSource {
    if let mixture = try mixture() { return MixtureSource(mixture, seed: seed) }
    guard channels == 0 || channels == 1 || channels == 3 else {
      throw DataError(.invalidConfiguration, "data.channels must be 1 or 3, and it is \(channels)")
    }
    switch source {
    case .idx:
      return try ImageSource.idx(
        images: requiredPath(),
        labels: labels,
        size: size,
        channels: channels,
        heldOut: heldOut,
        mirrors: mirror,
        seed: seed
      )
    case .folder:
      var options = try options(backgroundColor())
      options.pairing = pairing
      return try ImageFolder(path: requiredPath(), options: options)
        .open(seed: seed, progress: progress)
    default:
      return try openSet(seed, pairing, locator, progress)
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

  private func backgroundColor() throws(DataError) -> Color {
    guard let color = Color(background) else {
      throw DataError(
        .invalidConfiguration,
        "data.background must be white, black, gray or #rrggbb, and it is \(background)"
      )
    }
    return color
  }

  private func options(_ background: Color) -> ImageFolder.Options {
    var options = ImageFolder.Options()
    options.size = effectiveSize
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
    _ pairing: ImagePairing?,
    _ locator: DataSetLocator,
    _ progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(DataError) -> any DataSource {
    let info = try DataSetCatalog.info(named: source.rawValue)
    let wanted = size > 0 ? size : info.defaultSize
    let folder = try locator.require(info, size: info.markers.isEmpty ? wanted : info.defaultSize)
    if source == .fashionMNIST {
      return try ImageSource.fashionMNIST(
        folder,
        size: size,
        channels: channels,
        holdsOutTestFiles: heldOut > 0,
        mirrors: mirror,
        seed: seed
      )
    }
    let color = try backgroundColor()
    let manifest = try DataManifest.read(in: folder)
    if let prepared = manifest?.background, prepared != color.description {
      throw DataError(
        .invalidConfiguration,
        "\(folder) is prepared on \(prepared) and data.background is \(color); run: saddle data "
          + "prepare \(info.name) --size \(wanted) --background '\(color)'"
      )
    }
    var options = options(color)
    options.pairing = pairing
    return try ImageFolder(path: folder, options: options)
      .open(seed: seed, progress: progress)
  }
}
