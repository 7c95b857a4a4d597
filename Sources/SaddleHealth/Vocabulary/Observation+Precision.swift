// SPDX-License-Identifier: Apache-2.0

extension Observation {
  /// The same values as an event file gives them back: rounded to single precision.
  ///
  /// A trainer that shows its monitor these sees what `saddle diagnose` sees of its log afterwards.
  public var inSinglePrecision: Observation {
    var result = self
    for (signal, value) in values { result[signal] = Double(Float(value)) }
    return result
  }
}
