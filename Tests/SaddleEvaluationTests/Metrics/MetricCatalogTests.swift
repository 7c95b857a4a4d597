// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleEvaluation

@Suite struct MetricCatalogTests {
  @Test func namesAreUniqueAndComplete() {
    let ids = MetricCatalog.builtIn.ids
    #expect(Set(ids).count == ids.count)
    for metric in MetricCatalog.builtIn.metrics {
      let info = type(of: metric).info
      #expect(!info.summary.isEmpty && !info.bias.isEmpty && !info.source.isEmpty)
    }
  }

  @Test func aMisspeltNameGetsTheNearestOne() {
    let error = #expect(throws: EvaluationError.self) {
      try MetricCatalog.builtIn.metric("recal")
    }
    #expect(error?.message.contains("did you mean 'recall'") == true)
    #expect(error?.message.contains("fid-infinity") == true)
  }

  /// A metric whose file isn't in the list can't be asked for.
  @Test func everyMetricOfTheFolderIsInTheList() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/SaddleEvaluation/Metrics")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder,
      includingPropertiesForKeys: nil
    )
    var found: Set<String> = []
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: #/public struct (\w+): Metric /#) { found.insert("\(match.1)") }
    }
    let listed = Set(MetricCatalog.builtIn.metrics.map { "\(type(of: $0))" })
    #expect(found == listed)
  }
}
