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

  /// Hits of all with their share and its 95 % interval (Wilson 1927).
  static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "-" }
    let z = 1.96
    let (count, share) = (Double(whole), Double(part) / Double(whole))
    let middle = share + z * z / (2 * count)
    let half = z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
    let scale = 1 + z * z / count
    let low = number(100 * max(0, (middle - half) / scale), 0)
    let high = number(100 * min(1, (middle + half) / scale), 0)
    return "\(part) of \(whole) (\(low) to \(high) %)"
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
