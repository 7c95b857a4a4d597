// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

extension Recognition {
  /// Whether there is something of a game in the log: a loss, an output or a score of samples.
  ///
  /// A rate, an accuracy, precision and recall, a reconstruction's error are in the log of any
  /// training; PSNR counts beside a generator's loss.
  public var isOfGame: Bool {
    let found = signals
    let ofGame: Set<Signal> = [
      .metricFID, .metricKID, .metricFrechet, .metricInceptionScore, .accuracyReal, .accuracyFake,
      .augmentation, .metricModes, .metricHighQuality, .diversityFake, .gradientNormGenerator,
      .gradientNormDiscriminator, .updateRatioGenerator, .updateRatioDiscriminator,
      .nonFiniteGenerator, .nonFiniteDiscriminator,
    ]
    let isTold = columns.contains { $0.origin == .told && !$0.signals.isEmpty }
    return isTold || (isOfGameAlways && found.contains(.lossGeneratorReconstruction))
      || found.contains { signal in
        let path = signal.rawValue
        if ofGame.contains(signal) || path.hasPrefix("scores/") || path.hasPrefix("probability/")
          || path.hasPrefix("signs/") || path.hasPrefix("weight/")
        {
          return true
        }
        return path.hasPrefix("loss/") && signal != .lossGeneratorReconstruction
      }
      || found.contains(.lossGeneratorReconstruction)
        && (found.contains(.metricPSNR) || found.contains(.metricSSIM))
  }

  /// The options to paste that settle unknown columns, with a guess at which is which; nil where
  /// all are known.
  public var mapLine: String? {
    let unknown = unknownColumns.filter { $0.count > 0 }
    guard !unknown.isEmpty else { return nil }
    var wanted: [String] = []
    if stepUnit == .row { wanted.append("step") }
    let known = Set(signals)
    if !known.contains(.lossDiscriminator) { wanted.append("loss/d") }
    if !known.contains(.lossGenerator) { wanted.append("loss/g") }
    // A column of growing whole numbers at the front is the place.
    var columns = unknown[...]
    if wanted.first == "step", let first = columns.first,
      first.range.map({ $0.upperBound < 3 }) ?? true
    {
      wanted.removeFirst()
    }
    var parts: [String] = []
    for signal in wanted {
      guard let column = columns.popFirst() else { break }
      parts.append("--map '\(signal)=\(column.name)'")
    }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  /// Why nothing can be judged, and the line to paste that changes it.
  public var nothingToJudge: String {
    if recordsRead == 0, recordsSkipped > 0 {
      let first = files.lazy.flatMap(\.damage.list).first.map { ", the first of them \($0.words)" }
      let all =
        recordsSkipped == 1 ? "its one record is" : "all \(recordsSkipped) of its records are"
      return "\(all) damaged\(first ?? "")"
    }
    let isUnnamed = columns.allSatisfy { $0.name.hasPrefix("column ") }
    var text =
      isUnnamed && !columns.isEmpty
      ? "the table has no header: its \(columns.count) columns have no names"
      : signals.isEmpty
        ? "none of its columns is known to belong to a GAN"
        : "nothing in it is of a GAN for certain"
    text += " (\(summary))"
    for sentence in notFinite { text += "; \(sentence)" }
    if let mapLine {
      text += "; say which is which, as in \(mapLine) (saddle import --list-signals)"
    }
    return text
  }

  /// What to say of columns that are not judged and that are no numbers any more.
  var notFinite: [String] {
    // A signal that broke, too, is told by the diagnosis.
    guard !columns.contains(where: { !$0.signals.isEmpty && $0.nonFinite > 0 }) else { return [] }
    return columns.filter {
      $0.signals.isEmpty && $0.nonFinite > 0 && !Self.beside.contains($0.note)
    }
    .prefix(8)
    .map { column in
      let values = "\(column.nonFinite) of its \(column.count) values"
      return "\(column.name) is not judged, but \(values) are NaN or infinite"
    }
  }

  /// Notes of columns whose numbers say nothing of the training.
  private static let beside: Set<String> = ["time", "memory", "time and memory"]
}
