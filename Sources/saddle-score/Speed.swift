// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleText

/// How many observations a second a monitor takes in, all detectors on.
enum Speed {
  static func print() {
    for objective in [Objective.nonSaturating, nil] {
      let name = objective == nil ? "two losses, objective inferred" : "two losses"
      measure(name, objective, count: 2_000_000) { step in
        let noise = pseudoNoise(step)
        return Observation(
          step: step,
          [.lossDiscriminator: 1.3 + 0.1 * noise, .lossGenerator: 0.8 - 0.1 * noise]
        )
      }
    }
    measure("ten signals", .nonSaturating, count: 1_000_000) { step in
      let noise = pseudoNoise(step)
      return Observation(
        step: step,
        [
          .lossDiscriminator: 1.3 + 0.1 * noise, .lossGenerator: 0.8 - 0.1 * noise,
          .scoresReal: 0.1 + 0.1 * noise, .scoresFake: -0.1 + 0.1 * noise,
          .accuracyReal: 0.6 + 0.05 * noise, .accuracyFake: 0.6 - 0.05 * noise,
          .gradientNormGenerator: 1 + 0.2 * noise, .gradientNormDiscriminator: 1 - 0.2 * noise,
          .penalty: 0.05, .learningRateGenerator: 1e-4,
        ]
      )
    }
  }

  private static func measure(
    _ name: String,
    _ objective: Objective?,
    count: Int,
    _ make: (Int) -> Observation
  ) {
    // A ring of prepared observations: what is measured is the monitor, not the making of input.
    let period = 4096
    let ring = (0..<period).map(make)
    var monitor = HealthMonitor(context: RunContext(objective: objective))
    var changes = 0
    let clock = ContinuousClock()
    let before = processorSeconds()
    let time = clock.measure {
      for step in 0..<count {
        var observation = ring[step & (period - 1)]
        observation.step = step
        changes += monitor.observe(observation).count
      }
    }
    let wall = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    let processor = processorSeconds() - before
    Swift.print(
      "\(name): \(Int(Double(count) / processor)) observations a second of one core, "
        + "\((processor / Double(count) * 1e9).rounded() / 1e3) microseconds each "
        + "(\(Int(Double(count) / wall)) a second by the clock; \(changes) changes)"
    )
  }

  /// Processor time of this process: what a busy machine does not distort.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// A reproducible number in -1...1.
  private static func pseudoNoise(_ step: Int) -> Double {
    SplitMix64.unit(SplitMix64.mix(UInt64(bitPattern: Int64(step)) &+ SplitMix64.increment))
  }
}
