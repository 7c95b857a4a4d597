// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleDataSamples
import SaddleEvaluation
import SaddleImage
import SaddleRuns
import SaddleRunsSamples
import SaddleText

/// Arrays, archives and tensors: whole ones, and such whose frame is right around wrong content.
enum ArchiveSamples {
  static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  // MARK: - .npy

  static let arrays: [[UInt8]] = [
    NumpyArray(shape: [2, 3], values: [1, 2, 3, 4, 5, 6]).bytes,
    Array(NumpyArray(shape: [2, 2], floats: [1, 2, 3, 4]).file),
    Array(NumpyArray(shape: [4], bytes: [1, 2, 3, 4]).file),
    NumpyArray(text: "saddle").bytes,
    NumpyArray(shape: [], values: [5]).bytes,
  ]

  /// An array whose header has the length that it says, and may say anything.
  @Sendable static func array(_ random: inout SplitMix64) -> [UInt8] {
    let kinds = ["<f8", "<f4", "<i8", "<i4", "|u1", "<U6", ">f8", "|O", "<c16"]
    let sizes = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      [0, 1, 2, 3, 1 << 31, 1 << 62, Int.max].randomElement(using: &random) ?? 1
    }
    let order = Bool.random(using: &random) ? "True" : "False"
    let kind = kinds.randomElement(using: &random) ?? "<f8"
    var header = Array(
      "{'descr': '\(kind)', 'fortran_order': \(order), 'shape': (\(sizes.map { "\($0)," }.joined())), }\n"
        .utf8
    )
    if Int.random(in: 0..<3, using: &random) == 0 {
      header = Mutator.mutate(header, with: arrays[0], using: &random, limit: 400)
    }
    let version = UInt8.random(in: 1...3, using: &random)
    let data = [UInt8](repeating: 63, count: Int.random(in: 0...64, using: &random))
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + little(header.count, version == 1 ? 2 : 4)
      + header + data
  }

  // MARK: - zip

  static let statistics: [UInt8] = zip([
    ("mu.npy", NumpyArray(shape: [2], values: [1, 2]).bytes),
    ("sigma.npy", NumpyArray(shape: [2, 2], values: [1, 0, 0, 1]).bytes),
    ("name.npy", NumpyArray(text: "n").bytes), ("count.npy", arrays[4]),
  ])

  static let features: [UInt8] = zip([
    ("real.npy", NumpyArray(shape: [2, 2], values: [1, 2, 3, 4]).bytes),
    ("fake.npy", NumpyArray(shape: [2, 2], values: [1, 2, 3, 4]).bytes),
  ])

  /// An archive with right checksums around what may be anything.
  @Sendable static func archive(_ random: inout SplitMix64) -> [UInt8] {
    let names = [
      "mu.npy", "sigma.npy", "real.npy", "fake.npy", "count.npy", "name.npy", "hash.npy",
    ]
    let members = names.map { name in
      let content =
        Bool.random(using: &random)
        ? array(&random) : arrays.randomElement(using: &random) ?? []
      return (name, content)
    }
    return zip(members, isPacked: Bool.random(using: &random))
  }

  /// An archive of stored or deflated members.
  static func zip(_ members: [(String, [UInt8])], isPacked: Bool = true) -> [UInt8] {
    guard isPacked else { return ZipArchive.write(members.map { (name: $0.0, content: $0.1) }) }
    var result: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in members {
      let packed = Gzip.deflate(content)
      let common =
        little(20, 2) + little(0, 2) + little(8, 2) + little(0, 4)
        + little(Int(Gzip.checksum(content)), 4) + little(packed.count, 4)
        + little(content.count, 4) + little(name.utf8.count, 2) + little(0, 2)
      directory +=
        little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 10) + little(result.count, 4)
        + Array(name.utf8)
      result += little(0x0403_4B50, 4) + common + Array(name.utf8) + packed
    }
    let start = result.count
    let count = little(members.count, 2)
    return result + directory + little(0x0605_4B50, 4) + little(0, 4) + count + count
      + little(directory.count, 4) + little(start, 4) + little(0, 2)
  }

  // MARK: - safetensors

  /// Headers, and bytes of data behind them: the real side of an evaluation, and other types.
  private static let headers: [(text: [UInt8], data: Int)] = [
    (
      #"{"__metadata__":{"name":"n","hash":"h","count":"2","crc32c":"00000000"},"#
        + #""features":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"#
        + #""mean":{"dtype":"F64","shape":[2],"data_offsets":[16,32]},"#
        + #""covariance":{"dtype":"F64","shape":[2,2],"data_offsets":[32,64]}}"#,
      64
    ),
    (
      #"{"a":{"dtype":"BF16","shape":[1,3],"data_offsets":[0,6]},"b":{"dtype":"BOOL","shape":[],"#
        + #""data_offsets":[6,7]}}"#,
      7
    ),
  ].map { (Array($0.0.utf8), $0.1) }

  static let tensors = headers.map { frame($0.text, data: $0.data) }

  /// Header and zeros; with their checksum, where the header leaves a place for it.
  private static func frame(_ header: [UInt8], data: Int) -> [UInt8] {
    var file = little(header.count, 8) + header + [UInt8](repeating: 0, count: data)
    if let place = file.firstRange(of: Array("00000000".utf8)) {
      let digits = String(file.withUnsafeBytes { Checksum.crc32c($0) }, radix: 16)
      file.replaceSubrange(place.suffix(digits.utf8.count), with: Array(digits.utf8))
    }
    return file
  }

  /// A file whose header has the length that it says, and may say anything.
  @Sendable static func tensorFile(_ random: inout SplitMix64) -> [UInt8] {
    let seed = headers[Int.random(in: 0...1, using: &random)]
    let header = Mutator.mutate(seed.text, with: headers[0].text, using: &random, limit: 800)
    return frame(header, data: Bool.random(using: &random) ? seed.data : 16)
  }
}
