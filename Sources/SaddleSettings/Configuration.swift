// SPDX-License-Identifier: Apache-2.0

public import SaddleGAN
import SaddleHealth

/// Everything that decides what a training run does: one YAML file, read and checked whole.
///
/// Each property's default stands with the property, its type, range and meaning in the
/// `schema` of its section; reading, `--set`, `--explain`, validation, the resolved file and the
/// comparison of two configurations all go through that one list.
///
/// ```swift
/// import SaddleSettings
///
/// let loaded = try Configuration.read(
///   yaml: "generator: {architecture: mlp, width: 32}", file: "mine.yaml", overrides: ["objective=hinge"]
/// )
/// print(loaded.configuration.yaml(), loaded.warnings)
/// print(try Configuration.explain("regularizers.r1.gamma"))
/// ```
public struct Configuration: ConfigurationSection {
  /// The run's name; nil takes the file's.
  public var name: String?
  /// Seed of everything random.
  public var seed = 0
  /// Where tensors are computed.
  public var device = DeviceName.cpu
  /// Threads of the tensor engine; 0 is one per core.
  public var threads = 0
  /// What is learned.
  public var task = TaskName.unconditional
  /// Where real samples come from.
  public var data = DataConfiguration()
  /// From a picture to a picture, with task `paired`.
  public var paired = PairedConfiguration()
  /// The network that makes samples.
  public var generator = GeneratorConfiguration()
  /// The network that judges them.
  public var discriminator = DiscriminatorConfiguration()
  /// What the two networks play for.
  public var objective = ObjectiveName.nonSaturating
  /// Penalties and constraints.
  public var regularizers = RegularizersConfiguration()
  /// Random changes of pictures on their way to the discriminator.
  public var augmentation = AugmentationConfiguration()
  /// How the weights of each network are updated.
  public var optimizer = OptimizersConfiguration()
  /// Length of the run, and who moves when.
  public var training = TrainingConfiguration()
  /// Numbers that change in the course of training, one line each.
  public var schedules: [String] = []
  /// The search for the weight of a regularizer.
  public var search = SearchConfiguration()
  /// The moving average of the generator's weights.
  public var ema = AveragingConfiguration()
  /// How often scalars, samples and histograms are logged.
  public var logging = LoggingConfiguration()
  /// When the state is saved.
  public var checkpoints = CheckpointsConfiguration()
  /// Whether the run is watched, and what ends it.
  public var monitor = MonitorConfiguration()
  /// Repair while the run goes on.
  public var autopilot = AutopilotConfiguration()
  /// Measures during training.
  public var evaluation = EvaluationConfiguration()

  /// Creates a configuration with every key at its default.
  public init() {}

  /// Every key of the configuration, in the order of the file.
  public static let schema = Schema<Self>(
    "The configuration of a training run.",
    [
      .text("name", optional: \.name, "Name of the run and its folder; null takes the file's name.")
        .known(as: "experiment", "runName").changeableOnResume,
      .integer("seed", \.seed, .atLeast(0), "Seed of everything random.").known(as: "manualSeed"),
      .choice("device", \.device, "Where tensors are computed."),
      .integer(
        "threads",
        \.threads,
        .between(0, 1024),
        "Threads of the tensor engine; 0 is one per core, one for points. Bits depend on it."
      ).known(as: "numThreads"),
      .choice("task", \.task, "What is learned: who plays, and what for."),
      .section("data", \.data),
      .section("paired", \.paired),
      .section("generator", \.generator).needs(.restart),
      .section("discriminator", \.discriminator).needs(.restart),
      .choice("objective", \.objective, "What the two networks play for.")
        .known(as: "loss", "ganMode", "lossFunction").needs(.restart),
      .section("regularizers", \.regularizers).needs(.guarded),
      .section("augmentation", \.augmentation).needs(.guarded),
      .section("optimizer", \.optimizer),
      .section("training", \.training),
      .texts(
        "schedules",
        \.schedules,
        "Numbers that change, such as optimizer.*.learningRate linear to 0 (or cosine, plateau, gap)."
      ).known(as: "schedule", "lrSchedule", "scheduler").needs(.guarded),
      .section("search", \.search),
      .section("ema", \.ema),
      .section("logging", \.logging),
      .section("checkpoints", \.checkpoints),
      .section("monitor", \.monitor),
      .section("autopilot", \.autopilot),
      .section("evaluation", \.evaluation),
    ]
  )
}
