// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct FooledDiscriminatorTests {
  @Test func oneAnswerToEverythingIsNoGuess() throws {
    let trace = Trace(
      "accuracy/real: 0.95x80 ~0.03; accuracy/fake: 0.06x80 ~0.03; loss/d: 2.3x80 ~0.1; loss/g: -2x80"
    )
    let diagnosis = trace.diagnosis(.hinge)
    #expect(try #require(diagnosis.finding(.fooledDiscriminator)).severity == .warning)
  }

  /// Who rejects the data, too, is not fooled by the samples.
  @Test(arguments: [(real: 0.95, fake: 0.06), (real: 0.06, fake: 0.95)])
  func onlyWhoTakesSamplesForRealIsFooled(_ accuracy: (real: Double, fake: Double)) throws {
    let trace = Trace(
      "accuracy/real: \(accuracy.real)x80 ~0.03; accuracy/fake: \(accuracy.fake)x80 ~0.03; "
        + "loss/d: 3.2x80 ~0.1; loss/g: 2x80 ~0.1"
    )
    let finding = try #require(trace.diagnosis(.nonSaturating).finding(.fooledDiscriminator))
    #expect(finding.summary.contains("It is fooled") == (accuracy.real > accuracy.fake))
  }

  @Test func probabilitiesSayTheSame() {
    let trace = Trace("probability/real: 0.98x30; probability/fake: 0.97x30; loss/d: 4x30 ~0.1")
    #expect(trace.diagnosis().finding(.fooledDiscriminator) != nil)
  }

  /// Keras rounds outputs of 0.51 to 1.
  @Test func roundingAtTheEquilibriumIsNoFault() {
    let trace = Trace(
      "accuracy/real: 1x80; accuracy/fake: 0x80; loss/d: 1.38x80 ~0.01; loss/g: 0.69x80 ~0.01"
    )
    #expect(trace.diagnosis(.nonSaturating).finding(.fooledDiscriminator) == nil)
  }

  @Test func beforeItsStartTheOutputsMeanNothing() {
    let trace = Trace(
      "loss/d: 0x60; probability/real: 0.01x60; probability/fake: 0.01x60; "
        + "loss/g_reconstruction: 0.3x60 ~0.01"
    )
    #expect(trace.diagnosis().finding(.fooledDiscriminator) == nil)
  }

  @Test func criticsHaveNoBoundary() {
    let trace = Trace("accuracy/real: 0x80; accuracy/fake: 1x80; loss/d: -1x80 ~0.1; loss/g: 1x80")
    #expect(trace.diagnosis(.wasserstein).finding(.fooledDiscriminator) == nil)
  }
}
