// SPDX-License-Identifier: Apache-2.0

import SaddleEvaluation
import SaddleTorch
import Testing

/// The portable fixture by `Scripts/reference_values.py`, and closed forms.
@Suite struct InceptionScoreTests {
  @Test func matchesThePortableFixture() throws {
    let one = try InceptionScore(splits: 1, shuffles: false).measure(Golden.input())
    #expect(isNear(one.value, 2.6131536870, 1e-9))
    let ten = try InceptionScore(splits: 10, shuffles: false).measure(Golden.input())
    #expect(isNear(ten.value, 2.1869372312, 1e-9))
    #expect(isNear(ten.details[0].value, 0.2074298754, 1e-9))
  }

  @Test func evenAndSureAnswersScoreTheNumberOfClasses() throws {
    let sure = (0..<40).flatMap { row in (0..<4).map { $0 == row % 4 ? 1000.0 : 0 } }
    var fake = SampleSet(count: 40)
    fake.scores = try Tensor(sure, shape: [40, 4])
    let input = MetricInput(real: SampleSet(count: 0), fake: fake)
    let result = try InceptionScore(splits: 1, shuffles: false).measure(input)
    #expect(isNear(result.value, 4, 1e-9))
  }

  @Test func namesMissingScores() throws {
    let input = MetricInput(real: SampleSet(count: 1), fake: SampleSet(count: 1))
    #expect(throws: EvaluationError.self) { try InceptionScore().measure(input) }
  }
}
