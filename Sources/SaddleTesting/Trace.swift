// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
import SaddleText

/// A log in short notation: `loss/d: 0.7 0.6x20 0.01x50; loss/g: 0.7x71`.
///
/// Signals are separated by semicolons, values by blanks; `0.6x20` stands for twenty times 0.6,
/// `-` for "not logged", `nan` and `inf` for themselves. Steps count from 1. A trailing `~0.05` adds
/// reproducible noise of that half width to all values of a signal.
public struct Trace: Sendable {
  /// The observations.
  public var observations: [Observation]

  /// Reads the notation.
  ///
  /// - Parameters:
  ///   - notation: The text; a malformed one traps, as it is part of a test.
  ///   - stride: Steps between two observations.
  public init(_ notation: String, stride: Int = 1) {
    var columns: [(Signal, [Double?])] = []
    for part in notation.split(separator: ";") {
      let pair = part.split(separator: ":", maxSplits: 1)
      let name = pair[0].filter { $0 != " " && $0 != "\n" }
      guard let signal = Signal(rawValue: name) else { preconditionFailure("no signal '\(name)'") }
      columns.append((signal, Self.values(pair[1], salt: columns.count)))
    }
    let count = columns.map(\.1.count).max() ?? 0
    observations = (0..<count).map { index in
      var observation = Observation(step: (index + 1) * stride)
      for (signal, values) in columns where index < values.count {
        observation[signal] = values[index]
      }
      return observation
    }
  }

  private static func values(_ text: Substring, salt: Int) -> [Double?] {
    var values: [Double?] = []
    var noise = 0.0
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if word.hasPrefix("~") {
        noise = Double(word.dropFirst()) ?? 0
        continue
      }
      let parts = word.split(separator: "x")
      let value = parts[0] == "-" ? nil : Double(parts[0])
      precondition(value != nil || parts[0] == "-", "'\(word)' is no value")
      values += Array(repeating: value, count: parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
    }
    guard noise > 0 else { return values }
    var random = SeededNoise(seed: UInt64(salt + 1))
    return values.map { value in value.map { $0 + noise * random.next() } }
  }

  /// Joins observations made elsewhere.
  public init(_ observations: [Observation]) { self.observations = observations }

  /// The diagnosis of the trace.
  public func diagnosis(
    _ context: RunContext = RunContext(),
    catalog: DetectorCatalog = .builtIn
  ) -> Diagnosis {
    var monitor = HealthMonitor(context: context, catalog: catalog)
    for observation in observations { _ = monitor.observe(observation) }
    return monitor.diagnosis()
  }

  /// The diagnosis with a declared objective.
  public func diagnosis(_ objective: Objective) -> Diagnosis {
    diagnosis(RunContext(objective: objective))
  }
}

/// A reproducible stream of numbers in -1...1 (SplitMix64).
public struct SeededNoise: Sendable {
  private var source: SplitMix64

  /// Creates a stream.
  public init(seed: UInt64) { source = SplitMix64(seed: seed &* SplitMix64.increment) }

  /// Returns the next number.
  public mutating func next() -> Double { SplitMix64.unit(source.next()) }
}

extension Diagnosis {
  /// Symptoms that are firing as a warning or worse.
  public var alarms: Set<Symptom> {
    Set(findings.filter { $0.state == .firing && $0.severity >= .warning }.map(\.symptom))
  }

  /// The finding of a symptom that is firing, or else the last resolved one.
  public func finding(_ symptom: Symptom) -> Finding? {
    findings.first { $0.symptom == symptom && $0.state == .firing }
      ?? findings.last { $0.symptom == symptom }
  }
}
