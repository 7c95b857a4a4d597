// SPDX-License-Identifier: Apache-2.0

/// What a run offers to whoever steers it.
///
/// A trainer of one's own gives it, too: the controller asks for nothing else.
public struct Cockpit: Sendable {
  /// The mode that a change of a key needs; nil where the run has no such key.
  public var reach: @Sendable (String) -> AutopilotMode?
  /// The number that a key has now; nil where it is none.
  public var value: @Sendable (String) -> Double?
  /// Why the run's own rules refuse changes together; nil where they don't.
  public var refusal: @Sendable ([ConfigurationChange]) -> String?
  /// Steps of the intact checkpoints of this run, oldest first; asked for only where one is needed.
  public var checkpoints: @Sendable () -> [Int]
  /// What is known of the run beside its log, for remedies that no finding asks for.
  public var context: @Sendable () -> RunContext

  /// Creates a cockpit.
  public init(
    checkpoints: @escaping @Sendable () -> [Int] = { [] },
    context: @escaping @Sendable () -> RunContext = { RunContext() },
    reach: @escaping @Sendable (String) -> AutopilotMode?,
    value: @escaping @Sendable (String) -> Double?,
    refusal: @escaping @Sendable ([ConfigurationChange]) -> String? = { _ in nil }
  ) {
    self.checkpoints = checkpoints
    self.context = context
    self.reach = reach
    self.value = value
    self.refusal = refusal
  }
}
