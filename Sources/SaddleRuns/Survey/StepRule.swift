// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

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

  /// The rule of a file beside a log that counts images: what counts thousands of them does so, too.
  func beside(images: Bool) -> StepRule {
    images && unit == .kimg ? StepRule(unit: .images) : self
  }

  /// Whether it tells apart what another rule calls one step, in the same order.
  func isFiner(than other: StepRule) -> Bool {
    other.unit == .step && unit == .batch || other.unit == .kimg && unit == .images
  }

  /// Returns the step, or nil where the row has no place of its own.
  func step(_ place: RowPlace, row: Int) -> Int? {
    switch unit {
    case .step: return place.step
    case .batch:
      guard let epoch = place.epoch, let inner = place.batch ?? place.step else { return nil }
      return Steps.whole(epoch).flatMap { Steps.sum($0, -firstEpoch) }
        .flatMap { Steps.product($0, epochLength) }.flatMap { Steps.sum($0, inner) }
    case .epoch: return place.epoch.flatMap(Steps.whole)
    case .kimg: return place.kimg.flatMap { Steps.whole($0.rounded()) }
    case .images: return place.images ?? place.kimg.flatMap { Steps.whole($0 * 1000) }
    case .row: return row
    }
  }
}
