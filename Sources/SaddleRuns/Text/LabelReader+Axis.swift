// SPDX-License-Identifier: Apache-2.0

// The names of places in training.
extension LabelReader {
  /// Words in front of an axis' name that make it a count or a setting: "total steps: 1000".
  static let counts: Set<String> = [
    "total", "max", "num", "number", "per", "warmup", "every", "last", "best", "start", "resume",
    "resuming", "maximum", "of", "n", "save", "log", "print", "decay",
  ]

  private static let axisWords: [String: ColumnMeaning.Axis] = [
    "epoch": .epoch, "epochs": .epoch, "ep": .epoch, "step": .step, "steps": .step,
    "iter": .step, "iters": .step, "iteration": .step, "iterations": .step, "it": .step,
    "itr": .step, "global step": .step, "global_step": .step, "batch": .batch, "batches": .batch,
    "minibatch": .batch, "kimg": .kimg, "iter(train)": .step, "epoch(train)": .epoch,
    "train epoch": .epoch, "n_iter": .step, "total_iters": .step, "update": .step,
    "num_updates": .step, "epoch num": .epoch, "batch_idx": .batch,
  ]

  /// The axis that a name is, in whatever language.
  static func axis(_ name: String) -> ColumnMeaning.Axis? {
    if let axis = axisWords[name.lowercased()] { return axis }
    return ForeignWords.translate(name).flatMap { axisWords[$0] }
  }
}
