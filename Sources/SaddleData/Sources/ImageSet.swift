// SPDX-License-Identifier: Apache-2.0

internal import SaddleImage

/// Pictures of one size, one after another, as something a source can read by number.
protocol ExampleStore: Sendable {
  /// Number of pictures.
  var count: Int { get }
  /// `[channels, height, width]`.
  var shape: [Int] { get }
  /// One class a picture, if there are classes.
  var labels: [Int]? { get }
  /// Whether reading one takes a decoder rather than a copy.
  var isSlow: Bool { get }
  /// What changes when the pictures change.
  var fingerprint: String { get }

  /// Returns the bytes of one picture, channels interleaved.
  ///
  /// - Throws: `ImageError` naming the file.
  func pixels(at index: Int) throws(ImageError) -> ArraySlice<UInt8>
}

/// Pictures in memory, one byte a channel.
struct ImageSet: ExampleStore {
  let shape: [Int]
  let labels: [Int]?
  let fingerprint: String
  private let bytes: [UInt8]
  private let stride: Int

  let isSlow = false

  /// Creates a set.
  ///
  /// - Precondition: `bytes` is a whole number of pictures, `labels` one number for each.
  init(shape: [Int], bytes: [UInt8], labels: [Int]?) {
    self.shape = shape
    self.bytes = bytes
    self.labels = labels
    let stride = shape.reduce(1, *)
    precondition(stride > 0 && bytes.count % stride == 0, "whole pictures")
    let count = bytes.count / stride
    precondition(labels.map { $0.count == count } ?? true, "one label a picture")
    self.stride = stride
    let labelSum = Gzip.checksum((labels ?? []).map { UInt8(truncatingIfNeeded: $0) })
    let sum = Gzip.checksum(bytes, continuing: labelSum)
    fingerprint = "\(count) of \(shape) crc \(String(sum, radix: 16))"
  }

  var count: Int { bytes.count / stride }

  func pixels(at index: Int) throws(ImageError) -> ArraySlice<UInt8> {
    bytes[(index * stride)..<((index + 1) * stride)]
  }
}

extension ImageSet {
  /// Reads pictures and, where given, their labels from IDX files.
  ///
  /// - Parameters:
  ///   - images: Path of `[count, height, width]` or `[count, height, width, channels]`.
  ///   - labels: Path of `[count]`, or nil.
  ///   - size: Side to bring the pictures to; 0 leaves them as they are.
  ///   - channels: 1, 3, or 0 for the file's own.
  /// - Throws: `DataError` naming file and cause.
  init(
    images: String,
    labels: String?,
    size: Int = 0,
    channels: Int = 0,
    maximumBytes: Int = 4_000_000_000
  ) throws(DataError) {
    // What must fit together is compared before the pictures are unpacked.
    let dimensions = try IDXFile.dimensions(path: images, maximumBytes: maximumBytes)
    let stored = dimensions.count == 4 ? dimensions[3] : 1
    guard dimensions.count >= 3, stored == 1 || stored == 3 else {
      throw DataError(
        .damaged,
        "\(images): \(dimensions) is no set of pictures; [count, height, width] or [count, height, "
          + "width, 1 or 3] is"
      )
    }
    let classes = try labels.map { path throws(DataError) in
      try Self.readLabels(path, count: dimensions[0])
    }
    let file = try IDXFile(path: images, maximumBytes: maximumBytes)
    guard file.dimensions == dimensions else {
      throw DataError(.damaged, "\(images): it changed while it was read")
    }
    let target = (
      height: size > 0 ? size : dimensions[1], width: size > 0 ? size : dimensions[2],
      channels: channels > 0 ? channels : stored
    )
    let shape = [target.channels, target.height, target.width]
    if shape == [stored, dimensions[1], dimensions[2]] {
      self.init(shape: shape, bytes: file.bytes, labels: classes)
      return
    }
    // Sides are at most as large as a picture may be: no product of these overflows.
    guard dimensions[0] <= maximumBytes / max(1, shape.reduce(1, *)) else {
      throw DataError(
        .invalidConfiguration,
        "\(images): \(dimensions[0]) pictures of \(target.width) x \(target.height) are more than "
          + "\(maximumBytes) bytes; set data.size lower"
      )
    }
    let stride = dimensions[1] * dimensions[2] * stored
    var bytes: [UInt8] = []
    do throws(ImageError) {
      for index in 0..<dimensions[0] {
        let part = Array(file.bytes[(index * stride)..<((index + 1) * stride)])
        let image = try Image(
          width: dimensions[2],
          height: dimensions[1],
          channels: stored,
          pixels: part
        )
        bytes += try image.converted(toChannels: target.channels)
          .fitted(width: target.width, height: target.height).pixels
      }
    } catch {
      throw DataError(.damaged, "\(images): \(error.message)")
    }
    self.init(shape: shape, bytes: bytes, labels: classes)
  }

  private static func readLabels(_ path: String, count: Int) throws(DataError) -> [Int] {
    let file = try IDXFile(path: path, maximumBytes: 1 << 30)
    guard file.dimensions == [count] else {
      throw DataError(
        .damaged,
        "\(path): labels for \(file.dimensions), and there are \(count) pictures"
      )
    }
    return file.bytes.map(Int.init)
  }
}
