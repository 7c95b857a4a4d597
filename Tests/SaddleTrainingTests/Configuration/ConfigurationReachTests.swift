// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleSettings
import Testing

/// How far an autopilot has to go for a key, as the schema says.
@Suite struct ConfigurationReachTests {
  @Test(arguments: [
    ("optimizer.generator.learningRate", AutopilotMode.safe), ("training.batchSize", .safe),
    ("training.discriminatorSteps", .safe), ("training.accumulate", .safe),
    ("paired.reconstruction", .safe), ("regularizers.r1.gamma", .guarded),
    ("regularizers.r1.interval", .guarded), ("augmentation.transforms", .guarded),
    ("training.lookahead.every", .guarded), ("schedules", .guarded), ("objective", .restart),
    ("generator.width", .restart), ("discriminator.auxiliary.generator", .restart),
    ("optimizer.generator.momentum", .guarded), ("optimizer.generator.kind", .guarded),
    ("training.updates", .restart),
    ("ema.enabled", .restart), ("seed", nil), ("data.source", nil), ("training.steps", nil),
    ("checkpoints.every", nil), ("no.such.key", nil),
  ])
  func eachKeySaysHowFar(key: String, reach: AutopilotMode?) {
    #expect(Configuration().reach(of: key) == reach)
  }

  @Test func aWeightThatIsInForceIsANumberOfTheRunningGame() {
    var configuration = Configuration()
    #expect(configuration.reach(of: "regularizers.r1.gamma") == .guarded, "it is off")
    configuration.regularizers.r1.gamma = 1
    #expect(configuration.reach(of: "regularizers.r1.gamma") == .safe)
    configuration.optimizer.generator.learningRate = 0
    #expect(configuration.reach(of: "optimizer.generator.learningRate") == .safe)
  }

  @Test func allOfNetworksTakesAnotherRunAndNothingOfDataOrRecordsCanBeChanged() {
    for key in Configuration.schema.keys {
      let section = key.path.prefix { $0 != "." }
      switch section {
      case "generator", "discriminator": #expect(key.needs == .restart, "\(key.path)")
      case "data", "logging", "checkpoints", "monitor", "autopilot", "evaluation":
        #expect(key.needs == nil, "\(key.path)")
      case "regularizers", "augmentation": #expect(key.needs == .guarded, "\(key.path)")
      default: break
      }
    }
  }

  /// Advice that the autopilot can never take stands here: data are another run's.
  @Test func whatAdviceSetsCanBeReached() {
    let known = Set(Configuration.schema.keys.map(\.path))
    var unreachable: Set<String> = []
    for guide in SymptomGuides.builtIn.all {
      for key in guide.remedies.flatMap(\.changes).map(\.key) where known.contains(key) {
        if Configuration().reach(of: key) == nil { unreachable.insert(key) }
      }
    }
    #expect(unreachable == ["data.mirror"])
  }
}
