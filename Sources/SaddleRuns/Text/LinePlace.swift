// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Where in training a line says that it stands.
struct LinePlace: Sendable, Equatable {
  var epoch: Double?
  var step: Int?
  var batch: Int?
  var batches: Int?
  var kimg: Double?
  /// A whole number at the beginning of the line, without a name.
  var counter: Int?
  /// Whole numbers with a slash and without a name: `[3/25][10/1583]`, a progress bar.
  var fractions: [(done: Int, total: Int)] = []

  /// Whether an axis is named: other lines are then of this place as well.
  var isNamed: Bool { epoch != nil || step != nil || batch != nil || kimg != nil }
  var isEmpty: Bool { !isNamed && counter == nil && fractions.isEmpty }

  mutating func take(_ axis: ColumnMeaning.Axis, _ value: Double, total: Int? = nil) {
    let whole = Steps.whole(value).flatMap { Double($0) == value ? $0 : nil }
    switch axis {
    case .epoch: epoch = epoch ?? value
    case .step: step = step ?? whole
    case .batch: batch = batch ?? whole
    case .kimg: kimg = kimg ?? value
    case .batchesPerEpoch, .images, .wallTime: break
    }
    // "Epoch [0/200], Step [10/600]": of 600 in an epoch.
    if axis == .step, epoch != nil, let total, let whole {
      step = nil
      batch = batch ?? whole
      batches = batches ?? total
    }
    if axis == .batch, let total { batches = batches ?? total }
  }

  static func == (left: LinePlace, right: LinePlace) -> Bool {
    left.epoch == right.epoch && left.step == right.step && left.batch == right.batch
      && left.batches == right.batches && left.kimg == right.kimg && left.counter == right.counter
      && left.fractions.elementsEqual(right.fractions, by: ==)
  }
}

/// Makes axis cells of the places of successive lines.
struct PlaceReader: Sendable {
  private var hasEpoch = false
  /// A bar that was filled and began anew: what it counted before.
  private var base = 0
  private var lastBar: (done: Int, total: Int)?

  /// Settles what numbers without names count.
  mutating func settle(_ place: LinePlace) -> LinePlace {
    var place = place
    var fractions = place.fractions
    if place.epoch == nil, place.step == nil, place.counter == nil, fractions.count >= 2 {
      place.epoch = Double(fractions.removeFirst().done)
    }
    if let first = fractions.last(where: { $0.total > 0 }), place.batch == nil, place.step == nil {
      if place.epoch == nil, let counter = place.counter {
        place.epoch = Double(counter)
        place.counter = nil
      }
      if place.epoch != nil || hasEpoch {
        place.batch = first.done
        place.batches = first.total
      } else {
        place.step = unroll(first)
      }
    }
    if let counter = place.counter, !place.isNamed { place.step = counter }
    place.counter = nil
    place.fractions = []
    hasEpoch = hasEpoch || place.epoch != nil
    return place
  }

  /// The steps of all bars so far: one that was full is followed by the next.
  private mutating func unroll(_ bar: (done: Int, total: Int)) -> Int? {
    if let last = lastBar, last.total == bar.total, bar.done < last.done, last.done >= last.total {
      base = Steps.sum(base, last.total) ?? base
    }
    lastBar = bar
    return Steps.sum(base, bar.done)
  }
}

extension LinePlace {
  /// Adds the place as cells of the row that is being built.
  func add(to rows: inout ParsedRows) {
    if let epoch { rows.add("epoch", epoch) }
    if let step { rows.add("step", Double(step)) }
    if let batch { rows.add("batch", Double(batch)) }
    if let batches { rows.add("batches_per_epoch", Double(batches)) }
    if let kimg { rows.add("kimg", kimg) }
  }
}
