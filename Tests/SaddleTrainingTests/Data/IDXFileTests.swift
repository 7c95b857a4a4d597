// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleImage
import SaddleTesting
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct IDXFileTests {
  static func idx(_ dimensions: [Int], type: UInt8 = 8, content: [UInt8]) -> [UInt8] {
    [0, 0, type, UInt8(dimensions.count)]
      + dimensions.flatMap { size in
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) }
      } + content
  }

  @Test func plainAndPackedAreTheSame() throws {
    let file = Self.idx([2, 1, 3], content: [1, 2, 3, 4, 5, 6])
    let plain = try IDXFile(file)
    #expect(plain.dimensions == [2, 1, 3])
    #expect(plain.bytes == [1, 2, 3, 4, 5, 6])
    #expect(try IDXFile(Gzip.pack(file)) == plain)
    // Two gzip members one after the other are one stream.
    let halves = try Gzip.pack(Array(file.prefix(9))) + Gzip.pack(Array(file.dropFirst(9)))
    #expect(try IDXFile(halves) == plain)
  }

  @Test(
    arguments: [
      ("empty", [], "too short"),
      ("header cut", [0, 0, 8, 3, 0, 0], "inside its header"),
      ("no zeros", [1, 0, 8, 1, 0, 0, 0, 1, 9], "two zero bytes"),
      ("floats", [0, 0, 13, 1, 0, 0, 0, 1, 9], "type 13"),
      ("no dimension", [0, 0, 8, 0, 9], "0 dimensions"),
      ("255 dimensions", [0, 0, 8, 255, 9], "255 dimensions"),
      ("zero size", [0, 0, 8, 1, 0, 0, 0, 0], "0"),
      ("one byte short", [0, 0, 8, 1, 0, 0, 0, 3, 1, 2], "there are 2"),
      ("one byte long", [0, 0, 8, 1, 0, 0, 0, 1, 1, 2], "more"),
      ("four gigabytes", [0, 0, 8, 1, 255, 255, 255, 255, 1], "limit"),
      (
        "overflow",
        [0, 0, 8, 4] + [UInt8](repeating: 255, count: 16), "limit"
      ),
    ] as [(String, [UInt8], String)]
  )
  func hostileHeadersAreRefused(name: String, file: [UInt8], cause: String) throws {
    let error = #expect(throws: DataError.self) { _ = try IDXFile(file) }
    #expect(error?.message.contains(cause) == true, "\(error?.message ?? name)")
    if !file.isEmpty { #expect(throws: (any Error).self) { _ = try IDXFile(Gzip.pack(file)) } }
  }

  @Test func aPackedBombIsUnpackedOnlyToItsHeadersSize() throws {
    let file = Self.idx([4], content: [UInt8](repeating: 0, count: 50_000_000))
    let packed = try Gzip.pack(file)
    #expect(packed.count < 100_000)
    #expect(throws: DataError.self) { _ = try IDXFile(packed) }
    let lie = try Gzip.pack(Self.idx([1_000_000_000], content: [1, 2]))
    let error = #expect(throws: DataError.self) { _ = try IDXFile(lie) }
    #expect(error?.message.contains("more than the file can hold") == true)
  }

  @Test func everyCutAndEveryFlippedByteOfAPackedFileIsNoticed() throws {
    let content = (0..<200).map { UInt8(truncatingIfNeeded: $0 * 37) }
    let packed = try Gzip.pack(Self.idx([200], content: content))
    for length in 0..<packed.count {
      #expect(throws: (any Error).self) { _ = try IDXFile(Array(packed.prefix(length))) }
    }
    // Bytes 4...9 are time, flags and system, which carry nothing.
    for place in packed.indices where !(4...9).contains(place) {
      var damaged = packed
      damaged[place] ^= 0x10
      let found = try? IDXFile(damaged)
      #expect(found == nil || found?.bytes == content, "byte \(place)")
    }
  }

  /// 1.5 GB of zeros in 1.5 MB, which say that they are 1,900,000 pictures: refused within 1 GB.
  @Test func aClaimThatIsUntrueTakesNoMemory() throws {
    let folder = try TemporaryFolder()
    let header = try Gzip.pack(Self.idx([1_900_000, 28, 28], content: []))
    let member = try Gzip.pack([UInt8](repeating: 0, count: 15_000_000))
    let whole = Data(header) + (0..<100).reduce(into: Data()) { data, _ in data += member }
    try whole.write(to: folder.url.appendingPathComponent("claim.gz"))
    let found = try Programs.shell(
      "ulimit -d 1000000; \"$SADDLE\" data show claim.gz",
      in: folder,
      program: "saddle-engine"
    )
    #expect(found.status == 1, "\(found.status): \(found.output)\(found.errors)")
    #expect(found.errors.contains("the header says 1900000 x 28 x 28"), "\(found.errors)")
  }

  @Test func aMissingFileIsNamed() {
    let error = #expect(throws: DataError.self) { _ = try IDXFile(path: "/nowhere/train.gz") }
    #expect(error?.code == .notFound)
    #expect(error?.message.contains("/nowhere/train.gz") == true)
  }

  @Test func mutatedFilesNeverCrash() throws {
    let plain = Self.idx([3, 2, 2], content: [UInt8](0..<12))
    let originals = [plain, try Gzip.pack(plain)]
    var random = RandomStream(seed: 11)
    for _ in 0..<3_000 {
      var file = originals[random.below(2)]
      for _ in 0...random.below(3) { file[random.below(file.count)] = UInt8(random.below(256)) }
      if random.below(4) == 0 { file.removeLast(random.below(file.count)) }
      if let array = try? IDXFile(file, maximumBytes: 1 << 20) {
        #expect(array.bytes.count == array.dimensions.reduce(1, *))
      }
    }
  }
}
