// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleData
import SaddleImage
public import SaddleRunsSamples
import SaddleText

extension FuzzTarget {
  /// What data sets are read from.
  public static let data: [FuzzTarget] = [
    FuzzTarget("png", isBinary: true, seeds: PictureSamples.pngs, craft: PictureSamples.png) {
      try picture($0)
    },
    FuzzTarget("jpeg", isBinary: true, seeds: PictureSamples.jpegs) { try picture($0) },
    FuzzTarget("gz", isBinary: true, seeds: packedSeeds, craft: packed) { try unpack($0) },
    FuzzTarget("idx", isBinary: true, seeds: idxSeeds, craft: idx) { try labels($0) },
    FuzzTarget("font", isBinary: true, seeds: [FontSamples.small]) { input in
      guard let font = try? FontReader(input) else { return }
      for glyph in font.glyphs where font.png(of: glyph).count > input.count {
        throw BrokenPromise("a picture larger than its font")
      }
    },
    json("data-manifest.json", DataManifest.self, seeds: manifestSeeds, decode: manifest) { set in
      _ = try? set.encoded()
    },
  ]

  /// What a file says is unpacked, or refused, below this many pixels.
  private static let limits = ImageLimits(maximumPixels: 1 << 20)

  private static func picture(_ input: [UInt8]) throws {
    guard let image = try? ImageDecoder.decode(input, limits: limits) else { return }
    guard image.pixels.count == image.width * image.height * image.channels,
      image.width > 0, image.height > 0, image.width * image.height <= limits.maximumPixels
    else { throw BrokenPromise("a picture of another size than it says") }
  }

  // MARK: - gzip

  private static let packedSeeds = [[], Array("saddle".utf8), PictureSamples.gradient(20, 20, 1)]
    .compactMap { try? Gzip.pack($0) }

  @Sendable private static func packed(_ random: inout SplitMix64) -> [UInt8] {
    let content = PictureSamples.gradient(Int.random(in: 0...300, using: &random), 1, 1)
    let whole = (try? Gzip.pack(Mutator.mutate(content, with: content, using: &random))) ?? []
    return Bool.random(using: &random) ? whole : whole + packedSeeds[1]
  }

  /// Counting and unpacking agree, and neither goes beyond what it may.
  private static func unpack(_ input: [UInt8]) throws {
    let limit = 1 << 16
    let size = try? Gzip.size(of: input, limit: limit)
    let unpacked = try? Gzip.unpack(input, maximumBytes: limit)
    guard unpacked?.bytes.count ?? 0 <= limit else { throw BrokenPromise("more than was allowed") }
    if let size, let unpacked, size.isWhole, unpacked.isWhole, size.bytes != unpacked.bytes.count {
      throw BrokenPromise("\(size.bytes) bytes counted, \(unpacked.bytes.count) unpacked")
    }
  }

  // MARK: - IDX

  private static let idxSeeds: [[UInt8]] = {
    let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 5, 1, 2, 3, 4, 5]
    let pictures =
      [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4] + PictureSamples.gradient(6, 4, 1)
    return [labels, pictures, (try? Gzip.pack(labels)) ?? [], (try? Gzip.pack(pictures)) ?? []]
  }()

  @Sendable private static func idx(_ random: inout SplitMix64) -> [UInt8] {
    let changed = Mutator.mutate(
      idxSeeds[Int.random(in: 0...1, using: &random)],
      with: idxSeeds[1],
      using: &random
    )
    return Bool.random(using: &random) ? changed : (try? Gzip.pack(changed)) ?? []
  }

  private static func labels(_ input: [UInt8]) throws {
    guard let file = try? IDXFile(input, maximumBytes: 1 << 20) else { return }
    guard file.dimensions.reduce(1, *) == file.bytes.count else {
      throw BrokenPromise("\(file.dimensions) with \(file.bytes.count) bytes")
    }
  }

  // MARK: - The manifest of a set

  @Sendable private static func manifest(_ bytes: [UInt8]) throws -> DataManifest {
    try JSONDecoder().decode(DataManifest.self, from: Data(bytes))
  }

  private static let manifestSeeds = [
    """
    {"version":1,"name":"emoji","licence":"x","packages":[{"name":"a","version":"1","sha256":"b"}],\
    "size":64,"channels":3,"background":"#ffffff","trainingCount":10,"testCount":2,\
    "splitRule":"r","groupCount":3,"classes":{"a":1},"contentChecksum":"0f","skipped":[]}
    """
  ]
}
