// SPDX-License-Identifier: Apache-2.0

internal import SaddleImage

/// An array of bytes in MNIST's format: `00 00 08 n`, n big-endian sizes, then the bytes.
///
/// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", section "The IDX file format".
public struct IDXFile: Equatable, Sendable {
  /// Sizes, the first counting examples.
  public let dimensions: [Int]
  /// `product(dimensions)` bytes.
  public let bytes: [UInt8]

  /// Reads a file, packed by gzip or not.
  ///
  /// The header is checked before memory is taken for the content: a packed file is unpacked to the
  /// size its header says and no further.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - maximumBytes: Content beyond this is refused; 4 GB unless told otherwise.
  /// - Throws: `DataError` naming the file, what is wrong with it and at which byte.
  public init(path: String, maximumBytes: Int = 4_000_000_000) throws(DataError) {
    do {
      let file = try FileBytes.read(FileName(path), maximumBytes: maximumBytes)
      try self.init(file, maximumBytes: maximumBytes)
    } catch let error as ImageError {
      throw DataError(error.code == .unreadable ? .notFound : .damaged, "\(path): \(error.message)")
    } catch {
      throw DataError(.damaged, "\(path): \(error)")
    }
  }

  /// Returns the dimensions that the header of a file says.
  ///
  /// - Throws: `DataError` naming the file.
  static func dimensions(path: String, maximumBytes: Int) throws(DataError) -> [Int] {
    do {
      let file = try FileBytes.read(FileName(path), maximumBytes: maximumBytes)
      return try dimensions(of: start(of: file))
    } catch let error as ImageError {
      throw DataError(error.code == .unreadable ? .notFound : .damaged, "\(path): \(error.message)")
    } catch {
      throw DataError(.damaged, "\(path): \(error)")
    }
  }

  private static func start(of file: [UInt8]) throws -> [UInt8] {
    let longestHeader = 4 + 4 * maximumDimensions
    return Gzip.isGzip(file)
      ? try Gzip.unpack(file, maximumBytes: longestHeader).bytes
      : Array(file.prefix(longestHeader))
  }

  /// Reads the content of a file.
  ///
  /// - Parameters:
  ///   - file: The whole file, packed by gzip or not.
  ///   - maximumBytes: Content beyond this is refused.
  /// - Throws: `DataError` or `ImageError` without the file's name.
  package init(_ file: [UInt8], maximumBytes: Int = 4_000_000_000) throws {
    let isPacked = Gzip.isGzip(file)
    let dimensions = try Self.dimensions(of: Self.start(of: file))
    let header = 4 + 4 * dimensions.count
    let size = try Self.size(of: dimensions, atMost: min(maximumBytes, Int.max - header - 1))
    // Deflate packs at most 1032 : 1.
    if isPacked && size / 1032 > file.count {
      throw DataError(.damaged, "the header says \(size) bytes, more than the file can hold")
    }
    var (content, count) = try Self.content(of: file, expecting: header + size)
    guard count == header + size else {
      let found = count > header + size ? "more" : "\(max(0, count - header))"
      throw DataError(
        .damaged,
        "the header says \(dimensions.map(String.init).joined(separator: " x ")) = \(size) bytes, "
          + "and there are \(found)"
      )
    }
    self.dimensions = dimensions
    content.removeFirst(header)
    bytes = content
  }

  private static let maximumDimensions = 4

  /// What holds more is counted before it is unpacked, so that refusing it takes no memory.
  private static let largestUncounted = 1 << 28

  /// Returns the bytes of a file and their count; of a wrong count at most one byte too many.
  private static func content(
    of file: [UInt8],
    expecting count: Int
  ) throws(ImageError) -> (bytes: [UInt8], count: Int) {
    guard Gzip.isGzip(file) else { return (file, file.count) }
    if count > largestUncounted {
      let counted = try Gzip.size(of: file, limit: count + 1).bytes
      if counted != count { return ([], counted) }
    }
    let bytes = try Gzip.unpack(file, maximumBytes: count + 1).bytes
    return (bytes, bytes.count)
  }

  private static func dimensions(of start: [UInt8]) throws(DataError) -> [Int] {
    guard start.count >= 4 else {
      throw DataError(.damaged, "\(start.count) bytes, too short for an IDX header of at least 8")
    }
    guard start[0] == 0, start[1] == 0 else {
      throw DataError(.damaged, "no IDX file: it must begin with two zero bytes")
    }
    guard start[2] == 8 else {
      throw DataError(
        .damaged,
        "elements of type \(start[2]) at byte 2; only unsigned bytes (8) hold pictures and labels"
      )
    }
    let count = Int(start[3])
    guard (1...maximumDimensions).contains(count) else {
      throw DataError(
        .damaged,
        "\(count) dimensions at byte 3; 1 to \(maximumDimensions) make sense"
      )
    }
    guard start.count >= 4 + 4 * count else {
      throw DataError(.damaged, "the file ends inside its header")
    }
    return (0..<count).map { index in
      start[(4 + 4 * index)..<(8 + 4 * index)].reduce(0) { $0 << 8 | Int($1) }
    }
  }

  private static func size(of dimensions: [Int], atMost limit: Int) throws(DataError) -> Int {
    var size = 1
    for dimension in dimensions {
      let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
      guard !overflow, product <= limit else {
        throw DataError(
          .damaged,
          "the header says \(dimensions.map(String.init).joined(separator: " x ")) bytes, and the "
            + "limit is \(limit)"
        )
      }
      size = product
    }
    guard size > 0 else { throw DataError(.damaged, "a dimension is 0: the file holds nothing") }
    return size
  }
}
