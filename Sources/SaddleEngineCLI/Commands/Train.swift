// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleHealth
import SaddleRuns
import SaddleTerminal
import SaddleTraining

/// `saddle train`: trains a GAN from a configuration, or goes on with a run.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a GAN from a YAML file or a preset, or resume a run.",
    discussion: """
      Everything goes to RUNS/NAME: event files for TensorBoard, sample grids, checkpoints, what \
      the monitor found. Ctrl-C finishes the step, saves and says how to go on.

        saddle train ring
        saddle train Examples/fashion-mnist.yaml --set training.steps=2000
        saddle train --resume runs/fashion-mnist
        saddle train --resume runs/ring --steps 20000
        saddle train --resume runs/ring --checkpoint best    # go back; or --checkpoint 2000
        saddle train --from-advice runs/ring                 # a new run, changed as advised
        saddle train ring --autopilot guarded                # repair it while it trains

      With --autopilot restart a run that needs other networks or another objective is ended, and \
      another one, NAME-2, is trained in its place for the steps that are left.

      `saddle config --explain` lists every key. Exit status: 0 finished or out of evaluation.patience, 1 failed, 2 ended by a \
      finding, 64 wrong configuration, 130 and 143 stopped by SIGINT and SIGTERM.
      """
  )

  @Argument(help: "A YAML file or a preset (ring, grid, fashion-mnist, ...).")
  var config: String?

  @Option(help: "Name of the run's folder; default: the configuration's name.")
  var name: String?

  @Option(help: "Folder in which runs are.")
  var runs = "runs"

  @Option(help: "Go on with this run from its newest intact checkpoint.")
  var resume: String?

  @Option(
    help: ArgumentHelp(
      "With --resume: the checkpoint to go on from; later ones are removed.",
      valueName: "newest|best|step"
    )
  )
  var checkpoint: CheckpointStore.Choice?

  @Option(
    help: ArgumentHelp(
      "Start a new run as `saddle advise RUN` says; the old one stays as it is.",
      valueName: "run"
    )
  )
  var fromAdvice: String?

  @Flag(help: "Resume although the configuration differs from the checkpoint's.")
  var allowChanges = false

  @Option(help: "Steps of the whole run (training.steps).")
  var steps: Int?

  @Option(help: "Device of the tensors (device).")
  var device: String?

  @Option(
    help: ArgumentHelp(
      "How far repair may go while it trains (autopilot.mode).",
      valueName: AutopilotMode.allCases.map(\.rawValue).joined(separator: "|")
    )
  )
  var autopilot: String?

  @OptionGroup var overrides: Overrides

  @Flag(name: .shortAndLong, help: "Print warnings, findings and the end only.")
  var quiet = false

  @Option(
    help: ArgumentHelp(
      "Print a line of JSON at the end: steps/s after this many steps, memory, start-up.",
      valueName: "steps"
    )
  )
  var timings: Int?

  func validate() throws {
    if config == nil && resume == nil && fromAdvice == nil {
      throw ValidationError("name a configuration (`saddle train ring`) or use --resume RUN")
    }
    if fromAdvice != nil && (config != nil || resume != nil) {
      throw ValidationError(
        "--from-advice starts a new run from an old one's configuration; leave out "
          + (resume != nil ? "--resume" : "the configuration")
      )
    }
    if checkpoint != nil && resume == nil {
      throw ValidationError("--checkpoint names a checkpoint of a run: use --resume RUN with it")
    }
    if resume != nil && name != nil {
      throw ValidationError("--name is for new runs; a resumed run keeps its folder")
    }
  }

  func run() throws {
    let meter = Meter(warmup: timings)
    try open().train(isQuiet: quiet, onStep: meter.count) {
      if timings != nil { StandardOutput.print(meter.json()) }
    }
  }

  private func open() throws -> TrainingSession {
    var more: [String] = []
    if let steps { more.append("training.steps=\(steps)") }
    if let autopilot { more.append("autopilot.mode=\(autopilot)") }
    if let device { more.append("device=\(device)") }
    if let fromAdvice {
      return try .advised(RunDirectory(fromAdvice), overrides, and: more, name: name, in: runs)
    }
    if let resume {
      return try .resuming(
        RunDirectory(resume),
        from: checkpoint ?? .newest,
        config: config,
        overrides: overrides,
        and: more,
        allowsChanges: allowChanges
      )
    }
    let configuration = try overrides.load(config ?? "", and: more)
    return try .starting(configuration, name: name, in: runs)
  }
}
