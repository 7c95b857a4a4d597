// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import Testing

/// A NaN is never lost, in whatever form it is printed and whatever the column is.
@Suite struct NotFiniteTests {
  /// Lines with a loss of each network, that of the generator as `~`.
  private static let forms = [
    "Epoch 1/9:  50%|█   | #/75 [00:10<00:10, 22.2it/s, D_loss=0.5, G_loss=~]",
    "Epoch 1/9:  50%|█   | #/75 [00:10<00:10, 22.2it/s, D=0.5, G=~, GP=7.5]",
    "D_loss: 0.5, G_loss: ~:  50%|█   | #/75 [00:10<00:10, 22.2it/s]",
    "#/75 [=====>.....] - ETA: 0s - d_loss: 0.5000 - g_loss: ~",
    "[#/75] Loss_D: 0.5\tLoss_G: ~\tD(x): 0.5",
    "# [D loss: 0.500000, acc.: 50.00%] [G loss: ~]",
    "step # d_loss 0.5 g_loss ~", "step #: d_loss=0.5 g_loss=~ (~)",
    "step #; g_loss = ~; d_loss = 0.5",
    "[#] [D] loss 0.5 [G] loss ~", "iter: # | G: ~ | D: 0.5",
    "step: # {'d_loss': 0.5, 'g_loss': ~}",
  ]

  @Test(
    arguments: forms,
    ["nan", "NaN", "-nan", "inf", "-inf", "Infinity", "-nan(ind)", "tensor(nan)"]
  )
  func isRead(_ form: String, _ word: String) throws {
    let lines = (1...12).map { step in
      form.replacing("#", with: "\(step)").replacing("~", with: step > 6 ? word : "0.25")
    }
    let log = try readLog(lines.joined(separator: "\n") + "\n")
    let values = log.items.values(.lossGenerator)
    #expect(values.count == 12, "\(log.recognition.summary)")
    #expect(values.suffix(6).allSatisfy { !$0.isFinite }, "\(log.recognition.summary)")
  }

  /// What has no name gets its step and its values where the user names it.
  @Test func tensorsAreJudgedWhereTheyAreNamed() throws {
    let groups = (0..<6).map {
      "epoch\n0 step \($0 * 50)\ntensor(0.5, device='cuda:0')\ntensor(1.25, grad_fn=<NegBackward>) None\n\n"
    }
    var options = ReadOptions()
    try options.mapping.add("loss/d=tensor 1")
    try options.mapping.add("loss/g=tensor 2")
    let log = try readLog(groups.joined(), options: options)
    #expect(log.items.steps == [0, 50, 100, 150, 200, 250])
    #expect(log.items.values(.lossDiscriminator) == Array(repeating: 0.5, count: 6))
    #expect(log.items.values(.lossGenerator) == Array(repeating: 1.25, count: 6))
  }

  /// In a column that is not judged it is told, also where the log has nothing to judge.
  @Test func isToldOfUnknownColumns() throws {
    let lines = (1...12).map {
      "step: \($0), D_loss: 0.5, G_loss: 0.75, wobble: \($0 > 8 ? "nan" : "0.5")"
    }
    let log = try readLog(lines.joined(separator: "\n") + "\n")
    #expect(
      log.recognition.remarks.contains(
        "wobble is not judged, but 4 of its 12 values are NaN or infinite"
      )
    )
    let bare = (1...12).map {
      "epoch\n\($0) step 0\ntensor(\($0 > 8 ? "nan" : "0.5"), device='cuda:0')\n"
    }
    let tensors = try readLog(bare.joined())
    #expect(tensors.recognition.format == "tensors")
    #expect(!tensors.recognition.isOfGame)
    #expect(
      tensors.recognition.nothingToJudge.contains(
        "tensor 1 is not judged, but 4 of its 12 values are NaN or infinite"
      )
    )
  }

  /// Where a signal breaks with it, the diagnosis tells that.
  @Test func isNotToldTwice() throws {
    let log = try readLog("step,loss_d,wobble\n1,0.5,1\n2,nan,nan\n3,nan,nan\n")
    #expect(!log.recognition.remarks.contains { $0.contains("not judged") })
  }
}
