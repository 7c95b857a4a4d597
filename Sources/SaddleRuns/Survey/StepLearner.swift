// SPDX-License-Identifier: Apache-2.0

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
