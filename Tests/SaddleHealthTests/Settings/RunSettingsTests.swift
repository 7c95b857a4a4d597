// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

@Suite struct RunSettingsTests {
  @Test func valuesAreFoundByKeyAndKind() {
    var settings = RunSettings(source: "train_opt.txt")
    settings.set(.generatorRate, 2e-4, named: "lr")
    settings.set(.objective, "leastSquares", named: "gan_mode")
    settings.set(.spectralNorm, true)
    #expect(settings.number(.generatorRate) == 2e-4)
    #expect(settings.name(of: .generatorRate) == "lr")
    #expect(settings.text(.objective) == "leastSquares")
    #expect(settings.flag(.spectralNorm) == true)
    #expect(settings.number(.objective) == nil)
    #expect(settings.name(of: .batchSize) == "training.batchSize")
  }

  @Test func aNumberThatIsNoneIsNotKept() {
    var settings = RunSettings(source: "a file")
    settings.set(.generatorRate, .nan)
    settings.set(.discriminatorRate, .infinity)
    #expect(settings.isEmpty)
  }

  @Test func jsonHoldsBareValuesAndReadsBack() throws {
    var settings = RunSettings(source: "config.yaml", isSaddle: true)
    settings.set(.batchSize, 2)
    settings.set(.spectralNorm, false)
    settings.set(.objective, "hinge")
    settings.reference = .init(
      name: "the preset ring",
      values: ["training.batchSize": .number(256)]
    )
    let data = try JSONEncoder().encode(settings)
    #expect(String(decoding: data, as: UTF8.self).contains(#""value":2"#))
    #expect(try JSONDecoder().decode(RunSettings.self, from: data) == settings)
  }
}
