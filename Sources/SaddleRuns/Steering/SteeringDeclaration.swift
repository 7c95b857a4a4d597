// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth

/// What a loop declares first: what it is, how far the autopilot may go, what can be changed.
struct SteeringDeclaration: Decodable {
  /// A number that the loop can change, with the mode that it takes.
  struct Control: Decodable {
    var value: Double
    var needs: AutopilotMode?
  }

  /// A loop as it was saved, and how long its ledger was.
  struct Saved: Codable {
    var loop: SteeredLoop
    var ledgerBytes: Int
  }

  var mode: AutopilotMode
  var steps: Double
  var window: Int?
  var tries: Int?
  var changes: Int?
  var wasted: Double?
  var measures: [Measure]?
  /// What is known of the run, as `monitor.json` has it.
  var context: DeclaredContext.Content?
  /// Settings that can't be changed while it runs, by key.
  var settings: [String: RunSettings.Value]?
  var keys: [String: Control]?
  /// Whether to go on with what the ledger says is in force.
  var resume: Bool?
  /// A loop to go on with to the same decisions.
  var state: Saved?

  static let mostKeys = 256
  static let mostValues = 64

  /// Steps that the run is meant to take.
  private var length: Int {
    get throws {
      guard let whole = Steps.whole(steps), Double(whole) == steps, whole >= 1 else {
        throw SteeringError("steps: \(steps) is no length of a run")
      }
      return whole
    }
  }

  /// The limits.
  var rules: AutopilotRules {
    get throws {
      let steps = try length
      guard (1...Steps.limit).contains(window ?? 1) else {
        throw SteeringError("window: \(window ?? 0) is no count of steps")
      }
      var rules = AutopilotRules(mode, steps: steps, window: window)
      rules.countsOn = true
      rules.triesPerEpisode = max(0, tries ?? rules.triesPerEpisode)
      rules.changesPerRun = max(0, changes ?? rules.changesPerRun)
      rules.wastedShare = wasted ?? rules.wastedShare
      rules.measures = measures
      return rules
    }
  }

  /// A loop that begins.
  var loop: SteeredLoop {
    get throws {
      guard keys?.count ?? 0 <= Self.mostKeys, settings?.count ?? 0 <= Self.mostKeys else {
        throw SteeringError("keys: more than \(Self.mostKeys)")
      }
      var known = context?.context ?? RunContext()
      known.expectedSteps = try known.expectedSteps ?? length
      if let settings {
        var all = known.settings ?? RunSettings(source: "the loop")
        for (key, value) in settings { all.set(SettingKey(rawValue: key), value) }
        known.settings = all
      }
      let controls = (keys ?? [:]).mapValues {
        SteeredLoop.Control($0.value, needs: $0.needs ?? .safe)
      }
      return SteeredLoop(try rules, context: known, controls: controls)
    }
  }
}
