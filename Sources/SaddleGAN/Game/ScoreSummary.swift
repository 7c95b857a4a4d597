// SPDX-License-Identifier: Apache-2.0

/// Mean, standard deviation and fraction above the decision point of a batch of scores.
package struct ScoreSummary: Equatable {
  package var mean: Double
  /// Population standard deviation.
  package var deviation: Double
  /// Nil where the objective has no decision point.
  package var fractionAbove: Double?

  package init(_ scores: [Float], boundary: Double?) {
    let count = Double(max(1, scores.count))
    var sum = 0.0
    var above = 0.0
    for score in scores {
      sum += Double(score)
      if let boundary, Double(score) > boundary { above += 1 }
    }
    let mean = sum / count
    var squares = 0.0
    for score in scores { squares += (Double(score) - mean) * (Double(score) - mean) }
    self.mean = mean
    self.deviation = (squares / count).squareRoot()
    self.fractionAbove = boundary == nil ? nil : above / count
  }
}
