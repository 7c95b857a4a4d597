// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import Testing

@testable import SaddleSettings
@testable import SaddleTraining

/// What `search` says and what it is refused for.
@Suite struct SearchConfigurationTests {
  @Test(arguments: [
    (["search.key=regularizers.r1.gama"], "did you mean regularizers.r1.gamma"),
    (["search.key=generator.width"], "is no weight of a regularizer"),
    (["search.key=regularizers.labelSmoothing"], "is no weight of a regularizer"),
    (["search.key=regularizers.r2.gamma"], "is off (0), so there is nothing to multiply"),
    (["search.factors=[0]"], "0 is no factor"), (["search.factors=[a/2]"], "a/2 is no factor"),
    (["search.factors=[1]"], "give a factor beside 1"),
    (["search.factors=[2, 4/2]"], "a factor stands twice"),
    (["search.window=7"], "window 7 is too short"),
    (["search.after=23"], "a trial of 8 steps after step 23 doesn't fit into training.steps 30"),
  ])
  func whatCannotBeIsRefused(_ set: [String], _ reason: String) throws {
    let error = #expect(throws: ConfigurationError.self) {
      try TinyRun.configuration(TrainerSearchTests.small + set)
    }
    let text = "\(try #require(error))"
    #expect(text.contains(reason), "\(text)")
  }

  @Test func factorsAreNumbersOrFractions() throws {
    let configuration = try TinyRun.configuration([
      "search.key=regularizers.r1.gamma", "search.factors=[2, 1/4, 0.5]", "training.steps=2000",
    ])
    let rules = try #require(configuration.search.rules(steps: 2000))
    #expect(rules.factors == [1, 2, 0.25, 0.5])
    #expect(rules.after == 200 && rules.window == 100)
    let again = try Configuration.read(yaml: configuration.yaml(), file: "x.yaml").configuration
    #expect(again.search == configuration.search)
    #expect(Configuration().search.rules(steps: 2000) == nil)
  }

  @Test func withoutAKeyTheRestIsSaidToBeIdle() throws {
    let loaded = try Configuration.read(
      yaml: TinyRun.yaml,
      file: "tiny.yaml",
      overrides: ["search.window=20"]
    )
    #expect(loaded.warnings.contains { "\($0)".contains("search.key names no weight") })
  }
}
