// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleEvaluation
import SaddleImage
import SaddleRuns
import SaddleTerminal
import SaddleTraining

/// `saddle sample`: draws samples from a run's generator.
struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw samples from a run's generator.",
    discussion: """
      Images become one PNG each, points one CSV. With --to FILE.npy all become one numpy array: \
      images uint8 [count, height, width, channels] from 0 to 255, points float32 [count, 2]. The \
      averaged generator is used where the run keeps one. The same seed gives the same samples.

        saddle sample runs/fashion-mnist --count 100 --to clothes
        saddle sample runs/fashion-mnist --count 10000 --to clothes.npy
        saddle sample runs/fashion-mnist --grid 8 --to grid.png
        saddle sample runs/fashion-mnist --checkpoint best --grid 8
        saddle sample runs/ring --checkpoint 2000 --seed 7 --count 5000 --to points.csv
      """
  )

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"))
  var path: String

  @Option(help: "How many samples.")
  var count = 64

  @Option(help: "Draw a grid of this many images a side into one PNG instead.")
  var grid: Int?

  @Option(help: "Folder of PNGs, a .png file with --grid, a .csv file for points, a .npy file.")
  var to: String?

  @Option(
    help: ArgumentHelp(
      "The checkpoint: a step, best (of the evaluations during training) or newest.",
      valueName: "step|best|newest"
    )
  )
  var checkpoint = CheckpointStore.Choice.newest

  @Option(help: "Seed of the latents.")
  var seed: UInt64 = 0

  @Option(help: "The class of all samples, from 0 on, of a conditional run; default: all in turn.")
  var label: Int?

  @Flag(help: "Use the weights as trained instead of their average.")
  var noEma = false

  /// More samples than anybody keeps: a number with too many zeros is no wish.
  private static let largestCount = 100_000_000

  func validate() throws {
    guard (1...Self.largestCount).contains(count) else {
      throw ValidationError("--count is \(count); it must be 1...\(Self.largestCount)")
    }
    if let grid, grid < 1 || grid > 64 {
      throw ValidationError("--grid is \(grid); it must be 1...64")
    }
  }

  func run() throws {
    let directory = RunDirectory(path)
    guard FileManager.default.fileExists(atPath: directory.checkpoints) else {
      throw Failure.usage("\(path): no run (checkpoints/ is missing); `saddle runs` lists runs")
    }
    let store = CheckpointStore(folder: directory.checkpoints, keep: 1)
    let step = try store.step(of: checkpoint) {
      StandardError.print("\($0); trying the one before")
    }
    let stored = try Overrides(set: []).load(store.path(step: step) + "/config.yaml")
    let sampler = try Sampler(
      configuration: stored,
      store: store,
      step: step,
      seed: seed,
      usesAverage: !noEma
    )
    if let label {
      guard let names = sampler.classNames else {
        throw Failure.usage("\(path): its generator knows no classes; leave --label out")
      }
      guard names.indices.contains(label) else {
        throw Failure.usage("--label is \(label); the run has the classes 0...\(names.count - 1)")
      }
      sampler.label = label
    }
    StandardOutput.print(line: try write(sampler, step))
  }

  private func write(_ sampler: Sampler, _ step: Int) throws -> String {
    if grid == nil, let to, to.hasSuffix(".npy") {
      try UserFile.write(array(sampler).file, to: to)
      return to
    }
    if let grid {
      let file = to ?? "\(path)/samples/grid-\(step)-seed\(seed).png"
      try UserFile.write(Data(sampler.grid(side: grid).encodePNG()), to: file)
      return file
    }
    guard sampler.makesImages else {
      let file = to ?? "\(path)/samples/points-\(step)-seed\(seed).csv"
      try UserFile.write(Data(sampler.csv(count: count).utf8), to: file)
      return file
    }
    let folder = to ?? "\(path)/samples/\(step)-seed\(seed)"
    try AtomicFile.createFolder(folder)
    var line = ProgressLine()
    let available = sampler.available(count)
    try sampler.forEachImage(count: count) { index, image in
      let name = String(format: "%06d.png", index)
      try AtomicFile.writeSoon(Data(image.encodePNG()), to: "\(folder)/\(name)")
      line.show { "\(index + 1)/\(available) images" }
    }
    line.end()
    return folder
  }

  private func array(_ sampler: Sampler) throws -> NumpyArray {
    guard sampler.makesImages else {
      return try NumpyArray(shape: [count, 2], floats: sampler.points(count: count))
    }
    var pixels: [UInt8] = []
    var shape: [Int] = []
    try sampler.forEachImage(count: count) { _, image in
      if shape.isEmpty {
        shape = [image.height, image.width, image.channels]
      }
      pixels += image.pixels
    }
    return NumpyArray(shape: [sampler.available(count)] + shape, bytes: pixels)
  }
}
