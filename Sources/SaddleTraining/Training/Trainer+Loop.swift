// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth
import SaddleRuns
import SaddleSettings

/// From the first step to the end of a run.
extension Trainer {
  /// Trains until the last step, a stop request, a finding or a standstill that ends the run, or an
  /// error.
  ///
  /// Whatever ends it, the run directory is complete: a checkpoint of the last finite state, the
  /// journals on the disk, `run.json` with status and reason.
  ///
  /// - Parameters:
  ///   - stop: Asked between steps.
  ///   - report: Told what happens.
  /// - Throws: `ArchitectureError` before the first step, `NonFinite`, `TensorError`, `DataError` or
  ///   `FileError`; the run is then `failed`.
  public func train(
    stop: StopRequest? = nil,
    report: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingOutcome {
    do {
      let outcome = try loop(stop: stop, report: report)
      switch outcome {
      case .finished: try writeRecord(.finished)
      case .stopped(_, let reason), .stoodStill(_, let reason):
        try writeRecord(.stopped, reason: reason)
      }
      return outcome
    } catch {
      // A journal that can't be written may not hide why the run failed.
      if let error = error as? NonFinite, !hasTold { try? tell(of: error, report) }
      try? writeRecord(.failed, reason: "\(error)")
      throw error
    }
  }

  private func loop(
    stop: StopRequest?,
    report: (TrainingEvent) -> Void
  ) throws -> TrainingOutcome {
    if let finding = architecture?.blocking { throw ArchitectureError(finding: finding) }
    if let asked = successor?.intervention {
      return .stopped(step: step, reason: Self.reason(asked))
    }
    let steps = configuration.training.steps
    do {
      if standstill == nil { try prepareEvaluation(stop, report) }
      report(.started(step: step, steps: steps))
      try saveBeginning(report)
      while step < steps || pending != nil || isSearching {
        try searchWeight(stop, report)
        if let standstill {
          try close(report)
          return .stoodStill(step: step, reason: standstill)
        }
        let ending = try steeredStep(stop, report)
        if let stop, stop.signal != 0 { return try end(stop, report) }
        if let ending {
          try save(report, isLast: true)
          return .stopped(step: step, reason: ending)
        }
        if stop?.takeSaveRequest() == true { try save(report, isLast: false) }
      }
    } catch let error as CancellationError {
      // In an evaluation, or before the first step.
      guard let stop else { throw error }
      return try end(stop, report)
    }
    try close(report)
    return .finished
  }

  private func close(_ report: (TrainingEvent) -> Void) throws {
    try save(report, isLast: true)
    try drawFinalSamples(report)
  }

  private func end(
    _ stop: StopRequest,
    _ report: (TrainingEvent) -> Void
  ) throws -> TrainingOutcome {
    try save(report, isLast: true)
    return .stopped(step: step, reason: StopRequest.name(of: stop.signal))
  }
}
