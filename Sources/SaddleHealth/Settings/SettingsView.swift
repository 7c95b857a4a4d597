// SPDX-License-Identifier: Apache-2.0

/// Settings as a rule reads them: with what else is known of the run.
struct SettingsView: Sendable {
  let settings: RunSettings
  /// The objective, declared, printed or inferred.
  let objective: Objective?
  /// Whether the task is paired or conditional on an input: batches of one are usual there.
  let isPaired: Bool

  /// Gathers what is known; nil where nothing is.
  init?(_ context: RunContext, objective: Objective?, isPaired: Bool) {
    var settings = context.settings ?? RunSettings(source: "monitor.json")
    // What was declared without options: the hook's few numbers.
    func add(_ key: SettingKey, _ value: Double?, _ name: String) {
      guard let value, settings.number(key) == nil else { return }
      settings.set(key, value, named: name)
    }
    add(.generatorRate, context.generatorLearningRate, "generatorLearningRate")
    add(.discriminatorRate, context.discriminatorLearningRate, "discriminatorLearningRate")
    add(.discriminatorSteps, context.discriminatorSteps.map(Double.init), "discriminatorSteps")
    add(.batchSize, context.batchSize.map(Double.init), "batchSize")
    guard !settings.isEmpty else { return nil }
    self.settings = settings
    self.objective = objective
    self.isPaired = isPaired
  }

  /// A network and its keys, which differ by its name alone.
  struct Player: Sendable {
    let side: Side

    let optimizer, rate, beta1, beta2, epsilon, momentum, weightDecay, clipNorm: SettingKey
    /// The rate in the middle of the run, as its schedule has it.
    let rateHalfway: SettingKey
    /// The largest rate of the run, as its schedule has it.
    let ratePeak: SettingKey
    /// "The generator".
    var name: String { "The \(side.rawValue)" }
    /// "g".
    var letter: Character { side.rawValue.first ?? "g" }
    /// The network that it plays against.
    var other: Player { side == .generator ? SettingsView.discriminator : SettingsView.generator }
  }

  static let generator = Player(
    side: .generator,
    optimizer: .generatorOptimizer,
    rate: .generatorRate,
    beta1: .generatorBeta1,
    beta2: .generatorBeta2,
    epsilon: .generatorEpsilon,
    momentum: .generatorMomentum,
    weightDecay: .generatorWeightDecay,
    clipNorm: .generatorClipNorm,
    rateHalfway: .generatorRateHalfway,
    ratePeak: .generatorRatePeak
  )
  static let discriminator = Player(
    side: .discriminator,
    optimizer: .discriminatorOptimizer,
    rate: .discriminatorRate,
    beta1: .discriminatorBeta1,
    beta2: .discriminatorBeta2,
    epsilon: .discriminatorEpsilon,
    momentum: .discriminatorMomentum,
    weightDecay: .discriminatorWeightDecay,
    clipNorm: .discriminatorClipNorm,
    rateHalfway: .discriminatorRateHalfway,
    ratePeak: .discriminatorRatePeak
  )
  static let players = [generator, discriminator]

  func number(_ key: SettingKey) -> Double? { settings.number(key) }

  /// The number that the reference has.
  func reference(_ key: SettingKey) -> Double? { settings.reference?.number(key) }

  /// The optimizer's name in lower case; Adam where nothing is said, as nearly every GAN has it.
  func optimizer(of player: Player) -> String {
    settings.text(player.optimizer)?.lowercased() ?? "adam"
  }

  /// Whether an optimizer scales its steps by the gradient's own size.
  func isAdaptive(_ player: Player) -> Bool { optimizer(of: player) != "sgd" }

  /// Whether samples are points, not images.
  var isPoints: Bool {
    ["ring", "grid", "spiral", "gaussians"].contains(settings.text(.dataSource) ?? "")
  }

  /// Whether anything bounds the discriminator's slope; nil where that isn't known.
  var isBounded: Bool? {
    let penalties: [SettingKey] = [.r1, .r2, .gradientPenalty, .dragan, .weightClipping]
    if penalties.contains(where: { number($0) ?? 0 > 0 }) || settings.flag(.spectralNorm) == true {
      return true
    }
    // Only a whole configuration says by its silence that there is none.
    return settings.isSaddle ? false : nil
  }

  /// What leaves the rates as they began, and the other schedules as they are.
  var withoutRateSchedules: [ConfigurationChange] {
    guard settings.isSaddle else { return [] }
    return [
      ConfigurationChange(
        key: "schedules",
        value: .text(settings.text(.otherSchedules) ?? "[]")
      )
    ]
  }

  /// "0.05 (optimizer.generator.learningRate)".
  func shown(_ key: SettingKey) -> String {
    let value = number(key).map(SettingText.number) ?? settings.text(key) ?? "unknown"
    return "\(value) (\(settings.name(of: key)))"
  }

  /// A change of a key to a number, under its own name.
  func change(_ key: SettingKey, to value: Double) -> ConfigurationChange {
    let isWhole = Self.whole.contains(key)
    let rounded = SettingText.rounded(value)
    return ConfigurationChange(
      key: key.rawValue,
      value: isWhole ? .integer(Int(exactly: rounded.rounded()) ?? 1) : .number(rounded),
      current: number(key)
    )
  }

  private static let whole: Set<SettingKey> = [
    .batchSize, .discriminatorSteps, .generatorSteps, .steps, .r1Interval, .latentSize, .packing,
    .generatorWidth, .discriminatorWidth,
  ]
}
