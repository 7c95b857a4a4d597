// SPDX-License-Identifier: Apache-2.0

import Testing

/// The fixture itself, against the numbers that `Scripts/reference_values.py` gets.
@Suite struct GoldenTests {
  @Test func generatorRepeatsThePublishedNumbers() {
    var source = Golden(seed: 1)
    for expected in [0.51387008, 0.1757413, 0.30865152] {
      #expect(isNear(source.uniform(), expected, 1e-8))
    }
    #expect(isNear(Golden.real[0], -1.32613745, 1e-8))
    #expect(isNear(Golden.fake[3], -2.2224045, 1e-7))
    #expect(isNear(Golden.logits[2], -0.89683173, 1e-8))
  }
}
