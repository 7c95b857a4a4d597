// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// Which pixels a score of a discriminator depends on, found by its gradient.
struct FieldOfView: Equatable {
  /// Rows and columns that the score nearest to the middle depends on.
  var height: Int
  var width: Int
  /// Rows and columns of the image.
  var imageHeight: Int
  var imageWidth: Int
  /// Scores of one image.
  var scoreCount: Int

  /// Differentiates one score by a random image.
  static func measure(
    _ discriminator: Module,
    shape: [Int],
    condition: Condition,
    using random: Random
  ) throws(TensorError) -> FieldOfView {
    let image = try random.normal([1] + shape).requiringGrad()
    let output = try discriminator.forward(image, condition: condition, mode: .inference)
    let scores = try output.reshaped([-1])
    let count = try scores.count
    let rows = try output.shape.count == 4 ? output.shape[2] : 1
    let columns = try output.shape.count == 4 ? output.shape[3] : count
    let middle = try scores.narrowed(rows / 2 * columns + columns / 2, length: 1).sum()
    guard let gradient = try grad([middle], [image]).first else {
      throw TensorError(.other, "field of view", cause: "the score has no gradient")
    }
    let touched = try gradient.abs().sum(1)
    func extent(_ dimension: Int) throws(TensorError) -> Int {
      let sums: [Float] = try touched.sum(dimension).reshaped([-1]).array()
      guard let first = sums.firstIndex(where: { $0 > 0 }),
        let last = sums.lastIndex(where: { $0 > 0 })
      else { return 0 }
      return last - first + 1
    }
    return FieldOfView(
      height: try extent(2),
      width: try extent(1),
      imageHeight: shape[1],
      imageWidth: shape[2],
      scoreCount: count
    )
  }
}
