// SPDX-License-Identifier: Apache-2.0

import SaddleTraining
import Testing

/// What is allowed and hardly meant, with the exact words that it gets.
@Suite struct ConfigurationWarningTests {
  typealias Case = ConfigurationProblemTests.Case

  @Test(arguments: [
    Case(
      yaml: "objective: wasserstein",
      messages: [
        "x.yaml:1: warning: objective: wasserstein needs a bounded slope and nothing bounds it; add "
          + "regularizers.gradientPenalty.weight (10 for images, 0.1 for points), "
          + "regularizers.weightClipping.bound 0.01 or discriminator.spectralNorm"
      ]
    ),
    Case(
      yaml: "data: {path: here}",
      messages: ["x.yaml:1: warning: data.path: has no effect: data.source ring reads no path"]
    ),
    Case(
      yaml: "optimizer: {generator: {kind: sgd, beta1: 0.9}}",
      messages: [
        "x.yaml:1: warning: optimizer.generator.beta1: has no effect with "
          + "optimizer.generator.kind sgd"
      ]
    ),
  ])
  func warnsOfWhatIsHardlyMeant(_ doubtful: Case) throws {
    let loaded = try Configuration.read(yaml: doubtful.yaml, file: "x.yaml")
    #expect(loaded.warnings.map(\.description) == doubtful.messages)
  }
}
