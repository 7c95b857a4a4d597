// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import Testing

@Suite struct WordScannerTests {
  private func facts(_ text: String) -> [RunFact] {
    let bytes = Array(text.utf8)
    return RunFact.all(in: bytes) { bytes.count }
  }

  @Test func tracebackGivesExceptionMessageAndLine() throws {
    let found = facts(
      """
      step 1 loss 2
      Traceback (most recent call last):
        File "main.py", line 158, in <module>
          data = next(batches)
                 ^^^^^^^^^^^^^
      OSError: image file is truncated (44 bytes not processed)
      """
    )
    let fact = try #require(found.first)
    #expect(found.count == 1)
    #expect(fact.kind == .exception)
    #expect(fact.name == "OSError")
    #expect(fact.words == "OSError: image file is truncated (44 bytes not processed)")
    #expect(fact.line == 6)
  }

  @Test func prefixesOfLoggersAndRanksArePassedOver() {
    for prefix in ["[rank0]: ", "2024-01-02 10:00:00,100 ERROR ", "(train pid=12) ", "^C"] {
      let found = facts(
        """
        \(prefix)Traceback (most recent call last):
        \(prefix)  File "main.py", line 1, in <module>
        \(prefix)torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB
        """.replacing("^C ", with: "").replacing("^C  File", with: "  File")
          .replacing("^Ctorch", with: "torch")
      )
      #expect(found.map(\.kind) == [.outOfMemory], "\(prefix)")
      #expect(found.first?.name == "OutOfMemoryError", "\(prefix)")
    }
  }

  @Test func aWorkersExceptionIsTheLastWord() {
    let found = facts(
      """
      Traceback (most recent call last):
        File "train.py", line 3, in <module>
      RuntimeError: Caught OSError in DataLoader worker process 0.
      Original Traceback (most recent call last):
        File "worker.py", line 3, in fetch
      OSError: cannot identify image file 'a.png'
      """
    )
    #expect(found.map(\.name) == ["RuntimeError", "OSError"])
  }

  @Test func aNotebooksErrorIsRead() {
    let found = facts(
      #"""
           "\u001b[0;31mRuntimeError\u001b[0m                    Traceback (most recent call last)",
           "Cell \u001b[0;32mIn[3], line 1\u001b[0m\n----> 1 \u001b[43mtrain\u001b[49m()\n",
           "\u001b[0;31mRuntimeError\u001b[0m: shapes cannot be multiplied"
      """#
    )
    #expect(found.map(\.name) == ["RuntimeError"])
    #expect(found.first?.words == "RuntimeError: shapes cannot be multiplied")
  }

  @Test(arguments: [
    ("Killed", RunFact.Kind.killed),
    ("./run.sh: line 3: 12345 Killed                  python train.py", .killed),
    ("slurmstepd: error: Detected 1 oom-kill event(s) in StepId=1.batch", .outOfMemory),
    (
      "slurmstepd: error: *** JOB 7 ON n1 CANCELLED AT 2024-01-01T00:00:00 DUE TO TIME LIMIT ***",
      .killed
    ),
    ("Segmentation fault (core dumped)", .killed),
    ("RuntimeError: CUDA error: device-side assert triggered", .exception),
    ("2024-01-01 10:00:00 | ERROR | ValueError: too many values to unpack", .exception),
    ("jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory", .outOfMemory),
    ("^CTraceback (most recent call last):\n  File \"a\"\nKeyboardInterrupt", .interrupted),
    ("`Trainer.fit` stopped: `max_epochs=10` reached.", .finished),
    ("Training finished!", .finished),
    ("Epoch 12: early stopping", .stoppedEarly),
    ("Gradient overflow.  Skipping step, loss scaler 0 reducing loss scale to 512.0", .skippedStep),
    (
      "[deepspeed] OVERFLOW! Rank 0 Skipping step. Attempted loss scale: 65536, reducing to 32768.0",
      .skippedStep
    ),
    ("Loss is nan, stopping training", .nonFinite),
    ("Resuming from \"ffhq256\"", .resumed),
  ])
  func aLineMeansWhatItSays(_ text: String, _ kind: RunFact.Kind) {
    #expect(facts("step 1\n" + text + "\n").map(\.kind).contains(kind), "\(facts(text))")
  }

  @Test(arguments: [
    "the process was killed yesterday, he said",
    "step 12: d_loss=0.2 g_loss=1.3",
    "MelError: 0.123",
    "Reconstruction Error: 12",
    "epoch 1 | Errors 3 | killed 4 neurons",
    "earlystopping_patience=5",
    "EarlyStopping(monitor='val_loss', patience=5)",
    "(epoch: 1, iters: 100, time: 0.123, data: 0.456) D_A: 0.345 G_A: 0.234",
  ])
  func ordinaryLinesMeanNothing(_ text: String) {
    #expect(facts(text + "\n").isEmpty)
  }

  @Test func lossScalesAreRead() {
    let text = (0..<4).map {
      "Gradient overflow.  Skipping step, loss scaler 0 reducing loss scale to \(512 >> $0).0\n"
    }
    #expect(facts(text.joined()).map(\.value) == [512, 256, 128, 64])
    #expect(
      facts("NOTE: gradient overflow detected, setting loss scale to: 6e-05\n").first?.value
        == 6e-05
    )
  }

  @Test func nanAndReloadAreTwoFacts() {
    let text = "NaN detected for generator or discriminator. Loading from checkpoint #0\n"
    #expect(Set(facts(text).map(\.kind)) == [.nonFinite, .reloaded])
  }

  @Test func aFailureBehindWhichMuchFollowsWasNotTheEnd() {
    let rows = String(repeating: "step 1 loss_d 0.5 loss_g 0.6\n", count: 400)
    let failure = "RuntimeError: one bad batch\n"
    #expect(facts(rows + failure + rows).map(\.kind) == [.exception, .wentOn])
    #expect(facts(rows + failure + rows.prefix(4000)).map(\.kind) == [.exception])
  }

  @Test func pieceSizesDontMatter() {
    let rows = String(repeating: "step 1 loss_d 0.5 loss_g 0.6\r", count: 500)
    let text = Array(
      """
      Gradient overflow.  Skipping step, loss scaler 0 reducing loss scale to 4.0
      \(rows)
      Traceback (most recent call last):
        File "a.py"
      ValueError: x
      \(rows)Killed
      """.utf8
    )
    let whole = RunFact.all(in: text) { text.count }
    for size in [1, 7, 64, 1000] { #expect(RunFact.all(in: text) { size } == whole) }
  }

  @Test func anEndlessLineCostsNoMemoryAndKeepsItsWords() {
    var text = [UInt8](repeating: 46, count: 1 << 20)
    text += Array(" CUDA out of memory ".utf8)
    text += [UInt8](repeating: 46, count: 1 << 20)
    let found = RunFact.all(in: text) { 4096 }
    #expect(found.first?.kind == .outOfMemory && found.count <= 2)
    #expect((found.first?.words.utf8.count ?? 1000) < 300)
  }
}
