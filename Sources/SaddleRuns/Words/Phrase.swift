// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Words that mean something wherever they stand in a log, and what they mean.
struct Phrase: Sendable {
  /// Where in a line the words must stand.
  enum Place: Sendable {
    case anywhere
    /// At the beginning, behind what a logger puts there.
    case beginning
    /// Nothing else stands in the line but a logger's prefix and punctuation.
    case alone
  }

  var text: String
  var kind: RunFact.Kind
  var place = Place.anywhere
  /// The name of what happened, where it is not in the line: "SIGSEGV".
  var name: String?
  var meaning: String?

  init(
    _ text: String,
    _ kind: RunFact.Kind,
    _ place: Place = .anywhere,
    name: String? = nil,
    meaning: String? = nil
  ) {
    self.text = text
    self.kind = kind
    self.place = place
    self.name = name
    self.meaning = meaning
  }

  /// All of them; the last is found where an exception is named without a traceback.
  static let all =
    ends + memory + scaler + notFinite + sessions + warnings
    + [Phrase(Phrase.errorName, .exception)]

  /// How programs end.
  ///
  /// Sources: the shells', Slurm's and systemd's messages; torchrun, Lightning,
  /// Keras, StyleGAN; the last lines of the languages' runtimes.
  private static let ends: [Phrase] = [
    Phrase("Traceback (most recent call last)", .exception),
    Phrase("Killed", .killed, .alone, name: "SIGKILL", meaning: "mostly memory of the host"),
    Phrase(" Killed  ", .killed, name: "SIGKILL", meaning: "mostly memory of the host"),
    Phrase("Terminated", .killed, .alone, name: "SIGTERM"),
    Phrase("Segmentation fault", .killed, .beginning, name: "SIGSEGV"),
    Phrase("(core dumped)", .killed, name: "a crash of native code"),
    Phrase("Bus error", .killed, .beginning, name: "SIGBUS", meaning: "often full shared memory"),
    Phrase("terminate called after throwing", .exception, .beginning),
    Phrase("Command terminated by signal", .killed, .beginning),
    Phrase("killed by signal", .killed),
    Phrase("exited with code 137", .killed, name: "SIGKILL", meaning: "mostly memory of the host"),
    Phrase("exitcode  : -", .killed, name: "a signal"),
    Phrase("DUE TO TIME LIMIT", .killed, name: "the scheduler's time limit"),
    Phrase("DUE TO PREEMPTION", .killed, name: "preemption by the scheduler"),
    Phrase("DUE TO NODE FAILURE", .killed, name: "failure of the node"),
    Phrase("*** JOB", .killed, .beginning, name: "the scheduler"),
    Phrase("Received SIGTERM", .killed, name: "SIGTERM"),
    Phrase("caught signal SIGTERM", .killed, name: "SIGTERM"),
    Phrase("thread 'main' panicked", .exception),
    Phrase("Exception in thread \"main\"", .exception),
    Phrase("Fatal Python error", .exception),
    Phrase("ERROR: LoadError:", .exception, .beginning),
    Phrase("device-side assert triggered", .exception),
    Phrase("Watchdog caught collective operation timeout", .exception, name: "NCCL timeout"),
    Phrase("No space left on device", .exception, meaning: "the disk is full"),
    Phrase("KeyboardInterrupt", .interrupted),
    Phrase("interrupted by user", .interrupted),
    Phrase("stopped by user", .interrupted),
    Phrase("Detected KeyboardInterrupt", .interrupted),
    Phrase("Training finished", .finished),
    Phrase("Finished training", .finished),
    Phrase("Training complete", .finished),
    Phrase("Training is complete", .finished),
    Phrase("Training done", .finished),
    Phrase("Training ended", .finished),
    Phrase("End of training", .finished),
    Phrase("Done training", .finished),
    Phrase("done with training", .finished),
    Phrase("`Trainer.fit` stopped:", .finished),
    Phrase("Exiting...", .finished, .alone),
    Phrase("Training stopped", .stoppedEarly),
    Phrase("Early stopping", .stoppedEarly),
    Phrase("early stop triggered", .stoppedEarly),
  ]

  private static let memory: [Phrase] = [
    Phrase("CUDA out of memory", .outOfMemory, name: "CUDA out of memory"),
    Phrase("CUDA error: out of memory", .outOfMemory, name: "CUDA out of memory"),
    Phrase("HIP out of memory", .outOfMemory, name: "HIP out of memory"),
    Phrase("MPS backend out of memory", .outOfMemory, name: "MPS out of memory"),
    Phrase("CUBLAS_STATUS_ALLOC_FAILED", .outOfMemory, name: "CUDA out of memory"),
    Phrase("CUDA_ERROR_OUT_OF_MEMORY", .outOfMemory, name: "CUDA out of memory"),
    Phrase("cudaErrorMemoryAllocation", .outOfMemory, name: "CUDA out of memory"),
    Phrase("RESOURCE_EXHAUSTED", .outOfMemory, name: "RESOURCE_EXHAUSTED"),
    Phrase("OOM when allocating", .outOfMemory, name: "out of memory"),
    Phrase("oom-kill", .outOfMemory, name: "the host's memory"),
    Phrase("oom_kill", .outOfMemory, name: "the host's memory"),
    Phrase("Out of memory: Kill", .outOfMemory, name: "the host's memory"),
    Phrase("Cannot allocate memory", .outOfMemory, name: "the host's memory"),
    Phrase("can't allocate memory", .outOfMemory, name: "the host's memory"),
    Phrase("std::bad_alloc", .outOfMemory, name: "the host's memory"),
    Phrase("OutOfMemoryError", .outOfMemory, name: "out of memory"),
  ]

  /// Loss scaling.
  ///
  /// Sources: NVIDIA/apex `amp/handle.py`, deepspeed `fp16/fused_optimizer.py`,
  /// fairseq `trainer.py`, Megatron-LM `optimizer`, PaddlePaddle `amp/grad_scaler.py`.
  private static let scaler: [Phrase] = [
    Phrase("Gradient overflow", .skippedStep),
    Phrase("OVERFLOW! Skipping step", .skippedStep),
    Phrase("OVERFLOW! Rank", .skippedStep),
    Phrase("overflow detected", .skippedStep),
    Phrase("Skipping step, loss scaler", .skippedStep),
    Phrase("gradients, skipping", .skippedStep),
    Phrase("gradient, skipping", .skippedStep),
    Phrase("skipping this step", .skippedStep),
    Phrase("skipping optimizer step", .skippedStep),
    Phrase("skipping the update", .skippedStep),
    Phrase("skipping update", .skippedStep),
    Phrase("Found infinite grad", .skippedStep),
    Phrase("Minimum loss scale reached", .skippedStep),
  ]

  /// NaN in words.
  ///
  /// Sources: lucidrains/stylegan2-pytorch and lightweight-gan, Keras
  /// `TerminateOnNaN`, PyTorch's anomaly detection, tensorboardX, detectron2, MAE, TensorFlow.
  private static let notFinite: [Phrase] = [
    Phrase("NaN detected", .nonFinite),
    Phrase("nan loss", .nonFinite),
    Phrase("loss is nan", .nonFinite),
    Phrase("loss became nan", .nonFinite),
    Phrase("loss is inf", .nonFinite),
    Phrase("loss is not finite", .nonFinite),
    Phrase("losses are nan", .nonFinite),
    Phrase("Invalid loss, terminating", .nonFinite),
    Phrase("non-finite loss", .nonFinite),
    Phrase("NaN or Inf found", .nonFinite),
    Phrase("returned nan values in its", .nonFinite),
    Phrase("Loss became infinite or NaN", .nonFinite),
    Phrase("encountered nan", .nonFinite),
    Phrase("found nan", .nonFinite),
    Phrase("got nan", .nonFinite),
    Phrase("contains nan", .nonFinite),
    Phrase("NaN during training", .nonFinite),
    Phrase("Loading from checkpoint #", .reloaded),
    Phrase("reloading from checkpoint", .reloaded),
    Phrase("reloading checkpoint", .reloaded),
    Phrase("reloading last checkpoint", .reloaded),
    Phrase("reverting to checkpoint", .reloaded),
    Phrase("rolling back to", .reloaded),
    Phrase("restoring last good", .reloaded),
  ]

  private static let sessions: [Phrase] = [
    Phrase("Resuming from", .resumed),
    Phrase("Resume training", .resumed),
    Phrase("Resuming training", .resumed),
    Phrase("Resuming state from", .resumed),
    Phrase("Resumed from", .resumed),
    Phrase("Restoring all states from the checkpoint", .resumed),
    Phrase("Restored all states from the checkpoint", .resumed),
    Phrase("continuing from previous epoch", .resumed),
    Phrase("Loading networks from", .resumed),
    Phrase("loading the model from ", .resumed),
    Phrase("=> loaded checkpoint", .resumed),
    Phrase("Successfully loaded checkpoint", .resumed),
    Phrase("Loaded checkpoint '", .resumed),
  ]

  /// Warnings that bear on whether the networks learn.
  ///
  /// Sources: PyTorch, Keras and Lightning,
  /// whose texts these are.
  private static let warnings: [Phrase] = [
    Phrase(
      "`lr_scheduler.step()` before `optimizer.step()`",
      .warning,
      meaning: "the first learning rate of the schedule is skipped, or no step is taken at all"
    ),
    Phrase(
      "None of the inputs have requires_grad",
      .warning,
      meaning: "a checkpointed part passes no gradient on"
    ),
    Phrase(
      "Gradients do not exist for variables",
      .warning,
      meaning: "the loss does not depend on these weights: they are not trained"
    ),
    Phrase(
      "No gradients provided for any variable",
      .warning,
      meaning: "the loss does not depend on the weights: nothing is trained"
    ),
    Phrase(
      "Using a target size",
      .warning,
      meaning: "output and target differ in shape and are broadcast: the loss is another one"
    ),
    Phrase(
      "Discrepancy between trainable weights and collected trainable",
      .warning,
      meaning: "`trainable` was changed without compiling anew: see that the right network learns"
    ),
    Phrase(
      "requires_grad=False",
      .warning,
      meaning: "weights that take no gradient are in the optimizer"
    ),
    Phrase(
      "GPU available but not used",
      .warning,
      meaning: "training runs on the processor"
    ),
  ]
}
