// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleReport
import SaddleRuns

/// The output of `--json`.
enum ReportJSON {
  /// Returns one object for one run, an array for several; see `Documentation/diagnosis-json.md`.
  ///
  /// - Throws: what the encoder throws.
  static func text(_ reports: [RunReport]) throws -> String {
    let encoder = JSONEncoder.stable(isPretty: true)
    let data =
      if reports.count == 1, let only = reports.first {
        try encoder.encode(only)
      } else {
        try encoder.encode(reports)
      }
    return String(decoding: data, as: UTF8.self)
  }
}
