// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// The Inception-v3 of published FIDs: TensorFlow's graph of 2015-12-05, not torchvision's network.
///
/// It differs from torchvision's in three ways: mean pooling leaves the padding out of the mean, the
/// last block pools by maximum, and there are 1008 classes. Names are those of pytorch-fid's file.
/// Input `[count, 3, 299, 299]`, -1...1; output 2048 features.
struct InceptionNetwork {
  private let steps: [(Tensor) throws -> Tensor]
  private let classifier: (weight: Tensor, bias: Tensor)?

  init(_ weights: WeightReader) throws {
    let layers = Layers(weights: weights)
    steps = [
      try layers.unit("Conv2d_1a_3x3", stride: 2),
      try layers.unit("Conv2d_2a_3x3"),
      try layers.unit("Conv2d_2b_3x3", padding: [1, 1, 1, 1]),
      { try $0.maxPooled(3, stride: 2) },
      try layers.unit("Conv2d_3b_1x1"),
      try layers.unit("Conv2d_4a_3x3"),
      { try $0.maxPooled(3, stride: 2) },
      try layers.blockA("Mixed_5b"),
      try layers.blockA("Mixed_5c"),
      try layers.blockA("Mixed_5d"),
      try layers.blockB("Mixed_6a"),
      try layers.blockC("Mixed_6b"),
      try layers.blockC("Mixed_6c"),
      try layers.blockC("Mixed_6d"),
      try layers.blockC("Mixed_6e"),
      try layers.blockD("Mixed_7a"),
      try layers.blockE("Mixed_7b", pool: Layers.meanPool),
      try layers.blockE("Mixed_7c") { try $0.maxPooled(3, stride: 1, padding: 1) },
    ]
    classifier =
      try weights.has("fc.weight")
      ? (weights.tensor("fc.weight", rank: 2), weights.tensor("fc.bias", rank: 1)) : nil
  }

  func callAsFunction(_ images: Tensor) throws -> Extraction {
    var value = try images.contiguous(.channelsLast)
    for step in steps { value = try step(value) }
    let features = try value.mean(2, 3)
    let scores = try classifier.map { try features.linear($0.weight, bias: $0.bias) }
    return Extraction(features: features, scores: scores)
  }

  /// Builds the parts by the names of the file.
  private struct Layers {
    typealias Step = (Tensor) throws -> Tensor
    let weights: WeightReader

    /// Convolution, normalization with epsilon 1e-3, ReLU.
    func unit(_ name: String, stride: Int = 1, padding: [Int] = [0, 0, 0, 0]) throws -> Step {
      let convolution = try FoldedConvolution(
        weights,
        conv: "\(name).conv",
        norm: "\(name).bn",
        epsilon: 1e-3,
        stride: stride,
        padding: padding
      )
      return { try convolution($0).relu() }
    }

    /// Units one after the other.
    private func chain(_ units: [Step]) -> Step {
      { input in try units.reduce(input) { try $1($0) } }
    }

    /// Steps of the same input, joined by channel.
    private func fork(_ branches: [Step]) -> Step {
      { input in try Tensor.concatenated(branches.map { try $0(input) }, along: 1) }
    }

    /// The 3x3 mean without the padding.
    static func meanPool(_ input: Tensor) throws -> Tensor {
      let shape = try input.shape
      let ones = try Tensor.ones([1, 1, shape[2], shape[3]])
      let count = try ones.averagePooled(3, stride: 1, padding: 1)
      return try input.averagePooled(3, stride: 1, padding: 1) / count
    }

    private static let even = [1, 1, 1, 1]
    private static let wide7 = [3, 3, 0, 0]
    private static let tall7 = [0, 0, 3, 3]

    func blockA(_ name: String) throws -> Step {
      try fork([
        unit("\(name).branch1x1"),
        chain([unit("\(name).branch5x5_1"), unit("\(name).branch5x5_2", padding: [2, 2, 2, 2])]),
        chain([
          unit("\(name).branch3x3dbl_1"), unit("\(name).branch3x3dbl_2", padding: Self.even),
          unit("\(name).branch3x3dbl_3", padding: Self.even),
        ]),
        chain([Self.meanPool, unit("\(name).branch_pool")]),
      ])
    }

    func blockB(_ name: String) throws -> Step {
      try fork([
        unit("\(name).branch3x3", stride: 2),
        chain([
          unit("\(name).branch3x3dbl_1"), unit("\(name).branch3x3dbl_2", padding: Self.even),
          unit("\(name).branch3x3dbl_3", stride: 2),
        ]),
        { try $0.maxPooled(3, stride: 2) },
      ])
    }

    func blockC(_ name: String) throws -> Step {
      try fork([
        unit("\(name).branch1x1"),
        chain([
          unit("\(name).branch7x7_1"), unit("\(name).branch7x7_2", padding: Self.wide7),
          unit("\(name).branch7x7_3", padding: Self.tall7),
        ]),
        chain([
          unit("\(name).branch7x7dbl_1"), unit("\(name).branch7x7dbl_2", padding: Self.tall7),
          unit("\(name).branch7x7dbl_3", padding: Self.wide7),
          unit("\(name).branch7x7dbl_4", padding: Self.tall7),
          unit("\(name).branch7x7dbl_5", padding: Self.wide7),
        ]),
        chain([Self.meanPool, unit("\(name).branch_pool")]),
      ])
    }

    func blockD(_ name: String) throws -> Step {
      try fork([
        chain([unit("\(name).branch3x3_1"), unit("\(name).branch3x3_2", stride: 2)]),
        chain([
          unit("\(name).branch7x7x3_1"), unit("\(name).branch7x7x3_2", padding: Self.wide7),
          unit("\(name).branch7x7x3_3", padding: Self.tall7),
          unit("\(name).branch7x7x3_4", stride: 2),
        ]),
        { try $0.maxPooled(3, stride: 2) },
      ])
    }

    func blockE(_ name: String, pool: @escaping Step) throws -> Step {
      let split = { (part: String) throws -> Step in
        try fork([
          unit("\(name).\(part)a", padding: [1, 1, 0, 0]),
          unit("\(name).\(part)b", padding: [0, 0, 1, 1]),
        ])
      }
      return try fork([
        unit("\(name).branch1x1"),
        chain([unit("\(name).branch3x3_1"), split("branch3x3_2")]),
        chain([
          unit("\(name).branch3x3dbl_1"), unit("\(name).branch3x3dbl_2", padding: Self.even),
          split("branch3x3dbl_3"),
        ]),
        chain([pool, unit("\(name).branch_pool")]),
      ])
    }
  }
}
