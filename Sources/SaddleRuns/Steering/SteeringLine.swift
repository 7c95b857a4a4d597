// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth

/// What a loop says to its autopilot: a line of JSON, known by its keys.
enum SteeringLine: Decodable {
  /// `{"mode": ...}`: what the loop is and may change; begins, or begins anew.
  case declaration(SteeringDeclaration)
  /// `{"step": ...}`: a step with its signals, as a line of `observations.jsonl`.
  case observation(Observation)
  /// `{"metric": ..., "value": ...}` or `"values"`: what was measured of samples.
  case measured(String, [Double], largerIsBetter: Bool)
  /// `{"now": {...}}`: numbers that the loop's own schedules set.
  case numbers([String: Double])
  /// `{"failed": ...}`: why the loop could not do what was ordered.
  case failed(String)
  /// `{"save": true}`: asks for the state, for a checkpoint.
  case save

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private typealias Container = KeyedDecodingContainer<Key>

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func has(_ key: String) -> Bool { container.contains(Key(stringValue: key)) }
    if has("mode") {
      self = .declaration(try SteeringDeclaration(from: decoder))
    } else if has("step") {
      self = .observation(try Self.observation(container))
    } else if has("metric") {
      self = try Self.measured(container)
    } else if has("now") {
      self = .numbers(try container.decode([String: Double].self, forKey: Key(stringValue: "now")))
    } else if has("failed") {
      self = .failed(try container.decode(String.self, forKey: Key(stringValue: "failed")))
    } else if has("save") {
      self = .save
    } else {
      throw SteeringError("a line needs one of: mode, step, metric, now, failed, save")
    }
  }

  /// A step; what is no signal is left out, a signal that is no number is an error.
  private static func observation(_ container: Container) throws -> Observation {
    let step = try container.decode(Double.self, forKey: Key(stringValue: "step"))
    guard let whole = Steps.whole(step), Double(whole) == step else {
      throw SteeringError("step: \(step) is no step")
    }
    var result = Observation(step: whole)
    for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
      guard let signal = Signal(rawValue: key.stringValue) else { continue }
      result[signal] = try container.decode(Number.self, forKey: key).value
    }
    return result
  }

  private static func measured(_ container: Container) throws -> SteeringLine {
    let name = try container.decode(String.self, forKey: Key(stringValue: "metric"))
    let single = try container.decodeIfPresent(Number.self, forKey: Key(stringValue: "value"))
    let several = try container.decodeIfPresent([Number].self, forKey: Key(stringValue: "values"))
    let values = (several ?? []) + [single].compactMap { $0 }
    guard (1...SteeringDeclaration.mostValues).contains(values.count) else {
      throw SteeringError("metric: \(values.count) values, where 1 to 64 are taken")
    }
    let declared = try container.decodeIfPresent(
      Bool.self,
      forKey: Key(stringValue: "largerIsBetter")
    )
    let known = Signal(rawValue: name) ?? Signal(rawValue: "metrics/" + name)
    guard let isUp = declared ?? known.map({ !$0.lowerIsBetter }) else {
      throw SteeringError("metric: \(name.prefix(80)) is not known; say \"largerIsBetter\"")
    }
    return .measured(name, values.map(\.value), largerIsBetter: isUp)
  }
}

/// What is wrong with a line, in a sentence.
struct SteeringError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
