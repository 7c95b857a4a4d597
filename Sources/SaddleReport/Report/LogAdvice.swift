// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// Signals to log, those that serve the same symptoms together.
public struct LogAdvice: Sendable, Equatable {
  /// One choice of signals and what it would show.
  public struct Line: Sendable, Equatable {
    /// The signals' names; any one will do.
    public var signals: String
    /// The symptoms' names.
    public var symptoms: String
  }

  /// The choices; those that show most come first.
  public let lines: [Line]

  /// Gathers what the abstentions ask for.
  public init(_ entries: [Diagnosis.NotJudged]) {
    var order: [[Signal]] = []
    var symptoms: [[Signal]: [Symptom]] = [:]
    for entry in entries where !entry.log.isEmpty {
      if symptoms[entry.log] == nil { order.append(entry.log) }
      symptoms[entry.log, default: []].append(entry.symptom)
    }
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    lines =
      order
      .sorted {
        (-symptoms[$0, default: []].count, places[$0] ?? 0)
          < (-symptoms[$1, default: []].count, places[$1] ?? 0)
      }
      .map { signals in
        Line(
          signals: Self.choice(signals),
          symptoms: symptoms[signals, default: []].map(\.words).joined(separator: ", ")
        )
      }
  }

  /// Returns `a, b or c`.
  private static func choice(_ signals: [Signal]) -> String {
    let names = signals.map(\.rawValue)
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }
}
