// SPDX-License-Identifier: Apache-2.0

import Foundation

extension CheckpointStore {
  /// Which of a run's checkpoints is meant.
  public enum Choice: Sendable, Equatable {
    /// The newest that is intact.
    case newest
    /// The one of the best evaluation.
    case best
    /// The one after a step.
    case step(Int)

    /// Reads `best`, `newest` or a step; nil for anything else.
    public init?(_ text: String) {
      switch text {
      case "newest": self = .newest
      case "best": self = .best
      default:
        guard let step = Int(text), step >= 0 else { return nil }
        self = .step(step)
      }
    }
  }

  /// A checkpoint that was asked for and isn't there.
  public struct Missing: Error, Sendable, Equatable, CustomStringConvertible {
    /// Which, why, and what to do.
    public let description: String
    /// Whether there are some and none of them is intact.
    public var isOfDamage = false
  }

  /// Returns the step of the checkpoint that is meant, which is intact.
  ///
  /// - Parameters:
  ///   - choice: Which.
  ///   - report: Told of damaged ones that were passed over.
  /// - Throws: `Missing`, or `Damage` of the one that was asked for.
  public func step(of choice: Choice, report: (Damage) -> Void = { _ in }) throws -> Int {
    let there = steps()
    let list = there.isEmpty ? "there is none" : "there are " + Self.list(there)
    switch choice {
    case .newest:
      let newest = try newestIntact(report: report)
      guard let newest else {
        let text = "\(folder): no intact checkpoint yet"
        throw Missing(description: text, isOfDamage: !there.isEmpty)
      }
      return newest
    case .step(let step):
      guard there.contains(step) else {
        throw Missing(description: "\(folder): no checkpoint of step \(step); \(list)")
      }
      try verify(step: step)
      return step
    case .best:
      guard let newest = try newestIntact(report: report), let best = try bestEvaluation(in: newest)
      else {
        throw Missing(
          description: "\(folder): no evaluation said which checkpoint is best; set "
            + "evaluation.every and evaluation.metrics, or name one: \(list)"
        )
      }
      try verify(step: best.step)
      return best.step
    }
  }

  /// Removes the sets after `step`, so that the run goes on from there and from nowhere else.
  ///
  /// Call it with the run's lock held.
  ///
  /// - Returns: The steps of the sets that were removed.
  @discardableResult
  public func abandon(after step: Int) -> [Int] {
    let later = steps().filter { $0 > step }
    for step in later { discard(step: step) }
    return later
  }

  /// Makes damage of a file out of what reading its JSON throws.
  func decoding<Value>(_ name: String, step: Int, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as DecodingError {
      throw Damage(step: step, path: path(step: step) + "/" + name, reason: "\(error)")
    }
  }

  private static func list(_ steps: [Int]) -> String {
    steps.suffix(10).map(String.init).joined(separator: ", ")
  }

  /// The best evaluation that the checkpoint of `step` knows of.
  func bestEvaluation(in step: Int) throws -> BestEvaluation? {
    struct Part: Decodable { var best: BestEvaluation? }
    let data = try read("state.json", step: step)
    return try decoding("state.json", step: step) {
      try JSONDecoder().decode(Part.self, from: data).best
    }
  }
}
