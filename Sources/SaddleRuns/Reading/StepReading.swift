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
    case .step: step = RowPlace.whole(value) ?? step
    case .epoch: epoch = RowPlace.whole(value) == nil ? epoch : value
    case .batch: batch = RowPlace.whole(value) ?? batch
    case .batchesPerEpoch: batchesPerEpoch = RowPlace.whole(value) ?? batchesPerEpoch
    case .kimg: kimg = RowPlace.whole(value) == nil ? kimg : value
    case .images: images = RowPlace.whole(value) ?? images
    case .wallTime: wallTime = value
    }
  }

  /// A number that orders the rows of one session; equal for rows of one step.
  ///
  /// It needs nothing but the row, so that a first pass over a file can find where it goes back.
  var order: Int? {
    let inner = step ?? batch
    if let epoch, let inner {
      let shifted = RowPlace.whole(epoch).flatMap { Steps.product($0, 1 << 24) }
      return shifted.flatMap { Steps.sum($0, inner) } ?? inner
    }
    if let inner { return inner }
    if let kimg { return RowPlace.whole(kimg * 1000) }
    return images ?? epoch.flatMap { RowPlace.whole($0 * 1000) }
  }

  /// The number as an integer where it can be a step; nil for NaN and beyond 2^53.
  static func whole(_ value: Double) -> Int? {
    guard value.isFinite, value.magnitude <= Double(Steps.limit) else { return nil }
    return Int(value.rounded(.down))
  }
}

/// What a step of the observations is.
public enum StepUnit: String, Sendable, CaseIterable {
  /// The log's own step or iteration.
  case step
  /// Epoch times batches, plus batch.
  case batch
  /// Epochs.
  case epoch
  /// Thousands of real images.
  case kimg
  /// Real images.
  case images
  /// The log has no axis: rows are counted.
  case row
}

/// How the rows' places become steps; learned from a survey of the log.
struct StepRule: Sendable, Equatable {
  var unit: StepUnit
  /// For `.batch`: batches an epoch.
  var epochLength = 1
  /// For `.batch`: the number of the first epoch.
  var firstEpoch = 0

  /// Returns the step, or nil where the row has no place of its own.
  func step(_ place: RowPlace, row: Int) -> Int? {
    switch unit {
    case .step: return place.step
    case .batch:
      guard let epoch = place.epoch, let inner = place.batch ?? place.step else { return nil }
      return RowPlace.whole(epoch).flatMap { Steps.sum($0, -firstEpoch) }
        .flatMap { Steps.product($0, epochLength) }.flatMap { Steps.sum($0, inner) }
    case .epoch: return place.epoch.flatMap(RowPlace.whole)
    case .kimg: return place.kimg.flatMap { RowPlace.whole($0.rounded()) }
    case .images: return place.images ?? place.kimg.flatMap { RowPlace.whole($0 * 1000) }
    case .row: return row
    }
  }
}

/// Learns the `StepRule` of a log from its rows.
struct StepLearner: Sendable {
  private var rows = 0
  private var steps = 0
  private var distinctSteps = 0
  private var batches = 0
  private var epochs = 0
  private var kimgs = 0
  private var images = 0
  private var minimumEpoch = Double.infinity
  private var epochChanges = 0
  /// Rows whose epoch is that of the row before.
  private var rowsOfSameEpoch = 0
  private var hasPartsOfEpochs = false
  private var fallsAtEpochChange = 0
  private var declaredLength: Int?
  private var lengthVotes: [Int: Int] = [:]
  private var largestInner = 0
  private var stride = 0
  private var smallestKimgStride = Double.infinity
  private var last: RowPlace?

  /// - Parameter goesOn: Whether the row is a part of the row before.
  mutating func take(_ place: RowPlace, goesOn: Bool = false) {
    rows += 1
    if !goesOn, let epoch = place.epoch, epoch == last?.epoch { rowsOfSameEpoch += 1 }
    if let step = place.step {
      steps += 1
      if last?.step != step { distinctSteps += 1 }
    }
    if place.batch != nil { batches += 1 }
    if place.kimg != nil { kimgs += 1 }
    if place.images != nil { images += 1 }
    if let length = place.batchesPerEpoch, length > 0 { declaredLength = length }
    if let epoch = place.epoch {
      epochs += 1
      minimumEpoch = min(minimumEpoch, epoch)
      hasPartsOfEpochs = hasPartsOfEpochs || epoch != epoch.rounded()
    }
    takeEpochs(place)
    if let now = place.kimg, let before = last?.kimg, now > before {
      smallestKimgStride = min(smallestKimgStride, now - before)
    }
    last = place
  }

  private mutating func takeEpochs(_ place: RowPlace) {
    guard let inner = place.batch ?? place.step else { return }
    largestInner = max(largestInner, inner)
    guard let epoch = place.epoch, let lastEpoch = last?.epoch,
      let lastInner = last?.batch ?? last?.step
    else { return }
    if epoch == lastEpoch {
      if inner > lastInner { stride = inner &- lastInner }
    } else if epoch == lastEpoch + 1 {
      epochChanges += 1
      if inner <= lastInner {
        fallsAtEpochChange += 1
        // Lines come every `stride` batches, also across the boundary.
        let length = lastInner &+ stride &- inner
        if stride > 0, length > 0, lengthVotes.count < 1000 || lengthVotes[length] != nil {
          lengthVotes[length, default: 0] += 1
        }
      }
    }
  }

  /// The rule as far as it can be known by now.
  func rule() -> StepRule {
    let isWithinEpoch = epochChanges > 0 && fallsAtEpochChange * 2 > epochChanges
    if steps > 0, !isWithinEpoch, !(distinctSteps == 1 && steps >= 10) {
      return StepRule(unit: .step)
    }
    if kimgs > 0 { return StepRule(unit: smallestKimgStride < 0.6 ? .images : .kimg) }
    if images > 0 { return StepRule(unit: .images) }
    if epochs > 0, batches > 0 || isWithinEpoch {
      let voted = lengthVotes.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
      return StepRule(
        unit: .batch,
        epochLength: max(1, declaredLength ?? voted ?? largestInner &+ max(1, stride)),
        firstEpoch: minimumEpoch < 1 ? 0 : 1
      )
    }
    if batches > 0 { return StepRule(unit: .row) }
    // Rows that share an epoch are not one step.
    if epochs > 0, rowsOfSameEpoch * 2 <= rows, !hasPartsOfEpochs { return StepRule(unit: .epoch) }
    return StepRule(unit: .row)
  }
}
