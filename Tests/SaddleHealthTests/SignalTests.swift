// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleHealth

@Suite struct SignalTests {
  @Test func indexIsThePositionInAllCases() {
    for (position, signal) in Signal.allCases.enumerated() {
      #expect(signal.index == position)
    }
    #expect(MemoryLayout<Signal>.size == 1)
    #expect(Signal.count <= 128)
  }

  @Test func setHoldsWhatWasInserted() {
    let set = SignalSet([.lossGenerator, .stepSeconds])
    #expect(set.contains(.stepSeconds))
    #expect(!set.contains(.lossDiscriminator))
    #expect(set.intersects(SignalSet([.stepSeconds, .metricFID])))
    #expect(!set.intersects(SignalSet([.metricFID])))
  }
}
