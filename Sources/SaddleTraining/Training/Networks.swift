// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// Both networks of a run with their initial weights.
struct Networks {
  let generator: Module
  let discriminator: Module
  let latentShape: [Int]
  /// Number of classes of conditional networks; nil for others.
  let classCount: Int?
  /// Whether no layer of the discriminator looks across the batch.
  let judgesSamplesOneByOne: Bool
  /// Whether weights and samples lie with their channels last, which convolutions are faster in.
  let usesChannelsLast: Bool

  init(_ configuration: Configuration, shape: SampleShape) throws(TensorError) {
    let seed = UInt64(configuration.seed)
    let needsClasses =
      configuration.generator.conditioning != .none
      || configuration.discriminator.conditioning != .none
    if needsClasses, shape.classCount == nil {
      throw TensorError(
        .invalidArgument,
        "conditioning",
        cause: "the data have no classes; generator.conditioning and discriminator.conditioning "
          + "must be none"
      )
    }
    generator = try Self.generator(configuration, shape: shape)
    discriminator = try Self.discriminator(
      configuration.discriminator,
      for: shape.packed(configuration.discriminator.packing),
      using: Random(seed: SeedStream.discriminatorWeights.seed(seed))
    )
    generator.setPowerIterations(configuration.generator.powerIterations)
    discriminator.setPowerIterations(configuration.discriminator.powerIterations)
    classCount = needsClasses ? shape.classCount : nil
    latentShape = try Self.architecture(configuration.generator.architecture)
      .latentShape(configuration.generator)
    judgesSamplesOneByOne = !discriminator.modules().contains { $0.module.mixesBatch }
    // Gradients of gradients of both networks at once are slower in that order.
    usesChannelsLast = shape.isImage && configuration.training.updates != .consensus
    if usesChannelsLast {
      try generator.to(.channelsLast)
      try discriminator.to(.channelsLast)
    }
  }

  /// Takes networks that were made elsewhere.
  init(generator: Module, discriminator: Module, latentShape: [Int], classCount: Int? = nil) {
    self.generator = generator
    self.discriminator = discriminator
    self.latentShape = latentShape
    self.classCount = classCount
    judgesSamplesOneByOne = false
    usesChannelsLast = false
  }

  private static func discriminator(
    _ settings: DiscriminatorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    let architecture = try architecture(settings.architecture)
    guard settings.conditioning == .concatenation, let classes = shape.classCount else {
      return try architecture.makeDiscriminator(settings, for: shape, using: random)
    }
    let wider = SampleShape(
      [shape.dimensions[0] + classes] + shape.dimensions.dropFirst(),
      classCount: classes
    )
    return LabelConcatenation(
      try architecture.makeDiscriminator(settings, for: wider, using: random),
      classes: classes
    )
  }

  /// Makes a generator; the same configuration gives the same weights.
  static func generator(
    _ configuration: Configuration,
    shape: SampleShape
  ) throws(TensorError) -> Module {
    var settings = configuration.generator
    let random = try Random(seed: SeedStream.generatorWeights.seed(UInt64(configuration.seed)))
    let architecture = try architecture(settings.architecture)
    guard settings.conditioning == .concatenation, let classes = shape.classCount else {
      return try architecture.makeGenerator(settings, for: shape, using: random)
    }
    settings.latentSize += classes
    return LabelConcatenation(
      try architecture.makeGenerator(settings, for: shape, using: random),
      classes: classes
    )
  }

  private static func architecture(
    _ name: ArchitectureName
  ) throws(TensorError) -> any Architecture.Type {
    guard let architecture = ArchitectureCatalog.named(name) else {
      throw TensorError(.invalidArgument, "architecture", cause: "'\(name)' is not built in")
    }
    return architecture
  }
}

extension Module {
  /// Sets how well spectrally normalised layers know their largest singular value.
  fileprivate func setPowerIterations(_ count: Int) {
    for case let layer as WeightedLayer in modules().map(\.module) { layer.powerIterations = count }
  }
}

extension Game.Rules {
  init(_ configuration: Configuration, networks: Networks) throws(TensorError) {
    let smoothing = configuration.regularizers.labelSmoothing
    guard let loss = LossCatalog.make(configuration.objective, labelSmoothing: smoothing) else {
      throw TensorError(
        .invalidArgument,
        "objective",
        cause: "'\(configuration.objective.rawValue)' has no label to smooth"
      )
    }
    self.init(loss: loss)
    regularizers = configuration.makeRegularizers()
    if configuration.regularizers.instanceNoise.isOn {
      let noise = configuration.regularizers.instanceNoise
      transforms.append(
        InstanceNoise(sigma: noise.sigma, until: noise.until > 0 ? noise.until : nil)
      )
    }
    if let augmentation = configuration.augmentation.make() { transforms.append(augmentation) }
    classCount = networks.classCount
    packing = configuration.discriminator.packing
    topK = configuration.training.topK
    consensus = configuration.training.consensus
    unrollSteps = configuration.training.unrollSteps
    lookaheadEvery = configuration.training.lookahead.every
    lookaheadShare = configuration.training.lookahead.alpha
    accumulation = configuration.training.accumulate
    updates = configuration.training.updates
    discriminatorSteps = configuration.training.discriminatorSteps
    generatorSteps = configuration.training.generatorSteps
    batchSize = configuration.training.batchSize
    latentShape = networks.latentShape
    latents = configuration.generator.latentDistribution
    joinsBatches = networks.judgesSamplesOneByOne
  }
}

extension Player {
  init(_ network: Module, _ settings: OptimizerConfiguration) throws(TensorError) {
    let group = ParameterGroup(
      network.parameters(),
      learningRate: settings.learningRate,
      weightDecay: settings.weightDecay
    )
    let betas = (settings.beta1, settings.beta2)
    let optimizer: Optimizer =
      switch settings.kind {
      case .adam: try Adam([group], betas: betas, epsilon: settings.epsilon)
      case .adamw: try AdamW([group], betas: betas, epsilon: settings.epsilon)
      case .sgd: try SGD([group], momentum: settings.momentum)
      case .rmsprop:
        try RMSprop(
          [group],
          alpha: settings.alpha,
          epsilon: settings.epsilon,
          momentum: settings.momentum
        )
      }
    self.init(
      network: network,
      optimizer: optimizer,
      clipping: GradientClipping(settings.gradientClip)
    )
  }
}

extension Configuration {
  /// Every term that is added to the objective: the regularizers, and the classes' cross entropy.
  func makeRegularizers() -> [any Regularizer] {
    guard discriminator.conditioning == .auxiliaryClassifier else { return regularizers.make() }
    let weights = discriminator.auxiliary
    return regularizers.make() + [
      AuxiliaryClassification(discriminator: weights.discriminator, generator: weights.generator)
    ]
  }
}

extension RegularizersConfiguration {
  /// The regularizers that are on.
  func make() -> [any Regularizer] {
    var result: [any Regularizer] = []
    if r1.isOn {
      result.append(ZeroCentredGradientPenalty.r1(gamma: r1.gamma, interval: r1.interval))
    }
    if r2.isOn {
      result.append(ZeroCentredGradientPenalty.r2(gamma: r2.gamma, interval: r2.interval))
    }
    if gradientPenalty.isOn {
      result.append(
        GradientPenalty(
          weight: gradientPenalty.weight,
          target: gradientPenalty.target,
          isOneSided: gradientPenalty.oneSided,
          drift: gradientPenalty.drift
        )
      )
    }
    if dragan.isOn { result.append(DRAGAN(weight: dragan.weight, scale: dragan.scale)) }
    if weightClipping.isOn { result.append(WeightClipping(bound: weightClipping.bound)) }
    if orthogonal.isOn {
      result.append(
        OrthogonalRegularization(
          discriminator: orthogonal.discriminator,
          generator: orthogonal.generator
        )
      )
    }
    if consistency.isOn {
      result.append(ConsistencyRegularization(real: consistency.real, fake: consistency.fake))
    }
    if latentConsistency.isOn {
      result.append(
        LatentConsistency(
          discriminator: latentConsistency.discriminator,
          generator: latentConsistency.generator,
          radius: latentConsistency.radius
        )
      )
    }
    if leCam.isOn {
      result.append(LeCam(weight: leCam.weight, decay: leCam.decay, start: leCam.start))
    }
    if modeSeeking.isOn { result.append(ModeSeeking(weight: modeSeeking.weight)) }
    if determinantalDiversity.isOn {
      result.append(DeterminantalDiversity(weight: determinantalDiversity.weight))
    }
    if pathLength.isOn {
      result.append(
        PathLength(
          weight: pathLength.weight,
          decay: pathLength.decay,
          interval: pathLength.interval,
          batchShrink: pathLength.batchShrink
        )
      )
    }
    if historicalAveraging.isOn {
      result.append(HistoricalAveraging(weight: historicalAveraging.weight))
    }
    return result
  }
}

extension AugmentationConfiguration {
  /// The augmentation, or nil where there is none.
  func make() -> Augmentation? {
    guard isOn else { return nil }
    return Augmentation(
      TransformCatalog.all.filter { transforms.contains(type(of: $0).name) },
      probability: adaptive ? min(probability, maximum) : probability,
      controller: adaptive
        ? Augmentation.Controller(
          target: target,
          interval: interval,
          speed: speed,
          maximum: maximum
        ) : nil
    )
  }
}
