// SPDX-License-Identifier: Apache-2.0

/// Counts of right and wrong answers.
struct Confusion: Sendable {
  var truePositives = 0
  var falsePositives = 0
  var falseNegatives = 0
  var trueNegatives = 0

  mutating func add(truth: Bool, said: Bool) {
    switch (truth, said) {
    case (true, true): truePositives += 1
    case (true, false): falseNegatives += 1
    case (false, true): falsePositives += 1
    case (false, false): trueNegatives += 1
    }
  }

  var precision: Double? { ratio(truePositives, truePositives + falsePositives) }
  var recall: Double? { ratio(truePositives, truePositives + falseNegatives) }
  var f1: Double? {
    ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives)
  }

  private func ratio(_ a: Int, _ b: Int) -> Double? { b == 0 ? nil : Double(a) / Double(b) }
}

/// Text of numbers in the table.
enum Format {
  static func number(_ value: Double?, _ places: Int = 2) -> String {
    guard let value else { return "-" }
    var factor = 1.0
    for _ in 0..<places { factor *= 10 }
    let rounded = (value * factor).rounded() / factor
    return places == 0 ? "\(Int(rounded))" : "\(rounded)"
  }

  static func percent(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "-" : "\(part) of \(whole) (\(number(100 * Double(part) / Double(whole), 0)) %)"
  }

  static func median(_ values: [Int]) -> String {
    values.isEmpty ? "-" : "\(values.sorted()[values.count / 2])"
  }

  /// Lines of a Markdown table.
  static func table(_ header: [String], _ rows: [[String]]) -> String {
    ([header, header.map { _ in "---" }] + rows)
      .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }
}
