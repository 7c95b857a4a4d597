// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// TensorBoard's own reader and `safetensors` open what a run writes.
///
/// Needs the interpreter that SADDLE_PYTHON names (`make test` makes one); skipped without it.
@Suite struct ForeignReaderTests {
  private static let script = """
    import sys
    from safetensors.numpy import load_file
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    run, step = sys.argv[1:]
    events = EventAccumulator(run, size_guidance={"histograms": 0})
    events.Reload()
    tags = events.Tags()
    print(" ".join(tags["scalars"]), len(events.Scalars("loss/d")), " ".join(tags["images"]))
    print("histograms", " ".join(tags["histograms"]))
    for event in events.Histograms("weights/generator/0.weight"):
        proto = event.histogram_value
        print(event.step, proto.num, sum(proto.bucket), len(proto.bucket), proto.min < proto.max)
    from tensorboard.plugins.hparams import plugin_data_pb2
    data = events.SummaryMetadata("_hparams_/session_start_info").plugin_data.content
    info = plugin_data_pb2.HParamsPluginData.FromString(data).session_start_info
    print("hparams", " ".join(f"{k}={v.number_value or v.string_value}"
                              for k, v in sorted(info.hparams.items())))
    state = load_file(f"{run}/checkpoints/{step}/generator.safetensors")
    print(" ".join(f"{name}={list(value.shape)}" for name, value in sorted(state.items())))
    """

  @Test func readEventFileAndCheckpoint() throws {
    guard let python = ProcessInfo.processInfo.environment["SADDLE_PYTHON"] else {
      print("skipped: SADDLE_PYTHON names no interpreter with tensorboard and safetensors")
      return
    }
    let run = TinyRun.folder()
    let configuration = try TinyRun.configuration(["logging.histogramsEvery=30"])
    let trainer = try Trainer(configuration: configuration, run: run)
    _ = try trainer.train()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", Self.script, run.path, "60"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    for tag in [
      "loss/d", "loss/g", "loss/d_adversarial", "penalty/r1", "scores/real", "scores/fake_std",
      "accuracy/d", "grad_norm/g", "grad_norm/d", "learning_rate/g", "timing/steps_per_second",
      "metrics/modes", "samples",
    ] {
      #expect(output.contains(tag), "\(tag) in \(output)")
    }
    for side in ["generator", "discriminator"] {
      for kind in ["weights", "gradients"] {
        #expect(output.contains("\(kind)/\(side)/0.weight"), "\(output)")
      }
    }
    // 16 x 4 weights of the first layer, all in one of thirty buckets.
    for step in [30, 60] { #expect(output.contains("\(step) 64.0 64.0 30 True"), "\(output)") }
    for setting in ["generator.width=16.0", "objective=nonSaturating", "regularizers.r1.gamma=0.1"]
    {
      #expect(output.contains(setting), "\(setting) in \(output)")
    }
    #expect(!output.contains("logging."))
    #expect(output.contains(" 60 "), "sixty steps of loss/d in \(output)")
    #expect(output.contains("0.weight=[16, 4]"), "\(output)")
  }
}
