// SPDX-License-Identifier: Apache-2.0

import SaddleRunsSamples
import Testing

@testable import SaddleHealth

@Suite struct CausalGraphTests {
  private func finding(
    _ symptom: Symptom,
    _ severity: Severity,
    _ confidence: Double,
    from step: Int
  ) -> Finding {
    .sample(
      symptom,
      severity,
      since: step,
      until: 900,
      confidence: confidence,
      basis: .networks
    )
  }

  /// A rate of 0 and the network that it leaves untrained explain each other from the same step on: the
  /// setting is the cause, whatever else may have been there before training.
  @Test func ofTwoThatExplainEachOtherTheSettingIsTheCause() {
    let found = [
      finding(.notTrained, .critical, 0.99, from: 1),
      finding(.settingOutOfRange, .critical, 0.98, from: 1),
      finding(.unequalCapacity, .notice, 0.6, from: 0),
      finding(.discriminatorDominates, .warning, 0.85, from: 500),
    ]
    for findings in [found, found.reversed()] {
      let causes = CausalGraph.causes(
        findings,
        guides: DetectorCatalog.builtIn.guides,
        tolerance: 10
      )
      #expect(causes.first?.0.symptom == .settingOutOfRange)
    }
  }

  /// A discriminator that is too small does not win by its size; a generator that is too small loses.
  @Test(arguments: [Side.discriminator, .generator])
  func unequalNetworksExplainWhatTheSmallerOneDoes(_ side: Side) {
    var capacity = finding(.unequalCapacity, .warning, 0.6, from: 0)
    capacity.side = side
    func explained(_ effect: Symptom) -> Bool {
      CausalGraph.causes(
        [capacity, finding(effect, .critical, 0.9, from: 500)],
        guides: DetectorCatalog.builtIn.guides,
        tolerance: 10
      )
      .first { $0.0.symptom == .unequalCapacity }?.1.map(\.symptom) == [effect]
    }
    #expect(explained(.discriminatorDominates) == (side == .generator))
    #expect(explained(.modeCollapse) == (side == .discriminator))
    #expect(explained(.uninformativeEquilibrium) == (side == .discriminator))
    #expect(explained(.neverLearned))
  }
}
