// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch
import Testing

@testable import SaddleEvaluation

@Suite struct ReferenceFileTests {
  private func reference() throws -> Evaluator.Reference {
    var set = SampleSet(count: 3)
    set.features = try Features(Tensor([1, 2, 3, 4, 5, 6] as [Double], shape: [3, 2]))
    return Evaluator.Reference(set: set, name: "\"crc32c\":\"photos\"", hash: "abc")
  }

  @Test func comesBackAsItWas() throws {
    let read = try ReferenceFile.decode(ReferenceFile.encode(reference()))
    #expect(read.name == "\"crc32c\":\"photos\"" && read.hash == "abc" && read.set.count == 3)
    #expect(try read.set.features?.matrix.array(of: Double.self) == [1, 2, 3, 4, 5, 6])
  }

  /// Without its checksum a feature of 3 could come back as 3.5.
  @Test func everyFlippedBitIsNoticed() throws {
    let whole = try ReferenceFile.encode(reference())
    for position in whole.indices {
      var flipped = whole
      flipped[position] ^= UInt8(1 << (position % 8))
      #expect(throws: (any Error).self, "byte \(position)") { try ReferenceFile.decode(flipped) }
    }
    for length in 0..<whole.count {
      #expect(throws: (any Error).self) { try ReferenceFile.decode(whole.prefix(length)) }
    }
  }
}
