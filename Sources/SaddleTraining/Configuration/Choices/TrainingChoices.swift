// SPDX-License-Identifier: Apache-2.0

/// Where tensors live and are computed on.
public enum DeviceName: String, ConfigurationChoice {
  /// The processor.
  case cpu

  /// What it is, in one line.
  public var summary: String { "the processor, all cores unless threads says otherwise" }
}

/// The optimisers by name.
public enum OptimizerName: String, ConfigurationChoice {
  /// Adam.
  case adam
  /// Adam with decoupled weight decay.
  case adamw
  /// Gradient descent, with momentum where asked for.
  case sgd
  /// RMSprop.
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

/// In which order the two networks are updated within a step.
public enum UpdateOrder: String, ConfigurationChoice {
  /// Discriminator first; the generator sees the updated one.
  case alternating
  /// The generator moves first, the discriminator answers the updated generator.
  case alternatingGeneratorFirst
  /// Both gradients are taken at the same point.
  case simultaneous
  /// Both look one step ahead and move by the gradient found there.
  case extragradient
  /// The same, looking ahead along the last gradient.
  case extrapolationFromPast
  /// Twice this step less the last one.
  case optimistic
  /// Both also shrink their common gradient.
  case consensus
  /// The generator learns through future steps of the discriminator.
  case unrolled

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .alternating: "discriminator first, the generator answers the updated one"
    case .alternatingGeneratorFirst: "generator first, the discriminator answers the updated one"
    case .simultaneous: "both gradients at the same point, as theory has it"
    case .extragradient: "both look a step ahead and move by the gradient there (ExtraAdam)"
    case .extrapolationFromPast:
      "the same with the last gradient for looking ahead: one pass a step"
    case .optimistic: "twice this step less the last one (OGDA, optimistic Adam)"
    case .consensus: "both also shrink their common gradient (training.consensus)"
    case .unrolled: "G learns through steps that D is going to make (training.unrollSteps)"
    }
  }

  /// Whether the players take turns rather than move at once.
  public var alternates: Bool { self == .alternating || self == .alternatingGeneratorFirst }
}

/// The distribution that latents are drawn from.
public enum LatentDistribution: String, ConfigurationChoice {
  /// Standard normal.
  case normal
  /// Uniform on -1...1.
  case uniform

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .normal: "standard normal"
    case .uniform: "uniform from -1 to 1"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] { self == .normal ? ["gaussian"] : [] }
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
