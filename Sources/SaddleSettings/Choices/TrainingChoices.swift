// SPDX-License-Identifier: Apache-2.0

/// Where tensors live and are computed on.
public enum DeviceName: String, ConfigurationChoice {
  /// The processor.
  case cpu

  /// What it is, in one line.
  public var summary: String { "the processor, all cores unless threads says otherwise" }
}

/// The optimizers by name.
public enum OptimizerName: String, ConfigurationChoice {
  case adam
  /// Adam with decoupled weight decay.
  case adamw
  /// Gradient descent, with momentum where asked for.
  case sgd
  case rmsprop

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .adam: "Adam (learningRate, beta1, beta2, epsilon, weightDecay)"
    case .adamw: "Adam with decoupled weight decay"
    case .sgd: "gradient descent (learningRate, momentum, weightDecay)"
    case .rmsprop: "RMSprop (learningRate, alpha, epsilon, momentum, weightDecay)"
    }
  }
}

/// How bad a finding must be to end the run.
public enum StopSeverity: String, ConfigurationChoice {
  /// Nothing but non-finite numbers ends a run.
  case none
  /// A critical finding does.
  case critical
  /// A warning does, too.
  case warning

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .none: "findings never end the run (non-finite numbers always do)"
    case .critical: "a critical finding ends the run"
    case .warning: "a warning or a critical finding ends the run"
    }
  }
}
