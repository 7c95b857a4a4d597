// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import Testing

@Suite struct SurroundingsTests {
  private let rows = (1...60).map {
    "step \($0): d_loss=1.\($0 + 100) g_loss=0.\($0 + 700)\n"
  }
  .joined()

  /// Looks around a folder that holds these files.
  private func around(_ files: [String: String], log: String? = nil) throws -> Surroundings {
    try withTemporaryFolder { folder in
      for (name, text) in files {
        let url = URL(fileURLWithPath: folder + "/" + name)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(),
          withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
      }
      let path = log.map { folder + "/" + $0 } ?? folder
      return Surroundings(path, try RunReader(path).recognition)
    }
  }

  @Test(arguments: [
    (
      "opt.txt",
      "              gan_mode: lsgan       \t[default: vanilla]\n  lr: 0.0002\n beta1: 0.5\nbatch_size: 4\n"
    ),
    ("args.txt", "Namespace(lr=0.0002, b1=0.5, batch_size=4, gan_mode='lsgan')\n"),
    ("hparams.yaml", "gan_mode: lsgan\nlr: 0.0002\nb1: 0.5\nbatch_size: 4 # small\n"),
    ("hparams.yaml", "# ours\r\ngan_mode: lsgan\r\nlr: 0.0002\r\nb1: 0.5\r\nbatch_size: 4\r\n"),
    ("params.yaml", #"{"gan_mode": "lsgan", "lr": 0.0002, "b1": 0.5, "batch_size": 4}"#),
    (
      "train.yml",
      "train:\n  gan_opt:\n    gan_type: lsgan\n  optim_g:\n    type: Adam\n    lr: !!float 2e-4\n    betas: [0.5, 0.99]\n  optim_d:\n    lr: 2e-4\n    betas: [0.5, 0.99]\ndatasets:\n  train:\n    batch_size_per_gpu: 4\n"
    ),
    (
      "config.json",
      #"{"train": {"learning_rate": 0.0002, "betas": [0.5, 0.99], "batch_size": 4}, "loss": {"adv_loss": "lsgan"}}"#
    ),
    (
      "training_options.json",
      #"{"G_opt_kwargs": {"class_name": "torch.optim.Adam", "lr": 0.0002, "betas": [0.5, 0.99]}, "D_opt_kwargs": {"lr": 0.0002, "betas": [0.5, 0.99]}, "batch_size": 4, "gan_loss": "ls"}"#
    ),
  ])
  func optionsBesideALogAreRead(_ name: String, _ text: String) throws {
    let around = try around(["log.txt": rows, name: text])
    let settings = try #require(around.context.settings)
    #expect(settings.number(.generatorRate) == 0.0002)
    #expect(settings.number(.discriminatorRate) == 0.0002)
    #expect(settings.number(.generatorBeta1) == 0.5)
    #expect(settings.number(.batchSize) == 4)
    #expect(around.context.batchSize == 4)
    #expect(around.context.readObjective?.name == .leastSquares)
    #expect(around.context.readObjective?.known == .options)
    #expect(around.context.readObjective?.reason.contains(name) == true)
  }

  @Test(arguments: [
    "Namespace(lr_g=0.0001, lr_d=0.0004, n_critic=5, loss_type='hinge', lambda_gp=10.0)\n",
    "[INFO] 2023-02-01 10:00:01 > OPT = {'lr_g': 0.0001, 'lr_d': 0.0004, 'n_critic': 5}\n[INFO] > LOSS = {'adv_loss': 'hinge', 'lambda_gp': 10}\n",
    "$ python train.py --lr-g 1e-4 --lr-d 4e-4 --n-critic 5 --gan-loss hinge --gp-weight 10\n",
    "lrG = 0.0001\nlrD = 0.0004\ncritic_iters = 5\ngan_type = hinge\ngp_lambda = 10\n",
  ])
  func optionsPrintedInALogAreRead(_ head: String) throws {
    let around = try around(["log.txt": head + rows], log: "log.txt")
    #expect(around.context.generatorLearningRate == 1e-4)
    #expect(around.context.discriminatorLearningRate == 4e-4)
    #expect(around.context.discriminatorSteps == 5)
    #expect(around.context.readObjective?.name == .hinge)
    #expect(around.context.measures[.gradientPenalty] == 10.0)
  }

  /// An event file with losses and, before them, these texts and settings.
  private func events(
    _ texts: KeyValuePairs<String, String>,
    _ settings: HyperParameters? = nil
  ) throws -> RunContext {
    try withTemporaryFolder { folder in
      let path = folder + "/events.out.tfevents.1.host"
      let writer = try EventFileWriter(path: path) { 1_700_000_000 }
      if let settings { try writer.hyperParameters(settings) }
      for (tag, text) in texts { try writer.text(tag, text, step: 0) }
      for step in 1...60 {
        try writer.scalar("d_loss", 1 + Double(step) / 100, step: step)
        try writer.scalar("g_loss", 0.7, step: step)
      }
      try writer.flush()
      return Surroundings(folder, try RunReader(folder).recognition).context
    }
  }

  @Test(arguments: [
    "|param|value|\n|-|-|\n|lr_g|0.0001|\n|lr_d|0.0004|\n|batch_size|32|\n|gan_loss|hinge|",
    "Namespace(lr_g=0.0001, lr_d=0.0004, batch_size=32, gan_loss='hinge')",
    "{\n  \"lr_g\": 1e-4, \"lr_d\": 4e-4,\n  \"batch_size\": 32, \"gan_loss\": \"hinge\"}",
    "```\nlr_g: 1e-4\nlr_d: 4e-4\nbatch_size: 32\ngan_loss: hinge\n```",
  ])
  func textsOfAnEventFileAreOptions(_ text: String) throws {
    for tag in ["hyperparameters", "args/text_summary", "run/config"] {
      let context = try events([tag: text])
      #expect(context.generatorLearningRate == 1e-4, "\(tag)")
      #expect(context.discriminatorLearningRate == 4e-4)
      #expect(context.batchSize == 32)
      #expect(context.readObjective?.name == .hinge)
    }
    #expect(try events(["samples/caption": text]).settings == nil)
  }

  @Test func settingsOfTheHParamsTabAreOptions() throws {
    let settings = HyperParameters([
      "lr_g": .number(1e-4), "optimizer/lr_d": .number(4e-4), "batch_size": .number(32),
      "loss": .text("x"), "gan_loss": .text("hinge"), "amp": .flag(true),
    ])
    let context = try events([:], settings)
    #expect(context.generatorLearningRate == 1e-4)
    #expect(context.discriminatorLearningRate == 4e-4)
    #expect(context.batchSize == 32)
    #expect(context.readObjective?.name == .hinge)
    #expect(context.settings?.text(.precision) == "amp")
    // What ran goes before what stands in a text.
    #expect(try events(["args": "batch_size=4"], settings).batchSize == 32)
  }

  @Test func recordsAreNoOptions() throws {
    let text = (1...60).map { "epoch \($0) lr: 0.0002 d_loss: 0.5 g_loss: 0.7\n" }.joined()
    #expect(try around(["log.txt": text], log: "log.txt").context.settings == nil)
  }

  @Test func aCodeBaseHasItsDefault() throws {
    let text = (1...40).map {
      "(epoch: 1, iters: \($0), time: 0.1, data: 0.2) D_A: 0.2 G_A: 0.3 cycle_A: 1.5 idt_A: 0.5 "
        + "D_B: 0.2 G_B: 0.3 cycle_B: 1.5 idt_B: 0.5\n"
    }
    let context = try around(["loss_log.txt": text.joined()]).context
    #expect(context.readObjective?.name == .leastSquares)
    #expect(context.readObjective?.known == .codeBase)
    #expect(context.task?.name == .unpaired)
  }

  @Test func whatTheFolderDeclaresComesFirst() throws {
    let around = try around([
      "log.txt": "gan_mode: lsgan\n" + rows, "monitor.json": #"{"objective": "hinge"}"#,
    ])
    #expect(around.context.objective == .hinge)
  }

  @Test func runRecordsAndFilesOfErrorsTellTheEnd() throws {
    let failed = try around([
      "log.txt": rows,
      "run.json": #"{"status": "failed", "reason": "RuntimeError: bad input", "step": 7}"#,
    ])
    #expect(failed.facts.map(\.kind) == [.exception])
    #expect(failed.facts.first?.name == "RuntimeError")
    let killed = try around(["log.txt": rows, "train.err": "...\nKilled\n"])
    #expect(killed.facts.map(\.kind) == [.killed])
    #expect(killed.facts.first?.place == "train.err, line 2")
    #expect(try around(["log.txt": rows, "run.json": #"{"status": "running"}"#]).facts.isEmpty)
  }

  @Test func brokenFilesOfOptionsSayNothing() throws {
    for text in ["{", "\u{0}\u{1}", "lr: nan\nbatch_size: 1e400\n", "a: b: c\n- - -\n:\n", "[[[["] {
      for name in ["config.json", "opt.txt", "hparams.yaml"] {
        let around = try around(["log.txt": rows, name: text])
        #expect(around.context.batchSize == nil)
        #expect(around.context.readObjective == nil)
      }
    }
  }

  @Test func aRunInAnotherFolderIsComparedWithTheOneItResumes() throws {
    func log(_ fid: (Int) -> Double) -> String {
      (0..<30).map {
        "{\"step\": \($0 * 10), \"loss_d\": 1.2, \"loss_g\": 0.8, \"fid\": \(fid($0))}\n"
      }
      .joined()
    }
    let around = try around(
      [
        "a/log.jsonl": log { 100 - Double($0) }, "a/config.json": #"{"batch_size": 64, "x": 1}"#,
        "b/log.jsonl": log { 190 - Double($0) },
        "b/config.json": #"{"batch_size": 16, "x": 1, "resume": "runs/a/last.pt"}"#,
      ],
      log: "b"
    )
    let former = try #require(around.context.earlierSession)
    #expect(former.name == "a")
    #expect(former.last?.value == 72)
    #expect(former.bestStep == 290)
    #expect(former.changes == ["batch_size from 64 to 16"])
  }
}
