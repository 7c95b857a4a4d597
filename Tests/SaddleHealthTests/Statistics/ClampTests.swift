// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleHealth

@Suite struct ClampTests {
  @Test(arguments: [16.118095, 8.059048, 13.82, 15.9424, 7.971192, 100, 50, 27.63])
  func aClampIsRecognized(loss: Double) { #expect(Clamp.at(loss) != nil) }

  @Test(arguments: [16.0, 8.1, 13.7, 99.9, 0, 0.693147, -100, .nan, .infinity])
  func whatLiesBesideIsNone(loss: Double) { #expect(Clamp.at(loss) == nil) }

  @Test func theNameSaysWhere() {
    #expect(Clamp.at(8.059)?.name == "half of -ln 1e-7, Keras' epsilon")
  }
}
