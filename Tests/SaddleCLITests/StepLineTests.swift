// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

@testable import SaddleCLI

@Suite struct StepLineTests {
  private func line(
    _ step: Int = 1680,
    health: Health = .sick,
    reason: String? = "mode collapse",
    others: Double? = nil
  ) -> StepLine {
    StepLine(
      step: step,
      steps: 4000,
      rate: 29,
      observation: Observation(
        step: step,
        [.lossDiscriminator: 0.612, .lossGenerator: 12345, .accuracy: 0.61]
      ),
      health: health,
      reason: reason,
      others: others
    )
  }

  @Test func saysHowFarAndWhy() {
    #expect(
      line().text()
        == "42 %  1680/4000  1:20 left  29 it/s  D 0.612  G 1.23e+04  acc 61%  sick: mode collapse"
    )
    #expect(line(health: .healthy, reason: nil).text().hasSuffix("acc 61%  healthy"))
  }

  /// What is said first of all stays at any usual width, and no line is wider than the terminal.
  @Test(arguments: [60, 79, 99, 119, 199])
  func fitsTheWidthAndUsesIt(width: Int) {
    let text = line().text(width: width)
    #expect(text.count <= width)
    for part in ["42 %", "1680/4000", "1:20 left", "sick: mode collapse"] {
      #expect(text.contains(part), "\(text)")
    }
    #expect(text.contains("acc 61%") == (width > 80), "\(text)")
    #expect(text.contains("|===") == (width >= 99), "\(text)")
  }

  @Test(arguments: [(0, 0), (2000, 20), (4000, 40)])
  func theBarIsAsLongAsTheShare(step: Int, filled: Int) {
    let text = line(step).text(width: 199)
    #expect(text.count { $0 == "=" } == filled, "\(text)")
    #expect(text.contains("|"))
  }

  @Test func aBusyMachineIsSaid() {
    #expect(line(others: 0.5).text().contains("machine busy (others 50 %)"))
    #expect(!line(others: 0.2).text().contains("busy"))
    #expect(!line(others: nil).text().contains("busy"))
  }

  @Test func paintingChangesNoWidth() {
    let plain = line().text(width: 99)
    let painted = line().text(width: 99) { "\u{1B}[31m" + $0 + "\u{1B}[0m" }
    #expect(painted.replacing("\u{1B}[31m", with: "").replacing("\u{1B}[0m", with: "") == plain)
  }
}
