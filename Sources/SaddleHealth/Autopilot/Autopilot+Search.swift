// SPDX-License-Identifier: Apache-2.0

// What a search of a weight does to a run stands among the autopilot's changes: in the order in which
// they were made, and in the same ledger.
extension Autopilot {
  /// How many interventions the ledger holds.
  public var ledgerCount: Int { (others ?? 0) + interventions.count }

  /// Counts interventions of a search, which stand in the same ledger.
  public mutating func count(others: Int) { self.others = others > 0 ? others : nil }

  /// Replaces the change that a search has made by another one.
  ///
  /// - Parameters:
  ///   - old: The change in force; nil where there is none.
  ///   - new: The one to be in force; nil for none.
  public mutating func replace(_ old: ConfigurationChange?, by new: ConfigurationChange?) {
    let place = old.flatMap { inForce.lastIndex(of: $0) }
    if let place { inForce.remove(at: place) }
    if let new { inForce.insert(new, at: place ?? inForce.count) }
  }
}
