// SPDX-License-Identifier: Apache-2.0

extension Schedule {
  /// When a change begins or has ended: `2000`, or `50%` of the whole run.
  ///
  /// A share goes with the run's length, so that a recipe fits a shorter or a longer one.
  public enum Place: Sendable, Equatable {
    /// Steps of the generator.
    case step(Int)
    /// A share of the whole run, 0...1.
    case share(Double)

    /// Reads a count of steps or a percentage; nil where it is neither.
    init?(_ text: String) {
      if text.hasSuffix("%") {
        guard let percent = Double(text.dropLast()), (0...100).contains(percent) else { return nil }
        self = .share(percent / 100)
      } else {
        guard let value = Double(text), let steps = Int(exactly: value), steps >= 0 else {
          return nil
        }
        self = .step(steps)
      }
    }

    /// The step that is meant in a run of so many.
    public func step(of steps: Int) -> Int {
      switch self {
      case .step(let step): step
      case .share(let share): Int((share * Double(steps)).rounded())
      }
    }
  }
}
