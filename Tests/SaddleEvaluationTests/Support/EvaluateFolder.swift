// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

@testable import SaddleEvaluation
@testable import SaddleImage

/// A suite that calls `saddle evaluate` in a folder of its own.
protocol EvaluateFolder {
  var folder: TemporaryFolder { get }
}

extension EvaluateFolder {
  /// Runs the command with arguments that have no spaces.
  func evaluate(_ arguments: String) throws -> Outcome {
    try Programs.run(
      Programs.folder.appending(path: "saddle-engine"),
      ["evaluate"] + arguments.split(separator: " ").map(String.init),
      in: folder.url,
      environment: ["OMP_NUM_THREADS": "1"]
    )
  }

  func write(_ bytes: [UInt8], _ path: String) throws {
    try folder.write("", to: path)
    try Data(bytes).write(to: folder.url.appending(path: path))
  }

  func pictures(_ name: String, count: Int = 6) throws {
    for index in 0..<count {
      try write(PictureBytes.image(20 + index, 16).encodePNG(), "\(name)/\(index).png")
    }
  }

  /// Ends with that status, one line naming the cause, and nothing on standard output.
  func expect(
    _ outcome: Outcome,
    _ status: Int32,
    says parts: String...,
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: location)
    #expect(outcome.output == "", sourceLocation: location)
    for part in parts {
      #expect(outcome.errors.contains(part), "\(outcome.errors)", sourceLocation: location)
    }
  }

  func counts(_ outcome: Outcome) throws -> [Int?] {
    let reports = try JSONDecoder().decode([EvaluationReport].self, from: Data(outcome.output.utf8))
    let fields = try #require(reports.first?.results.first?.protocolFields)
    return [fields.realCount, fields.fakeCount]
  }
}
