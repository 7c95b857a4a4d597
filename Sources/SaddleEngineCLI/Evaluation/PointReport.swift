// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleCLI
import SaddleRuns
import SaddleTerminal
import SaddleText
import SaddleTraining

/// Mode counts of runs on mixtures of normals, with the control rows that give them a meaning.
///
/// Uniform noise reaches every mode of the grid with 10,000 points: a table of mode counts without
/// it, and without the divergence that counts points off all modes, says nothing.
struct PointReport {
  /// One generator, or one control.
  struct Row: Codable {
    var name: String
    var isControl: Bool
    var result: MixtureEvaluator.Result
  }

  private var rows: [Row] = []

  /// Whether the command is asked for the modes of points.
  static func isMeant(_ metrics: [String], real: String?, fake: [String]) -> Bool {
    metrics == ["modes"] && real == nil && !fake.isEmpty
      && !fake.contains { ((try? RunStream($0, seed: 0))??.makesImages) ?? false }
  }

  /// Draws and judges points of runs or checkpoints that share one mixture.
  init(
    _ fakes: [String],
    count: Int,
    seed: UInt64,
    checkpoint: CheckpointStore.Choice = .newest
  ) throws {
    var mixture: Mixture?
    for path in fakes {
      guard let stream = try RunStream(path, seed: seed, checkpoint: checkpoint) else {
        throw Failure.usage("\(path) is neither a run nor a checkpoint; point files aren't read")
      }
      let sampler = try stream.makeSampler()
      guard let own = sampler.mixture, let result = try sampler.judgePoints(count: count) else {
        throw Failure.usage("\(path) has no modes to count: its data are not a ring or a grid")
      }
      if let mixture, mixture != own {
        throw Failure(
          "\(path) learns another mixture than the run before it; their numbers can't stand in one"
            + " table"
        )
      }
      mixture = own
      rows.append(Row(name: stream.name, isControl: false, result: result))
    }
    guard let mixture else { return }
    let evaluator = try MixtureEvaluator(mixture)
    for control in MixtureEvaluator.Control.allCases {
      let result = evaluator.evaluate(control, count: count, seed: seed)
      rows.append(Row(name: control.title, isControl: true, result: result))
    }
  }

  /// A table, or JSON with the histograms.
  func text(json: Bool) throws -> String {
    guard !json else {
      let encoder = JSONEncoder.stable(isPretty: true)
      return String(decoding: try encoder.encode(rows), as: UTF8.self)
    }
    var table = Table([
      .text("generator"), .number("points"), .number("modes"), .number("high quality"),
      .number("reverse KL"), .number("(K+1)-bin KL"),
    ])
    for row in rows {
      let result = row.result
      table.append([
        Table.Cell(row.name), Table.Cell("\(result.count)"),
        Table.Cell("\(result.modesCaptured)/\(result.modeCount)"),
        Table.Cell(NumberText.tenths(result.highQualityShare)),
        Table.Cell(result.reverseKL.map { String(format: "%.4f", $0) } ?? "-"),
        Table.Cell(String(format: "%.4f", result.binKL)),
      ])
    }
    var lines = [table.render(.standardOutput)]
    for row in rows where !row.isControl && row.result.isShrunken {
      lines.append(
        "warning: \(row.name): more points within three deviations than the data's own 98.9 %:"
          + " the modes are reached, their spread is not"
      )
    }
    return lines.joined(separator: "\n")
  }
}

extension MixtureEvaluator.Result {
  /// Whether more points are of high quality than a perfect sampler has, beyond chance.
  fileprivate var isShrunken: Bool {
    let ideal = MixtureEvaluator.idealHighQualityShare
    let deviation = (ideal * (1 - ideal) / Double(max(1, count))).squareRoot()
    return highQualityShare > ideal + 3 * deviation
  }
}
