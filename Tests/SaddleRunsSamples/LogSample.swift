// SPDX-License-Identifier: Apache-2.0

/// A piece of a log in the words of the code base that prints it, and what is in it.
public struct LogSample: Sendable, CustomStringConvertible {
  /// Identifier of the importer.
  public var format: String
  /// The file's name.
  public var name: String
  /// Its content.
  public var text: String
  /// Signal path (with game) to its value in the first observation that has it.
  public var expected: [String: Double]
  /// The steps of all observations.
  public var steps: [Int]

  /// Format and file name.
  public var description: String { "\(format) \(name)" }
}

extension LogSample {
  /// At least one sample of each text format.
  public static let all: [LogSample] = codeBases + formats + consoles + tables + trainers

  private static let codeBases: [LogSample] = [
    LogSample(
      format: "dcgan",
      name: "out.txt",
      text: """
        Random Seed:  2892
        [0/25][0/100] Loss_D: 1.5 Loss_G: 4.0 D(x): 0.40 D(G(z)): 0.30 / 0.01
        [0/25][50/100]\tLoss_D: 0.5\tLoss_G: 5.0\tD(x): 0.90\tD(G(z)): 0.20 / 0.01
        [1/25][0/100] Loss_D: 0.6 Loss_G: nan D(x): 0.90 D(G(z)): 0.20 / 0.01
        """,
      expected: ["loss/d": 1.5, "loss/g": 4, "probability/real": 0.4, "probability/fake": 0.3],
      steps: [0, 50, 100]
    ),
    LogSample(
      format: "cyclegan",
      name: "loss_log.txt",
      text: """
        ================ Training Loss (Thu Sep  1 21:31:13 2022) ================
        (epoch: 1, iters: 100, time: 0.1, data: 0.2) D_A: 0.3 G_A: 0.2 cycle_A: 1.5 idt_A: 0.5 \
        D_B: 0.4 G_B: 0.6 cycle_B: 1.0 idt_B: 0.25
        (epoch: 1, iters: 200, time: 0.1, data: 0.2) D_A: 0.3 G_A: 0.2 cycle_A: 1.5 idt_A: 0.5 \
        D_B: 0.4 G_B: 0.6 cycle_B: 1.0 idt_B: 0.25
        (epoch: 2, iters: 50, time: 0.1, data: 0.2) , D_A: 0.3, G_A: 0.2, cycle_A: 1.5, \
        idt_A: 0.5, D_B: 0.4, G_B: 0.6, cycle_B: 1.0, idt_B: 0.25
        """,
      expected: [
        "A:loss/d": 0.3, "A:loss/g_adversarial": 0.2, "A:loss/g_reconstruction": 2,
        "B:loss/d": 0.4, "B:loss/g_adversarial": 0.6, "B:loss/g_reconstruction": 1.25,
      ],
      steps: [100, 100, 200, 200, 300, 300]
    ),
    LogSample(
      format: "cyclegan",
      name: "loss_log.txt",
      text: """
        (epoch: 1, iters: 100, time: 0.1, data: 0.2) G_GAN: 1.3 D_real: 0.7 D_fake: 0.4 G: 3.0 \
        NCE: 1.5 NCE_Y: 0.5
        (epoch: 1, iters: 200, time: 0.1, data: 0.2) G_GAN: 1.3 D_real: 0.7 D_fake: 0.4 G: 3.0 \
        NCE: 1.5 NCE_Y: 0.5
        """,
      expected: [
        "loss/g_adversarial": 1.3, "loss/d_real": 0.7, "loss/d_fake": 0.4, "loss/g": 3,
        "loss/g_reconstruction": 2, "loss/d": 1.1,
      ],
      steps: [100, 200]
    ),
    LogSample(
      format: "studiogan",
      name: "SNGAN.log",
      text: """
        [INFO] 2020-09-18 14:37:37 > Step:     100 Progress: 0.1% Elapsed: 1 day, 5:15:57 \
        temperature: no ada_p: No Discriminator_loss: 0.5 Generator_loss: 1.25
        [INFO] 2021-10-16 13:23:05 > Step:    200 Progress: 0.0% Elapsed: 0:01:10 Gen_loss: 4.4 \
        Dis_loss: 0.4 Cls_loss: N/A Topk:  N/A ada_p: 0.009216
        [INFO] 2020-09-18 14:48:26 > FID score (Step: 200, Using test moments): 43.5
        [INFO] 2020-09-18 14:48:26 > Best FID score (Step: 200, Using test moments): 43.5
        """,
      expected: ["loss/d": 0.5, "loss/g": 1.25, "metrics/fid": 43.5, "augmentation/p": 0.009216],
      steps: [100, 200]
    ),
    LogSample(
      format: "stylegan-log",
      name: "log.txt",
      text: """
        Training for 25000 kimg...
        tick 0     kimg 0.0      time 40s          sec/tick 9.4     sec/kimg 146.22  maintenance \
        31.1   cpumem 4.10   gpumem 8.20   augment 0.012
        {"results": {"fid50k_full": 300.5}, "metric": "fid50k_full", "snapshot_pkl": \
        "network-snapshot-000000.pkl", "timestamp": 1600000000.0}
        tick 1     kimg 4.0      time 1m 12s       sec/tick 9.4     sec/kimg 146.22  maintenance \
        0.1    cpumem 4.10   gpumem 8.20   reserved 8.9  augment 0.020
        """,
      expected: ["augmentation/p": 0.012, "metrics/fid": 300.5, "progress/images_seen": 0],
      steps: [0, 4]
    ),
    LogSample(
      format: "stylegan-metric",
      name: "metric-fid50k_full.jsonl",
      text: """
        {"results": {"fid50k_full": 12.5}, "metric": "fid50k_full", "total_time": 60.0, \
        "num_gpus": 1, "snapshot_pkl": "network-snapshot-000200.pkl", "timestamp": 1600000000.0}
        """,
      expected: ["metrics/fid": 12.5, "progress/images_seen": 200_000],
      steps: [200]
    ),
    LogSample(
      format: "keras",
      name: "train.out",
      text: """
        Epoch 1/2
        \r 10/20 [=====>....] - ETA: 10s - d_loss: 0.50 - g_loss: 1.00\r\
        20/20 ━━━━━━━━━━ 12s 13ms/step - d_loss: 0.25 - g_loss: 2.00
        Epoch 2/2
        20/20 ━━━━━━━━━━ 12s 13ms/step - d_loss: 0.20 - g_loss: 2.50
        """,
      expected: ["loss/d": 0.5, "loss/g": 1],
      steps: [10, 20, 40]
    ),
    LogSample(
      format: "pytorch-gan",
      name: "out.log",
      text: """
        [Epoch 0/200] [Batch 0/938] [D loss: 0.5, acc: 87%] [G loss: 1.5, adv: 0.75, cycle: 0.25] \
        ETA: 1:20:30\r[Epoch 0/200] [Batch 1/938] [D loss: 0.6, acc: 80%] [G loss: 1.6, \
        adv: 0.8, cycle: 0.3] ETA: 1:20:30
        """,
      expected: [
        "loss/d": 0.5, "accuracy/d": 0.87, "loss/g": 1.5, "loss/g_adversarial": 0.75,
        "loss/g_reconstruction": 0.25,
      ],
      steps: [0, 1]
    ),
    LogSample(
      format: "keras-gan",
      name: "out.log",
      text: """
        0 [D loss: 0.693000, acc.: 51.56%] [G loss: 0.812000]
        1 [D loss: 0.500000, acc.: 60.00%] [G loss: 0.900000]
        """,
      expected: ["loss/d": 0.693, "accuracy/d": 0.5156, "loss/g": 0.812],
      steps: [0, 1]
    ),
    LogSample(
      format: "keras-gan",
      name: "out.log",
      text: """
        0: [D loss: 0.641849, acc: 0.483460]  [A loss: 1.446576, acc: 0.493085]
        1: [D loss: 0.658507, acc: 0.493693]  [A loss: 1.198178, acc: 0.241428]
        """,
      expected: ["loss/d": 0.641849, "accuracy/d": 0.48346, "loss/g": 1.446576],
      steps: [0, 1]
    ),
    LogSample(
      format: "rosinality",
      name: "out.log",
      text: """
        d: 1.2345; g: 0.9876; r1: 0.0123; path: 0.0012; mean path: 0.1234; augment: 0.0000:  \
        0%|  | 1000/800000 [00:10<10:00, 3.0it/s]\rd: 1.1; g: 0.9; r1: 0.01; path: 0.001; \
        mean path: 0.1; augment: 0.1:  0%|  | 1001/800000 [00:10<10:00, 3.0it/s]
        """,
      expected: ["loss/d": 1.2345, "loss/g": 0.9876, "augmentation/p": 0],
      steps: [1000, 1001]
    ),
    LogSample(
      format: "lucidrains",
      name: "out.log",
      text: """
        G: 0.12 | D: 0.34 | GP: 0.01 | PL: 0.50 | CR: 0.00 | Q: 0.00 | FID: 43.10
        G: 0.13 | D: 0.30 | GP: 0.01 | PL: 0.50 | CR: 0.00 | Q: 0.00 | FID: 40.10
        """,
      expected: ["loss/g": 0.12, "loss/d": 0.34, "penalty/gradient": 0.01, "metrics/fid": 43.1],
      steps: [0, 1]
    ),
    LogSample(
      format: "gan-stability",
      name: "out.log",
      text: "[epoch 0, it  100] g_loss = 0.6931, d_loss = 1.3862, reg=0.0123\n",
      expected: ["loss/g": 0.6931, "loss/d": 1.3862, "penalty/total": 0.0123],
      steps: [100]
    ),
    LogSample(
      format: "gan-zoo",
      name: "out.log",
      text: "[3 :   1200] loss G : -0.123 loss D : 0.456\n[3 :   1300] loss G : 1 loss D : 2\n",
      expected: ["loss/g": -0.123, "loss/d": 0.456],
      steps: [1200, 1300]
    ),
    LogSample(
      format: "hifi-gan",
      name: "out.log",
      text: "Steps : 5, Gen Loss Total : 1.234, Mel-Spec. Error : 0.125, s/b : 0.123\n",
      expected: ["loss/g": 1.234, "loss/g_reconstruction": 0.125],
      steps: [5]
    ),
    LogSample(
      format: "basicsr",
      name: "train.log",
      text: """
        2022-01-01 12:00:00,000 INFO: [expna..][epoch:  0, iter:   1,000, lr:(1.000e-04,)] \
        [eta: 1 day, 2:03:04, time (data): 0.123 (0.001)] l_g_pix: 1.25e-02 l_g_gan: 1.5e+00 \
        l_d_real: 5.0e-01 out_d_real: 2.5e+00 l_d_fake: 2.5e-01 out_d_fake: -1.5e+00
        2022-01-01 12:01:00,000 INFO: Validation Set5
        \t # psnr: 27.1034\tBest: 27.2000 @ 500 iter
        """,
      expected: [
        "loss/g_reconstruction": 0.0125, "loss/g_adversarial": 1.5, "loss/d_real": 0.5,
        "scores/real": 2.5, "loss/d_fake": 0.25, "scores/fake": -1.5, "loss/d": 0.75,
        "learning_rate/g": 1e-4, "metrics/psnr": 27.1034,
      ],
      steps: [1000]
    ),
    LogSample(
      format: "mmengine",
      name: "20230101.log",
      text: """
        2023/01/01 12:00:00 - mmengine - INFO - Iter(train) [  100/10000]  lr: 1.0000e-04  \
        eta: 0:10:00  time: 0.06  data_time: 0.01  memory: 120  loss_disc_fake: 0.75  \
        loss_disc_real: 0.50  loss_disc_fake_g: 0.80
        """,
      expected: ["loss/d_fake": 0.75, "loss/d_real": 0.5, "loss/g_adversarial": 0.8],
      steps: [100]
    ),
    LogSample(
      format: "mimicry",
      name: "out.log",
      text: """
        INFO: [Epoch 1/20][Global Step: 500/100000]
        | D(G(z)): 0.4312
        | D(x): 0.5713
        | errD: 1.3512
        | errG: 0.8412
        | lr_D: 0.0002
        """,
      expected: [
        "probability/fake": 0.4312, "probability/real": 0.5713, "loss/d": 1.3512,
        "loss/g": 0.8412, "learning_rate/d": 0.0002,
      ],
      steps: [500]
    ),
  ]
}
