// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

// How samples are made and judged: latents, labels, transforms and packing.
extension Game {
  /// Draws latents and labels and makes samples of them.
  func generate(requiringGrad: Bool = false) throws(TensorError) -> FakeBatch {
    let shape = [rules.batchSize] + rules.latentShape
    var latents = try rules.latents.draw(shape, using: random, dtype: rules.dtype)
    if requiringGrad { latents = try latents.requiringGrad() }
    var labels: Tensor?
    if let classes = rules.classCount {
      labels = try random.integers([rules.batchSize], in: 0..<classes)
    }
    return FakeBatch(
      samples: try generate(latents, labels: labels),
      latents: latents,
      labels: labels
    )
  }

  /// Makes samples of given latents.
  func generate(_ latents: Tensor, labels: Tensor?) throws(TensorError) -> Tensor {
    try generator.network(
      latents,
      condition: Condition(labels: labels),
      mode: .training
    )
  }

  /// Judges samples: transformed, packed, with the classes that they should have.
  func scores(_ samples: Tensor, labels: Tensor?) throws(TensorError) -> Scores {
    var samples = samples
    for transform in rules.transforms {
      samples = try transform.apply(samples, step: step, using: random)
    }
    if rules.packing > 1 { samples = try samples.packed(rules.packing) }
    let condition = Condition(labels: rules.classCount == nil ? nil : labels)
    if let network = discriminator.network as? any ClassifyingDiscriminator {
      let verdict = try network.judge(samples, condition: condition, mode: .training)
      return try Scores(verdict.scores, classLogits: verdict.classLogits)
    }
    return try Scores(
      discriminator.network(samples, condition: condition, mode: .training)
    )
  }

  /// Labels of two batches one after the other.
  func joined(_ first: Tensor?, _ second: Tensor?) throws(TensorError) -> Tensor? {
    guard let first, let second else { return nil }
    return try Tensor.concatenated([first, second])
  }

  /// What a checkpoint must keep of regularizers and transforms.
  func rulesState() throws(TensorError) -> StateDictionary {
    var result = StateDictionary()
    for (index, regularizer) in rules.regularizers.enumerated() {
      result.merge(try regularizer.state(), prefix: "regularizers.\(index).")
    }
    for (index, transform) in rules.transforms.enumerated() {
      result.merge(try transform.state(), prefix: "transforms.\(index).")
    }
    for name in memory.keys.sorted() {
      for (index, tensor) in (memory[name] ?? []).enumerated() {
        result["memory.\(name).\(index)"] = tensor
      }
    }
    return result
  }

  /// Goes on from what `rulesState` gave.
  func loadRules(_ state: StateDictionary) throws(TensorError) {
    memory = [:]
    for (name, tensor) in state.removingPrefix("memory.").entries {
      let slot = String(name.prefix { $0 != "." })
      memory[slot, default: []].append(try tensor.clone())
    }
    for (index, regularizer) in rules.regularizers.enumerated() {
      try regularizer.load(state.removingPrefix("regularizers.\(index)."))
    }
    for (index, transform) in rules.transforms.enumerated() {
      try transform.load(state.removingPrefix("transforms.\(index)."))
    }
  }
}

extension Tensor {
  /// Puts each `count` samples side by side in the channels: `[b, c, ...]` to `[b / n, n c, ...]`.
  func packed(_ count: Int) throws(TensorError) -> Tensor {
    let shape = try self.shape
    guard count > 0, shape.count > 1, shape[0] % count == 0 else {
      throw TensorError(
        .invalidArgument,
        "packing",
        shapes: [shape],
        cause: "a batch of \(shape.first ?? 0) can't be cut into packs of \(count)"
      )
    }
    return try reshaped([shape[0] / count, shape[1] * count] + shape.dropFirst(2))
  }
}

extension LatentDistribution {
  /// Draws latents of a shape.
  func draw(
    _ shape: [Int],
    using random: Random,
    dtype: DType = .float32
  ) throws(TensorError) -> Tensor {
    switch self {
    case .normal: try random.normal(shape, dtype: dtype)
    case .uniform: try random.uniform(shape, low: -1, high: 1, dtype: dtype)
    }
  }
}

extension Game.Rules {
  /// Whether anything of these rules has to be kept in checkpoints.
  var remembers: Bool {
    lookaheadEvery > 0 || updates == .optimistic || updates == .extrapolationFromPast
      || regularizers.contains { $0 is LeCam || $0 is PathLength || $0 is HistoricalAveraging }
      || transforms.contains { $0 is Augmentation }
  }
}
