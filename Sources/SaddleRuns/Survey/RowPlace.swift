// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Where the columns of a log place a row on the horizontal axis.
struct RowPlace: Sendable, Equatable {
  var step: Int?
  var epoch: Double?
  var batch: Int?
  var batchesPerEpoch: Int?
  var kimg: Double?
  var images: Int?
  var wallTime: Double?

  /// Takes in a cell that belongs to the axis.
  mutating func take(_ axis: ColumnMeaning.Axis, _ value: Double) {
    switch axis {
    case .step: step = Steps.whole(value) ?? step
    case .epoch: epoch = Steps.whole(value) == nil ? epoch : value
    case .batch: batch = Steps.whole(value) ?? batch
    case .batchesPerEpoch: batchesPerEpoch = Steps.whole(value) ?? batchesPerEpoch
    case .kimg: kimg = Steps.whole(value) == nil ? kimg : value
    case .images: images = Steps.whole(value) ?? images
    case .wallTime: wallTime = value
    }
  }

  /// A number that orders the rows of one session; equal for rows of one step.
  ///
  /// It needs nothing but the row, so that a first pass over a file can find where it goes back.
  var order: Int? {
    let inner = step ?? batch
    if let epoch, let inner {
      let shifted = Steps.whole(epoch).flatMap { Steps.product($0, 1 << 24) }
      return shifted.flatMap { Steps.sum($0, inner) } ?? inner
    }
    if let inner { return inner }
    if let kimg { return Steps.whole(kimg * 1000) }
    return images ?? epoch.flatMap { Steps.whole($0 * 1000) }
  }
}

extension RowPlace {
  /// The place of a row whose axis is in its cells; what it does not say is as `before`.
  static func of(
    _ row: ParsedRows.Row,
    in rows: ParsedRows,
    before: RowPlace,
    axis: (Int) -> ColumnMeaning.Axis?
  ) -> RowPlace {
    var place = before
    place.wallTime = row.wallTime
    if let step = row.step { place.step = step }
    for index in row.firstCell..<row.endCell {
      let cell = rows.cells[index]
      if let axis = axis(Int(cell.column)) { place.take(axis, cell.value) }
    }
    return place
  }
}
