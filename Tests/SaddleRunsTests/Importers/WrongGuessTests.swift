// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleRunsSamples
import SaddleText
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

  /// Numbers without names can't be judged, but that they are none has to be told.
  @Test func whatIsRefusedIsSearchedForBrokenNumbers() throws {
    func refusal(_ values: [String]) -> String {
      let group = { (value: String) in "epoch\n9 step 0\nvector<\(value)>\n\n" }
      let text = values.map(group).joined()
      do { return try readLog(text).recognition.summary } catch { return "\(error)" }
    }
    let numbers = Array(repeating: "0.5", count: 6)
    #expect(
      refusal(numbers + ["nan", "nan", "nan"]).contains("'nan' stands in it from line 27 on")
    )
    #expect(!refusal(numbers + ["nan"]).contains("'nan'"))
    #expect(!refusal(numbers + ["nano", "banana", "nan_1"]).contains("'nan'"))
  }

  /// What stands between the lines of a log: warnings, banners, tables of the machine, sentences.
  static let prose = [
    "/usr/lib/python3/site-packages/torch/nn/functional.py:1709: UserWarning: nn.functional.sigmoid "
      + "is deprecated. Use torch.sigmoid instead.",
    "  warnings.warn(\"nn.functional.sigmoid is deprecated. Use torch.sigmoid instead.\")",
    "Downloading: 100%|██████████| 170M/170M [00:13<00:00, 13.1MB/s]",
    "| NVIDIA-SMI 535.104.05   Driver Version: 535.104.05   CUDA Version: 12.2     |",
    "| N/A   34C    P0    52W / 400W |   1234MiB / 40960MiB |      0%      Default |",
    "2024-05-01 10:11:12.345678: I tensorflow/core/platform/cpu_feature_guard.cc:142] AVX2 FMA",
    "Saving images to out/fake_samples_epoch_003.png", "model saved in path: ckpt/model-2000",
    "Total params: 3,576,704", "$ nohup python main.py --cuda --niter 25 &", "[1] 12345",
    "The generator improves slowly; after 3 days we had 2 good runs of 5.", "", "----------",
    "End of epoch 3 / 200 \t Time Taken: 120 sec",
    "Namespace(batchSize=64, beta1=0.5, cuda=True, dataroot='data', imageSize=64, ngf=64)",
    "Requirement already satisfied: numpy>=1.17 in /usr/lib (from torchvision==0.9.1) (1.19.5)",
    "第3轮开始训练", "ETA: 3 days, 4:05:06", "done (0.25s)", "#### 12 images of 5 classes ####",
  ]

  /// What a console prints; the other forms are files of a form from end to end.
  private static let lineFormats = LogSample.all.filter { sample in
    !["json", "csv", "notebook", "column", "metric-log", "stylegan-metric"].contains(sample.format)
  }

  @Test(arguments: lineFormats)
  func proseBetweenTheLinesChangesNoGuess(_ sample: LogSample) throws {
    let plain = try readLog(sample.text, name: sample.name).recognition
    var random = SplitMix64(seed: 7)
    var readCount = 0
    for _ in 0..<12 {
      var lines: [String] = []
      for line in sample.text.split(separator: "\n", omittingEmptySubsequences: false) {
        // The place of a record may stand on a line of its own.
        let isInside = line.first == " " || line.first == "|"
        for _ in 0..<(isInside ? 0 : Int.random(in: 0...2, using: &random)) {
          lines.append(Self.prose.randomElement(using: &random) ?? "")
        }
        lines.append(String(line))
      }
      let text = lines.joined(separator: "\n")
      // Too much of it may hide a short log; it never makes another of it.
      guard let mixed = try? readLog(text, name: sample.name).recognition else { continue }
      readCount += 1
      #expect(mixed.format == sample.format, "\(text)")
      let added = mixed.mapping.filter { plain.mapping[$0.key] != $0.value }
      #expect(added.isEmpty, "\(text)")
    }
    #expect(readCount > 0, "prose hid every one")
  }

  @Test func proseAloneIsNoRun() throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<200 {
      let lines = (0..<20).map { _ in Self.prose.randomElement(using: &random) ?? "" }
      let log = try? readLog(lines.joined(separator: "\n") + "\n")
      #expect(log?.recognition.isOfGame != true, "\(lines.joined(separator: "\n"))")
    }
  }
}
