// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import Testing

/// What is no log of a GAN is never read as one.
@Suite struct WrongGuessTests {
  static let texts: [String: String] = [
    "letter.txt": """
    Dear all, in step 3 the D loss was about 0.5, and the generator loss 1.2 in the end.
    The discriminator is at 0.7 after epoch 4, which the paper calls good (0.69 in Table 2).
    Figure 5 shows D(x) = 0.5. We had 12 people and 3 cakes, so the g loss hardly matters: 7.
    """,
    "train.py": """
    for epoch in range(100):
        d_loss = 0.5 * (real_loss + fake_loss)
        g_loss = 0.0
        lambda_gp = 10
        d_loss = 0.5 * torch.add(a, b)
        g_loss = 1.0 * adversarial(a)
        print(f"epoch {epoch} d_loss {d_loss}")
    """,
    "config.yaml": """
    batch_size: 64
    lr_g: 0.0002
    lr_d: 0.0002
    gan_loss: 1.0
    d_reg_every: 16
    g_reg_every: 4
    loss_weights:
      l1: 100
      adv: 1
    """,
    "iris.csv": "sepal,petal,width\n5.1,3.5,1.4\n4.9,3.0,1.4\n4.7,3.2,1.3\n",
    "classifier.csv": "epoch,accuracy,loss,val_accuracy,val_loss,lr\n1,0.5,0.7,0.5,0.7,0.1\n"
      + "2,0.6,0.6,0.5,0.7,0.1\n3,0.7,0.5,0.5,0.7,0.1\n",
    "report.csv": "class,precision,recall,support\n1,0.9,0.8,10\n2,0.9,0.8,10\n3,0.9,0.8,10\n",
    "prices.csv": "date,d,volume\n1,10.5,100\n2,10.6,120\n3,10.7,130\n",
    "package.json": #"{"name": "x", "version": "1.0.0", "size": 12, "steps": [1, 2, 3]}"#,
    "matrix.txt": "1 2 3\n4 5 6\n7 8 9\n",
    "syslog.log": """
    Jan  1 10:00:00 host kernel: [12.345] eth0: link up, 1000 Mbps
    Jan  1 10:00:01 host sshd[123]: Accepted key for root from 10.0.0.1 port 22
    Jan  1 10:00:02 host kernel: [13.345] eth0: link down
    """,
    "table.md": "| Method | Params | Year |\n|---|---|---|\n| A | 3 | 2014 |\n| B | 4 | 2017 |\n",
    "requirements.txt": "numpy==1.26.4\ntorch==2.2.0\ntqdm==4.66.1\n",
  ]

  @Test(arguments: texts.keys.sorted())
  func isNoRun(_ name: String) throws {
    let text = try #require(Self.texts[name])
    let log = try? readLog(text, name: name)
    #expect(log?.recognition.isOfGame != true, "\(log?.recognition.summary ?? "")")
  }
}
