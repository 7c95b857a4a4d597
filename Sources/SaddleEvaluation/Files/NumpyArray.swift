// SPDX-License-Identifier: Apache-2.0

public import Foundation
package import SaddleTorch

/// An array of numpy's `.npy` format, versions 1 to 3: numbers, or one text.
public struct NumpyArray {
  let shape: [Int]
  let text: String?
  private let kind: String
  private let isColumnMajor: Bool
  private let data: Data

  /// Wraps numbers.
  package init(shape: [Int], values: [Double]) {
    self.init(shape: shape, kind: "<f8", data: values.withUnsafeBytes { Data($0) })
  }

  /// Wraps numbers (`float32`), the last dimension varying fastest.
  ///
  /// - Precondition: There are as many as the shape says.
  public init(shape: [Int], floats: [Float]) {
    precondition(floats.count == shape.reduce(1, *), "as many numbers as the shape says")
    self.init(shape: shape, kind: "<f4", data: floats.withUnsafeBytes { Data($0) })
  }

  /// Wraps bytes (`uint8`), the last dimension varying fastest.
  ///
  /// - Precondition: There are as many as the shape says.
  public init(shape: [Int], bytes: [UInt8]) {
    precondition(bytes.count == shape.reduce(1, *), "as many bytes as the shape says")
    self.init(shape: shape, kind: "|u1", data: Data(bytes))
  }

  private init(shape: [Int], kind: String, data: Data) {
    self.shape = shape
    text = nil
    self.kind = kind
    isColumnMajor = false
    self.data = data
  }

  /// Wraps a text.
  package init(text: String) {
    shape = []
    self.text = text
    kind = "<U"
    isColumnMajor = false
    data = Data()
  }

  // MARK: - Reading

  /// Reads an array; the error's text says what is wrong.
  package init(_ bytes: [UInt8]) throws(EvaluationError) {
    guard bytes.count >= 12, bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw Self.damaged("no .npy array")
    }
    let isLong = bytes[6] >= 2
    let lengthBytes = isLong ? 4 : 2
    let start = 8 + lengthBytes
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard start + length <= bytes.count else { throw Self.damaged("a .npy header is cut off") }
    let header = String(decoding: bytes[start..<start + length], as: UTF8.self)
    guard let kind = Self.text(after: "'descr'", in: header),
      let sizes = Self.shape(in: header)
    else { throw Self.damaged("a .npy header without type or shape") }
    shape = sizes
    self.kind = kind
    isColumnMajor = header.contains("'fortran_order': True")
    data = Data(bytes[(start + length)...])
    text = kind.hasPrefix("<U") && sizes.isEmpty ? Self.decodeText([UInt8](data)) : nil
    if text == nil { try Self.check(data, kind: kind, shape: sizes) }
  }

  /// Types that are handled.
  private static let types: [String: DType] = [
    "<f8": .float64, "<f4": .float32, "<i8": .int64, "<i4": .int32, "|u1": .uint8,
  ]

  /// The numbers as a tensor of the array's shape and type.
  package func tensor() throws -> Tensor {
    guard let type = Self.types[kind] else {
      throw Self.damaged("an array of text, not of numbers")
    }
    let count = shape.reduce(1, *)
    let bytes = data.prefix(count * type.size)
    guard isColumnMajor else { return try Tensor(bytes: bytes, shape: shape, dtype: type) }
    var result = try Tensor(bytes: bytes, shape: shape.reversed(), dtype: type)
    for index in 0..<shape.count / 2 {
      result = try result.transposed(index, shape.count - 1 - index)
    }
    return try result.contiguous()
  }

  private static func damaged(_ what: String) -> EvaluationError { EvaluationError(.file, what) }

  private static func text(after key: String, in header: String) -> String? {
    guard let range = header.range(of: key) else { return nil }
    return header[range.upperBound...].split(separator: "'").dropFirst().first.map(String.init)
  }

  private static func shape(in header: String) -> [Int]? {
    guard let key = header.range(of: "'shape'"),
      let open = header[key.upperBound...].firstIndex(of: "("),
      let close = header[open...].firstIndex(of: ")")
    else { return nil }
    var sizes: [Int] = []
    for part in header[header.index(after: open)..<close].split(separator: ",") {
      let digits = part.trimmingCharacters(in: .whitespaces)
      if digits.isEmpty { continue }
      guard let size = Int(digits), size >= 0 else { return nil }
      sizes.append(size)
    }
    return sizes
  }

  private static func check(
    _ data: Data,
    kind: String,
    shape: [Int]
  ) throws(EvaluationError) {
    guard let type = types[kind] else {
      throw damaged("a .npy array of type \(kind); float64 and float32 are handled")
    }
    var count = 1
    for side in shape {
      let (next, overflow) = count.multipliedReportingOverflow(by: side)
      guard !overflow else { throw damaged("a .npy array of the shape \(shape)") }
      count = next
    }
    guard count <= data.count / type.size else { throw damaged("a .npy array is cut off") }
  }

  private static func decodeText(_ data: [UInt8]) -> String {
    var scalars = String.UnicodeScalarView()
    for start in stride(from: 0, to: data.count - 3, by: 4) {
      let code = (0..<4).reduce(UInt32(0)) { $0 | UInt32(data[start + $1]) << (8 * $1) }
      if code != 0, let scalar = Unicode.Scalar(code) { scalars.append(scalar) }
    }
    return String(scalars)
  }

  // MARK: - Writing

  /// The array as a `.npy` file.
  public var file: Data { Data(bytes) }

  /// The array as a `.npy` file: `<U` with its length for a text.
  package var bytes: [UInt8] {
    let scalars = text.map { Array($0.unicodeScalars) }
    let kind = scalars.map { "<U\(max($0.count, 1))" } ?? self.kind
    let sizes = shape.map { "\($0)," }.joined(separator: " ")
    var header = "{'descr': '\(kind)', 'fortran_order': False, 'shape': (\(sizes)), }"
    let padding = 64 - (10 + header.utf8.count + 1) % 64
    header += String(repeating: " ", count: padding % 64) + "\n"
    var result: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    result += [UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)]
    result += Array(header.utf8)
    if let scalars {
      for scalar in scalars.isEmpty ? [Unicode.Scalar(0)] : scalars {
        result += (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * $0)) }
      }
    } else {
      result += data
    }
    return result
  }
}
