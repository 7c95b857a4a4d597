// SPDX-License-Identifier: Apache-2.0

import SaddleReport
import SaddleText
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (1.386294, "1.39"), (0, "0"), (-0.5, "-0.5"), (0.00123456, "0.00123"), (12_345.6, "12,346"),
    (9_999, "9999"), (1_234_567, "1,234,567"), (1e7, "1e7"), (4.54e-7, "4.54e-7"),
    (-1.5e300, "-1.5e300"), (.nan, "NaN"), (-.infinity, "-Infinity"),
    (.leastNonzeroMagnitude, "4.94e-324"),
    (100, "100"), (0.1, "0.1"),
  ])
  func writesThreeDigits(value: Double, text: String) {
    #expect(NumberText.value(value) == text)
  }

  @Test func groupsSteps() {
    #expect(NumberText.count(1_250_000) == "1,250,000")
    #expect(NumberText.count(-12_345) == "-12,345")
    #expect(NumberText.count(950) == "950")
    #expect(NumberText.count(Int.min) == "-9,223,372,036,854,775,808")
  }

  @Test func saysSmallSharesAreNotNothing() {
    #expect(NumberText.percent(0.934) == "93 %")
    #expect(NumberText.percent(0.004) == "< 1 %")
    #expect(NumberText.percent(0) == "0 %")
  }
}
