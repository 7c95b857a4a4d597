// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleHealth

/// What `run.json` says of a run: who made it, with what, and how it stands.
public struct RunRecord: Codable, Sendable, Equatable {
  /// How a run stands.
  public enum Status: String, Codable, Sendable {
    /// A process is training it (if `pid` still lives).
    case running
    /// It reached its last step.
    case finished
    /// A signal or a finding ended it early; it can be resumed.
    case stopped
    /// An error or a non-finite number ended it.
    case failed
  }

  /// The evaluation that counts as the best, whose checkpoint is kept.
  public struct Best: Codable, Sendable, Equatable {
    /// After which step.
    public var step: Int
    /// The metric that decides: a signal's path.
    public var metric: String
    /// Its value.
    public var value: Double
    /// How it was found; nil where it has no protocol.
    public var fingerprint: String?

    /// Creates an entry.
    public init(step: Int, metric: String, value: Double, fingerprint: String? = nil) {
      self.step = step
      self.metric = metric
      self.value = value
      self.fingerprint = fingerprint
    }
  }

  /// The run's name: its folder's.
  public var name: String
  /// How the run stands.
  public var status: Status
  /// Generator steps done.
  public var step: Int
  /// Generator steps asked for.
  public var steps: Int
  /// When it was first started, seconds since 1970.
  public var started: Double
  /// When this record was written, seconds since 1970.
  public var updated: Double
  /// The tensor engine's version.
  public var engineVersion: String
  /// Saddle's version.
  public var programVersion: String
  /// The seed of everything random.
  public var seed: UInt64
  /// Processor and thread count.
  public var machine: String
  /// The training process.
  public var pid: Int32
  /// When that process began (`ProcessStart`); nil where the system doesn't tell.
  public var processStart: String?
  /// Why it stopped or failed, in one line.
  public var reason: String?
  /// The best evaluation so far; nil where none was made.
  public var best: Best?
  /// The word of the run's own monitor when this was written; nil where none watches.
  public var health: Health?
  /// The run whose advice this one was started from, or in whose place it goes on.
  public var parent: String?
  /// Runs that were started from the advice on this one, or go on in its place.
  public var children: [String]?

  /// Creates a record.
  public init(
    name: String,
    status: Status,
    step: Int,
    steps: Int,
    started: Double,
    updated: Double,
    engineVersion: String,
    programVersion: String,
    seed: UInt64,
    machine: String,
    pid: Int32,
    reason: String? = nil
  ) {
    self.name = name
    self.status = status
    self.step = step
    self.steps = steps
    self.started = started
    self.updated = updated
    self.engineVersion = engineVersion
    self.programVersion = programVersion
    self.seed = seed
    self.machine = machine
    self.pid = pid
    processStart = ProcessStart.of(pid)
    self.reason = reason
  }

  /// Whether the process that trains is still there, and not another with its number.
  public var isAlive: Bool {
    // No permission to signal it means that it exists.
    guard pid > 0, kill(pid, 0) == 0 || errno == EPERM, !ProcessStart.hasEnded(pid) else {
      return false
    }
    guard let processStart, let start = ProcessStart.of(pid) else { return true }
    return start == processStart
  }

  /// Reads `run.json` at `path`.
  public static func read(_ path: String) throws -> RunRecord {
    try JSONDecoder().decode(RunRecord.self, from: RegularFile.read(path, limit: 1 << 20))
  }

  /// Replaces the file at `path` by this record.
  public func write(to path: String) throws {
    let encoder = JSONEncoder.stable(isPretty: true)
    try AtomicFile.write(encoder.encode(self) + Data("\n".utf8), to: path)
  }
}
