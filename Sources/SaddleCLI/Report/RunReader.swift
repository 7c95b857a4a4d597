// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleDashboard
import SaddleHealth

/// Reads runs and diagnoses them.
struct RunReader {
  /// What the user declared of the runs.
  var context = RunContext()

  /// Reads everything that a path names.
  ///
  /// - Throws: `RunReader.Failure` with one line that names the file.
  func reports(_ path: String) throws -> [RunReport] {
    var monitor = HealthMonitor(context: context)
    var trace = RunTrace()
    try Self.provisional(path) { observation in
      trace.add(observation)
      _ = monitor.observe(observation)
    }
    guard trace.firstStep != nil else { throw Failure("\(path): no observations in it") }
    return [
      RunReport(
        name: path,
        path: path,
        source: "JSON lines",
        diagnosis: monitor.diagnosis(),
        trace: trace
      )
    ]
  }

  /// An error of one line.
  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  private static let names: [String: Signal] = [
    "loss_d": .lossDiscriminator, "loss_g": .lossGenerator, "d_real": .scoresReal,
    "d_fake": .scoresFake, "acc_real": .accuracyReal, "acc_fake": .accuracyFake,
    "grad_norm_g": .gradientNormGenerator, "grad_norm_d": .gradientNormDiscriminator,
    "penalty": .penalty, "spread_real": .diversityReal, "spread_fake": .diversityFake,
  ]

  private static func provisional(_ path: String, _ take: (Observation) -> Void) throws {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw Failure("\(path): can't be read as text")
    }
    for line in text.split(separator: "\n") {
      let fixed = line.replacingOccurrences(of: "NaN", with: "null")
      guard
        let object = try? JSONSerialization.jsonObject(with: Data(fixed.utf8)) as? [String: Any],
        let step = object["step"] as? Int
      else { continue }
      var observation = Observation(step: step)
      for (name, value) in object {
        guard let signal = names[name] else { continue }
        if let number = value as? Double { observation[signal] = number }
        if value is NSNull { observation[signal] = .nan }
      }
      take(observation)
    }
  }
}
