// SPDX-License-Identifier: Apache-2.0

extension Diagnosis {
  /// What to do, best first, each measure once: what helps against the first cause, then the others.
  ///
  /// What has passed comes last; a healthy run needs no remedy.
  public var remedies: [Remedy] {
    guard health != .healthy else { return [] }
    let order = causes.map(\.symptom)
    func place(_ finding: Finding) -> Int {
      guard finding.state == .firing else { return Int.max }
      return order.firstIndex(of: finding.symptom) ?? order.count
    }
    let ordered = findings.enumerated().sorted {
      (place($0.element), $0.offset) < (place($1.element), $1.offset)
    }
    var seen: Set<Measure> = []
    return ordered.flatMap(\.element.remedies).filter { seen.insert($0.measure).inserted }
  }
}
