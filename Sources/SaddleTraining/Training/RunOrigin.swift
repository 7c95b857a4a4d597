// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns

/// What a run takes over from the one that was ended for it: `origin.json`.
struct RunOrigin: Codable {
  /// The run that was ended.
  var parent: String
  /// What ended it, and its ancestors.
  var interventions: [Intervention]

  /// Reads it; nil where a run is nobody's successor.
  init?(of run: RunDirectory) {
    guard let data = try? RegularFile.read(run.origin, limit: 16 << 20),
      let known = try? JSONDecoder().decode(Self.self, from: data)
    else { return nil }
    self = known
  }

  init(parent: String, interventions: [Intervention]) {
    self.parent = parent
    self.interventions = interventions
  }

  func write(to run: RunDirectory) throws {
    try AtomicFile.write(JSONEncoder.stable(isPretty: true).encode(self), to: run.origin)
  }
}
