// SPDX-License-Identifier: Apache-2.0

public import SaddleCLI
public import SaddleEvaluation
public import SaddleTraining

/// Which errors of the libraries are mistakes in what the user named.
extension CheckpointStore.Missing: UsageError {
  /// Whether there is no such checkpoint, rather than none that is intact.
  public var isWrongUsage: Bool { !isOfDamage }
}

extension DataError: UsageError {
  /// Whether a set or path isn't there, or can't be meant.
  public var isWrongUsage: Bool { code == .notFound || code == .invalidConfiguration }
}

extension EvaluationError: UsageError {
  /// Whether a metric or a network can't be had.
  public var isWrongUsage: Bool { code == .option }
}
