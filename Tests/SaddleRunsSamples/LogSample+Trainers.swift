// SPDX-License-Identifier: Apache-2.0

extension LogSample {
  /// What some trainers print in a form of their own.
  static let trainers: [LogSample] = [
    LogSample(
      format: "motion",
      name: "log.txt",
      text: """
        00000000) perceptual - 160.50000; gen_gan - 0.25000; feature_matching - 1.50000; \
        equivariance_value - 0.62000; disc_gan - 0.50000
        00000001) perceptual - 120.25000; gen_gan - 0.50000; feature_matching - 1.25000; \
        equivariance_value - 0.41000; disc_gan - 0.25000
        """,
      expected: [
        "loss/g_reconstruction": 160.5, "loss/g_adversarial": 0.25, "loss/g_feature_matching": 1.5,
        "loss/d": 0.5,
      ],
      steps: [0, 1]
    ),
    LogSample(
      format: "wav2lip",
      name: "out.txt",
      text: """
        Starting Epoch: 0
        L1: 0.25, Sync: 0.0, Percep: 0.75 | Fake: 0.5, Real: 0.625: : 1it [00:03,  2.9s/it]\r\
        L1: 0.125, Sync: 0.0, Percep: 0.5 | Fake: 0.25, Real: 0.5: : 2it [00:06,  2.9s/it]
        """,
      expected: [
        "loss/g_reconstruction": 0.25, "loss/g_adversarial": 0.75, "loss/d_fake": 0.5,
        "loss/d_real": 0.625, "loss/d": 1.125,
      ],
      steps: [1, 2]
    ),
    LogSample(
      format: "keras-acgan",
      name: "out.txt",
      text: """
        Testing for epoch 1:
        component              | loss | generation_loss | auxiliary_loss
        -----------------------------------------------------------------
        generator (train)      | 3.25 | 0.7500          | 2.5000
        generator (test)       | 9.00 | 9.0000          | 9.0000
        discriminator (train)  | 1.50 | 0.5000          | 1.0000
        discriminator (test)   | 9.00 | 9.0000          | 9.0000
        Testing for epoch 2:
        component              | loss | generation_loss | auxiliary_loss
        -----------------------------------------------------------------
        generator (train)      | 3.00 | 1.0000          | 2.0000
        discriminator (train)  | 1.25 | nan             | 1.0000
        """,
      expected: [
        "loss/g": 3.25, "loss/g_adversarial": 0.75, "loss/d": 1.5, "loss/d_adversarial": 0.5,
      ],
      steps: [1, 2]
    ),
    LogSample(
      format: "tensors",
      name: "out.txt",
      text: (0..<6).map {
        "epoch\n0 step \($0 * 50)\ntensor(0.5, device='cuda:0', grad_fn=<SubBackward0>)\n"
          + "tensor(1.25, grad_fn=<NegBackward>) None\n\n"
      }.joined(),
      expected: [:],
      steps: []
    ),
    LogSample(
      format: "lucidrains",
      name: "bar.log",
      text: """
        default</data>:   0%|          | 0/150000 [00:00<25:50:00,  1.61it/s]G: 0.50 | D: 1.50\r\
        default</data>:  10%|█         | 15000/150000 [9:00<25:50:00,  1.61it/s]G: 0.75 | D: 1.25
        default</data>:  12%|#2        | 18000/150000 [9:00<25:50:00,  1.61it/s]G: -0.25 | D: 1.75
        """,
      expected: ["loss/g": 0.5, "loss/d": 1.5],
      steps: [0, 15000, 18000]
    ),
  ]
}
