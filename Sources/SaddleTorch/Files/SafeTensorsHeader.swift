// SPDX-License-Identifier: Apache-2.0

/// The header of a safetensors file: where each tensor's bytes lie.
struct SafeTensorsHeader: Equatable {
  struct Entry: Equatable {
    var name: String
    var dtype: DType
    var shape: [Int]
    /// Bytes from the end of the header on.
    var range: Range<Int>
  }

  /// In the order of their bytes.
  var entries: [Entry] = []
  var metadata: [String: String] = [:]

  /// Largest header that is read, as in the reference implementation.
  static let sizeLimit = 100_000_000

  /// Reads and checks a header for `dataSize` bytes of tensors.
  init(json: [UInt8], dataSize: Int) throws(SafeTensorsError) {
    var scanner = HeaderScanner(json)
    var names: Set<String> = []
    try scanner.object { (scanner, name) throws(SafeTensorsError) in
      guard names.insert(name).inserted else {
        throw SafeTensorsError(.header, "'\(name)' is there twice")
      }
      if name == "__metadata__" {
        try self.metadata = Self.metadata(&scanner)
      } else {
        try self.entries.append(Self.entry(&scanner, name))
      }
    }
    try scanner.end()
    try checkRanges(dataSize)
  }

  init(_ entries: [Entry], metadata: [String: String]) {
    self.entries = entries
    self.metadata = metadata
  }

  private static func metadata(
    _ scanner: inout HeaderScanner
  ) throws(SafeTensorsError) -> [String: String] {
    var result: [String: String] = [:]
    try scanner.object { (scanner, key) throws(SafeTensorsError) in
      guard result[key] == nil else {
        throw SafeTensorsError(.header, "metadata '\(key)' is there twice")
      }
      result[key] = try scanner.string()
    }
    return result
  }

  private static func entry(
    _ scanner: inout HeaderScanner,
    _ name: String
  ) throws(SafeTensorsError) -> Entry {
    var dtype: DType?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.object { (scanner, key) throws(SafeTensorsError) in
      switch key {
      case "dtype" where dtype == nil:
        let code = try scanner.string()
        guard let known = DType(safeTensors: code) else {
          throw SafeTensorsError(.unsupported, "'\(name)' is of type '\(code)'")
        }
        dtype = known
      case "shape" where shape == nil: shape = try scanner.integers()
      case "data_offsets" where offsets == nil: offsets = try scanner.integers()
      default: throw SafeTensorsError(.header, "'\(name)' has an unexpected or second '\(key)'")
      }
    }
    guard let dtype, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw SafeTensorsError(.header, "'\(name)' lacks dtype, shape or valid data_offsets")
    }
    var size = dtype.size
    for dimension in shape {
      let (next, overflow) = size.multipliedReportingOverflow(by: dimension)
      guard !overflow else { throw SafeTensorsError(.header, "'\(name)' is too large: \(shape)") }
      size = next
    }
    guard size == offsets[1] - offsets[0] else {
      throw SafeTensorsError(
        .header,
        "'\(name)' has \(offsets[1] - offsets[0]) bytes where \(dtype) \(shape) needs \(size)"
      )
    }
    return Entry(name: name, dtype: dtype, shape: shape, range: offsets[0]..<offsets[1])
  }

  /// Tensors must follow each other without gap or overlap and fill the file.
  private mutating func checkRanges(_ dataSize: Int) throws(SafeTensorsError) {
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = 0
    for entry in entries {
      guard entry.range.lowerBound == end else {
        throw SafeTensorsError(
          .header,
          "'\(entry.name)' begins at byte \(entry.range.lowerBound) where \(end) is due"
        )
      }
      end = entry.range.upperBound
    }
    guard end == dataSize else {
      throw SafeTensorsError(
        .truncated,
        "tensors take \(end) bytes, the file has \(dataSize) after its header"
      )
    }
  }

  /// The header as JSON, padded with spaces to a multiple of 8 bytes.
  func encoded() -> [UInt8] {
    var parts: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0)):\(quoted($1))" }
      parts.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    for entry in entries {
      let shape = entry.shape.map(String.init).joined(separator: ",")
      let offsets = "\(entry.range.lowerBound),\(entry.range.upperBound)"
      parts.append(
        "\(quoted(entry.name)):{\"dtype\":\"\(entry.dtype.safeTensors)\","
          + "\"shape\":[\(shape)],\"data_offsets\":[\(offsets)]}"
      )
    }
    var bytes = Array("{\(parts.joined(separator: ","))}".utf8)
    while bytes.count % 8 != 0 { bytes.append(UInt8(ascii: " ")) }
    return bytes
  }
}

private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

extension DType {
  /// The name in a safetensors header.
  var safeTensors: String {
    switch self {
    case .bool: "BOOL"
    case .uint8: "U8"
    case .int8: "I8"
    case .int16: "I16"
    case .int32: "I32"
    case .int64: "I64"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .float32: "F32"
    case .float64: "F64"
    }
  }

  init?(safeTensors name: String) {
    guard let match = Self.allCases.first(where: { $0.safeTensors == name }) else { return nil }
    self = match
  }
}
