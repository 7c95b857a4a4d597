// SPDX-License-Identifier: Apache-2.0

/// Tells rows that go on with the row before from those that begin something new.
///
/// Many programs print D's loss in one line and G's in the next: rows of one place that have no
/// column in common are of one moment.
struct RowGroups: Sendable {
  private var group: Int32 = 0
  /// The last group that each column was in.
  private var last: [Int32] = []

  /// Whether `row` goes on with the row before.
  ///
  /// - Parameters:
  ///   - isMoved: Whether the row is of another place than the one before.
  ///   - isAxis: Whether a column places the row; such columns don't count.
  mutating func goesOn(
    _ row: ParsedRows.Row,
    in rows: ParsedRows,
    isMoved: Bool,
    isAxis: (Int) -> Bool
  ) -> Bool {
    let count = rows.columns.names.count
    if last.count < count { last += Array(repeating: 0, count: count - last.count) }
    var isNew = isMoved || row.startsSession || group == 0
    if !isNew {
      for index in row.firstCell..<row.endCell {
        let column = Int(rows.cells[index].column)
        if last[column] == group, !isAxis(column) {
          isNew = true
          break
        }
      }
    }
    if isNew { group &+= 1 }
    for index in row.firstCell..<row.endCell { last[Int(rows.cells[index].column)] = group }
    return !isNew
  }
}
