// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A safetensors file that can't be read or written.
public struct SafeTensorsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What sort of failure it is.
  public enum Code: String, Sendable {
    /// The file can't be opened, read or written.
    case file
    /// The file is shorter or longer than its header says.
    case truncated
    /// The header isn't what the format demands.
    case header
    /// The header asks for something that isn't supported, such as a data type.
    case unsupported
    /// A tensor couldn't be made or read.
    case tensor
  }

  /// What sort of failure it is.
  public var code: Code
  /// What is wrong.
  public var detail: String
  /// The file; nil for data in memory.
  public var path: String?

  init(_ code: Code, _ detail: String, path: String? = nil) {
    self.code = code
    self.detail = detail
    self.path = path
  }

  /// File and detail, as in `model.safetensors: 'weight' is there twice`.
  public var description: String { (path.map { $0 + ": " } ?? "") + detail }
}

/// The safetensors format, both ways.
///
/// Reading runs no code and trusts nothing.
///
/// - Source: huggingface/safetensors, README, format; checked as strictly as its 0.8, and duplicate
///   names are refused too.
public enum SafeTensors {
  /// What a file holds.
  public struct Contents {
    /// The tensors, in the order of their bytes.
    public var tensors: StateDictionary
    /// The text under `__metadata__`.
    public var metadata: [String: String]
  }

  // MARK: - Reading

  /// Reads a regular file, one tensor after the other.
  ///
  /// - Throws: `SafeTensorsError` with the file's path.
  public static func read(_ url: URL, device: Device = .cpu) throws(SafeTensorsError) -> Contents {
    do throws(SafeTensorsError) {
      let file = try attempt(.file) { try FileHandle(regularFileAt: url) }
      defer { try? file.close() }
      let size = try attempt(.file) {
        let end = try file.seekToEnd()
        try file.seek(toOffset: 0)
        return end
      }
      return try read(size: Int(clamping: size), device: device) {
        (count) throws(SafeTensorsError) in
        let data = try attempt(.file) { try file.read(upToCount: count) } ?? Data()
        guard data.count == count else {
          throw SafeTensorsError(.truncated, "the file ends \(count - data.count) bytes early")
        }
        return data
      }
    } catch {
      throw SafeTensorsError(error.code, error.detail, path: url.path)
    }
  }

  /// Reads the bytes of a file.
  ///
  /// - Throws: `SafeTensorsError` without a path.
  public static func decode(
    _ data: Data,
    device: Device = .cpu
  ) throws(SafeTensorsError) -> Contents {
    var rest = data
    return try read(size: data.count, device: device) { (count) throws(SafeTensorsError) in
      let part = rest.prefix(count)
      guard part.count == count else { throw SafeTensorsError(.truncated, "the data end early") }
      rest = rest.dropFirst(count)
      return Data(part)
    }
  }

  private static func read(
    size: Int,
    device: Device,
    _ take: (Int) throws(SafeTensorsError) -> Data
  ) throws(SafeTensorsError) -> Contents {
    guard size >= 8 else { throw SafeTensorsError(.truncated, "\(size) bytes are no file") }
    let length = try take(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(SafeTensorsHeader.sizeLimit) else {
      throw SafeTensorsError(.header, "a header of \(length) bytes is above the limit of 100 MB")
    }
    guard Int(length) <= size - 8 else {
      throw SafeTensorsError(.truncated, "a header of \(length) bytes in \(size) bytes")
    }
    let json = [UInt8](try take(Int(length)))
    guard json.first == UInt8(ascii: "{") else {
      throw SafeTensorsError(.header, "the header doesn't begin with '{'")
    }
    let header = try SafeTensorsHeader(json: json, dataSize: size - 8 - Int(length))
    var tensors = StateDictionary()
    for entry in header.entries {
      let bytes = try take(entry.range.count)
      if entry.dtype == .bool, bytes.contains(where: { $0 > 1 }) {
        throw SafeTensorsError(.header, "'\(entry.name)' holds truth values above 1")
      }
      tensors[entry.name] = try attempt(.tensor) {
        try Tensor(bytes: bytes, shape: entry.shape, dtype: entry.dtype, device: device)
      }
    }
    return Contents(tensors: tensors, metadata: header.metadata)
  }

  // MARK: - Writing

  /// Returns tensors and text as the bytes of a file.
  ///
  /// - Throws: `SafeTensorsError` of code `.tensor` where a tensor can't be read, `.unsupported` for
  ///   a header above 100 MB.
  public static func encode(
    _ tensors: StateDictionary,
    metadata: [String: String] = [:]
  ) throws(SafeTensorsError) -> Data {
    var data = Data()
    try write(tensors, metadata: metadata) { data.append($0) }
    return data
  }

  /// Writes a file part by part, so that tensors aren't all held twice.
  ///
  /// - Parameters:
  ///   - tensors: What to write.
  ///   - metadata: Text for `__metadata__`.
  ///   - sink: Takes the parts in order. For an atomic write it writes to a temporary file, which
  ///     its owner then syncs and renames.
  /// - Throws: `SafeTensorsError`, of code `.file` for what `sink` throws.
  public static func write(
    _ tensors: StateDictionary,
    metadata: [String: String] = [:],
    to sink: (Data) throws -> Void
  ) throws(SafeTensorsError) {
    let (header, order) = try layout(tensors, metadata)
    let json = header.encoded()
    guard json.count <= SafeTensorsHeader.sizeLimit else {
      throw SafeTensorsError(.unsupported, "the header would be larger than 100 MB")
    }
    let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
    try attempt(.file) { try sink(length + Data(json)) }
    for tensor in order {
      let bytes = try attempt(.tensor) { try tensor.bytes() }
      try attempt(.file) { try sink(Data(bytes)) }
    }
  }

  /// Larger elements first, so that every tensor is aligned, else in order.
  private static func layout(
    _ tensors: StateDictionary,
    _ metadata: [String: String]
  ) throws(SafeTensorsError) -> (SafeTensorsHeader, [Tensor]) {
    var entries: [(entry: SafeTensorsHeader.Entry, tensor: Tensor)] = []
    for (name, tensor) in tensors.entries {
      guard name != "__metadata__" else {
        throw SafeTensorsError(.unsupported, "'__metadata__' can't name a tensor")
      }
      let (dtype, shape) = try attempt(.tensor) { (try tensor.dtype, try tensor.shape) }
      let size = shape.reduce(dtype.size, *)
      entries.append((.init(name: name, dtype: dtype, shape: shape, range: 0..<size), tensor))
    }
    let ordered = entries.enumerated().sorted {
      let (a, b) = ($0.element.entry.dtype.size, $1.element.entry.dtype.size)
      return (-a, $0.offset) < (-b, $1.offset)
    }.map(\.element)
    var header = SafeTensorsHeader([], metadata: metadata)
    var offset = 0
    for (entry, _) in ordered {
      var placed = entry
      placed.range = offset..<(offset + entry.range.count)
      offset = placed.range.upperBound
      header.entries.append(placed)
    }
    return (header, ordered.map(\.tensor))
  }

  /// Turns any error into this format's.
  private static func attempt<Result>(
    _ code: SafeTensorsError.Code,
    _ body: () throws -> Result
  ) throws(SafeTensorsError) -> Result {
    do {
      return try body()
    } catch let error as SafeTensorsError {
      throw error
    } catch {
      throw SafeTensorsError(code, "\(error)")
    }
  }
}
