// SPDX-License-Identifier: Apache-2.0

import SaddleReport
import Testing

@testable import SaddleCLI

@Suite struct ReportPlotTests {
  private func series(_ values: [Double]) -> Series {
    var series = Series()
    for (step, value) in values.enumerated() { series.add(value, step: step) }
    return series
  }

  @Test func drawsARisingLineFromCornerToCorner() throws {
    let rising = series((0..<16).map(Double.init))
    let scale = try #require(PlotScale(rising))
    let canvas = BraillePlot.draw(rising, over: 0...15, scale: scale, columns: 4, rows: 2)
    #expect(canvas.lines(plain: false) == ["  ⣠⠞", "⣠⠞⠁ "])
  }

  @Test func leavesAGapAtNotANumber() throws {
    let broken = series([1, 1, .nan, .nan, .nan, .nan, 1, 1])
    let scale = try #require(PlotScale(broken))
    let line = BraillePlot.draw(broken, over: 0...7, scale: scale, columns: 4, rows: 1)
      .lines(plain: false)[0]
    #expect(line.map { $0 == " " } == [false, true, true, false])
  }

  @Test func choosesALogarithmicAxisForDecadesOnly() throws {
    let decades = try #require(PlotScale(series([1e-6, 1e-4, 0.01, 1, 100])))
    #expect(decades.isLogarithmic)
    #expect(abs(decades.position(0.01) - 0.5) < 1e-9)
    let withZeros = try #require(PlotScale(series([0, 0, 1e-3, 1, 10])))
    #expect(withZeros.isLogarithmic)
    #expect(withZeros.position(0) == 0)
    let near = try #require(PlotScale(series([1, 2, 3])))
    #expect(!near.isLogarithmic)
    let signed = try #require(PlotScale(series([-1e6, 3, 2e6])))
    #expect(!signed.isLogarithmic)
  }

  @Test func cutsOffLonelySpikesOfASignedSeries() throws {
    var values = (0..<500).map { Double($0 % 10) - 5 }
    values[250] = 1e5
    let scale = try #require(PlotScale(series(values)))
    #expect(scale.isClipped)
    #expect(scale.high < 20)
    #expect(scale.position(1e5) == 1)
  }

  @Test func bearsConstantAndExtremeValues() throws {
    for values in [
      [0.0], [7, 7], [-1e308, 1e308], [Double.leastNonzeroMagnitude], [.infinity, 2],
    ] {
      let scale = try #require(PlotScale(series(values)))
      #expect(scale.high > scale.low)
      let canvas = BraillePlot.draw(
        series(values),
        over: 0...1,
        scale: scale,
        columns: 3,
        rows: 2
      )
      #expect(canvas.lines(plain: true).count == 2)
    }
    #expect(PlotScale(series([.nan])) == nil)
  }

  @Test func marksRoundSteps() {
    #expect(StepAxis.ticks(1...1_500, count: 4) == [500, 1_000, 1_500])
    #expect(StepAxis.ticks(0...9, count: 5) == [0, 2, 4, 6, 8])
    #expect(StepAxis.ticks(7...7, count: 4) == [7])
    #expect(StepAxis.ticks(Int.min...Int.max, count: 4) == [Int.min])
    #expect(StepAxis.column(Int.max, 0...10, 80) == 79)
  }
}
