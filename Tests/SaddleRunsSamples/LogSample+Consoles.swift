// SPDX-License-Identifier: Apache-2.0

extension LogSample {
  /// Consoles of many shapes that one reader understands.
  static let consoles: [LogSample] = [
    LogSample(
      format: "keyvalue",
      name: "bar.txt",
      text: """
        Epoch 1/6:   0%|          | 0/40 [00:00<00:30, 12.10it/s, D_loss=1.5, G_loss=0.75]\r\
        Epoch 1/6:   2%|2         | 1/40 [00:01<00:30, 12.10it/s, D_loss=1.25, G_loss=0.5]
        Epoch 2/6:   0%|          | 0/40 [00:00<00:30, 12.10it/s, D_loss=1.0, G_loss=0.25]
        """,
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [0, 1, 40]
    ),
    LogSample(
      format: "keyvalue",
      name: "fit.txt",
      text: "Gen. (1.25) | Discrim. (-0.10):   0%|  | 1/200 [00:01<01:00,  3.1it/s]\r"
        + "Gen. (0.75) | Discrim. (-0.20):   1%|  | 2/200 [00:02<01:00,  3.1it/s]\r",
      expected: ["loss/g": 1.25, "loss/d": -0.1],
      steps: [1, 2]
    ),
    LogSample(
      format: "keyvalue",
      name: "out.txt",
      text: """
        Epoch: [ 0] [   0/  50] time: 0.0000, d_loss: 1.5, g_loss: 1.25
        Epoch: [ 0] [   1/  50] time: 1.3000, d_loss: 1.0, g_loss: 0.75
        Epoch: [ 1] [   0/  50] time: 2.3000, d_loss: 0.5, g_loss: 0.5
        """,
      expected: ["loss/d": 1.5, "loss/g": 1.25],
      steps: [0, 1, 50]
    ),
    LogSample(
      format: "keyvalue",
      name: "meters.txt",
      text: """
        Epoch: [0][0/40]\tTime 0.214 (0.220)\tLoss_D 1.5 (1.25)\tLoss_G 0.75 (1.0)
        Epoch: [0][1/40]\tTime 0.214 (0.220)\tLoss_D 1.25 (1.25)\tLoss_G 0.5 (1.0)
        """,
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [0, 1]
    ),
    LogSample(
      format: "keyvalue",
      name: "apart.txt",
      text: """
        Epoch 1/130
        Discriminator loss: 1.5
        Generator loss: 0.75
        --------------------
        Epoch 2/130
        Discriminator loss: 1.25
        Generator loss: 0.5
        """,
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [1, 2]
    ),
    LogSample(
      format: "keyvalue",
      name: "loose.txt",
      text: "step 0 loss_g 0.75 loss_d 1.5\nstep 500 loss_g 0.5 loss_d 1.25\n",
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [0, 500]
    ),
    LogSample(
      format: "keyvalue",
      name: "tabs.txt",
      text:
        "iter 4\ttime\t0.22\ttrain disc cost\t9.5\ttrain gen cost\t-0.75\tgradient penalty\t10\n"
        + "iter 99\ttime\t0.22\ttrain disc cost\t5.5\ttrain gen cost\t-1.25\tgradient penalty\t9\n",
      expected: ["loss/d": 9.5, "loss/g": -0.75, "penalty/gradient": 10],
      steps: [4, 99]
    ),
    LogSample(
      format: "keyvalue",
      name: "tensors.txt",
      text: """
        Time for epoch 1 is 12.3 sec - gen loss: tf.Tensor(0.75, shape=(), dtype=float32) \
        disc loss: tensor([1.5], device='cuda:0', grad_fn=<AddBackward0>)
        Time for epoch 2 is 12.3 sec - gen loss: <tf.Tensor: shape=(), dtype=float32, numpy=0.5> \
        disc loss: np.float32(1.25)
        """,
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [1, 2]
    ),
    LogSample(
      format: "keyvalue",
      name: "rows.txt",
      text: (0..<6).map { "Epoch[1/3] step cost: 210.5 ms, D_loss: 1.\($0), G_loss:0.5\n" }
        .joined(),
      expected: ["loss/d": 1, "loss/g": 0.5],
      steps: [0, 1, 2, 3, 4, 5]
    ),
    LogSample(
      format: "keyvalue",
      name: "batches.log",
      text: """
        [host] 2024-01-01 10:00:00,123 (trainer:732) INFO: 1epoch:train:1-50batch: iter_time=0.01, \
        generator_loss=35.5, generator_mel_loss=28.25, discriminator_loss=2.5, optim0_lr0=2.0e-04
        [host] 2024-01-01 10:00:01,123 (trainer:732) INFO: 1epoch:train:51-100batch: \
        iter_time=0.01, generator_loss=34.5, generator_mel_loss=27.25, discriminator_loss=2.25
        [host] 2024-01-01 10:00:02,123 (trainer:732) INFO: 2epoch:train:1-50batch: \
        iter_time=0.01, generator_loss=33.5, generator_mel_loss=26.25, discriminator_loss=2.0
        """,
      expected: ["loss/g": 35.5, "loss/d": 2.5, "loss/g_reconstruction": 28.25],
      steps: [50, 100, 150]
    ),
    LogSample(
      format: "keyvalue",
      name: "starganv2.txt",
      text: """
        Elapsed time [0:00:00], Iteration [100/100000], D/latent_real: [0.75] D/latent_fake: [0.5] \
        D/latent_reg: [0.125] D/ref_real: [0.25] G/latent_adv: [0.875] G/latent_cyc: [0.625]
        Elapsed time [0:00:01], Iteration [200/100000], D/latent_real: [0.75] D/latent_fake: [0.5] \
        D/latent_reg: [0.125] D/ref_real: [0.25] G/latent_adv: [0.875] G/latent_cyc: [0.625]
        """,
      expected: [
        "loss/d_real": 0.75, "loss/d_fake": 0.5, "penalty/r1": 0.125, "loss/g_adversarial": 0.875,
        "loss/g_reconstruction": 0.625,
      ],
      steps: [100, 200]
    ),
    LogSample(
      format: "keyvalue",
      name: "decimal.txt",
      text: "Epoche 1: Diskriminatorverlust 0,5 Generatorverlust: 1,25\n"
        + "Epoche 2: Diskriminatorverlust 0,75 Generatorverlust: 0,125\n",
      expected: ["loss/d": 0.5, "loss/g": 1.25],
      steps: [1, 2]
    ),
    LogSample(
      format: "ml-mastery",
      name: "out.txt",
      text: ">1, 1/46, d1=0.75, d2=0.5 g=0.25\n>1, 2/46, d1=0.75, d2=0.5 g=0.25\n"
        + ">2, 1/46, d1=0.75, d2=0.5 g=0.25\n",
      expected: ["loss/d_real": 0.75, "loss/d_fake": 0.5, "loss/d": 1.25, "loss/g": 0.25],
      steps: [1, 2, 47]
    ),
    LogSample(
      format: "ml-mastery",
      name: "cycle.txt",
      text:
        ">1, dA[0.25,0.5] dB[0.125,0.75] g[7.5,6.5]\n>2, dA[0.25,0.5] dB[0.125,0.75] g[7.5,6.5]\n",
      expected: ["A:loss/d": 0.75, "B:loss/d": 0.875, "B:loss/g": 7.5, "A:loss/g": 6.5],
      steps: [1, 1, 2, 2]
    ),
    LogSample(
      format: "vits",
      name: "train.log",
      text: """
        INFO:voice:Train Epoch: 1 [0%]
        INFO:voice:[3.5, 1.75, 0.5, 2.25, 1.5, 1.25, 0, 0.0002]
        INFO:voice:Train Epoch: 1 [33%]
        INFO:voice:[3.25, 1.5, 0.5, 2.0, 1.5, 1.25, 200, 0.0002]
        """,
      expected: [
        "loss/d": 3.5, "loss/g_adversarial": 1.75, "loss/g_feature_matching": 0.5,
        "loss/g_reconstruction": 2.25, "learning_rate/g": 0.0002,
      ],
      steps: [0, 200]
    ),
    LogSample(
      format: "vits",
      name: "train.log",
      text: """
        INFO:voice:Train Epoch: 1 [37%]
        INFO:voice:[200, 9.5e-05]
        INFO:voice:loss_disc=3.25, loss_gen=2.5, loss_fm=9.5,loss_mel=23.25, loss_kl=1.25
        INFO:voice:Train Epoch: 2 [74%]
        INFO:voice:[400, 9.5e-05]
        INFO:voice:loss_disc=3.0, loss_gen=2.5, loss_fm=9.5,loss_mel=23.25, loss_kl=1.25
        """,
      expected: ["loss/d": 3.25, "loss/g_adversarial": 2.5, "learning_rate/d": 9.5e-5],
      steps: [200, 400]
    ),
    LogSample(
      format: "cyclegan",
      name: "loss_log.txt",
      text: """
        (epoch: 1, iters: 100, time: 0.291) D: 0.125, 0.25 | G: 0.5, 0.75 | Cyc: 1.5, 2.5 |
        (epoch: 1, iters: 200, time: 0.291) D: 0.125, 0.25 | G: 0.5, 0.75 | Cyc: 1.5, 2.5 |
        """,
      expected: [
        "1:loss/d": 0.125, "2:loss/d": 0.25, "2:loss/g_adversarial": 0.75,
        "2:loss/g_reconstruction": 2.5,
      ],
      steps: [100, 100, 200, 200]
    ),
    LogSample(
      format: "stylegan-metric-text",
      name: "metric-fid50k.txt",
      text: "network-snapshot-000000        time 12m 00s      fid50k          317.5\n"
        + "network-snapshot-000500        time 1h 12m 01s   fid50k          261.25\n",
      expected: ["metrics/fid": 317.5],
      steps: [0, 500]
    ),
    // TensorFlow's versions print metrics between the ticks; descendants add what they like.
    LogSample(
      format: "stylegan-log",
      name: "log.txt",
      text: """
        network-snapshot-000000        time 4m 26s       fid50k_full 306.5
        tick 0     kimg 0.0    lod 5.00  minibatch 64   time 4m 26s   sec/tick 71.0   augment 0.012
        network-snapshot-000082        time 4m 26s       fid50k_full 46.5
        tick 20    kimg 82.0   lod 4.50  minibatch 64   time 1d 06h 06m  augment 6.521  loss_D -7.5
        """,
      expected: ["metrics/fid": 306.5, "augmentation/p": 0.012, "loss/d": -7.5],
      steps: [0, 82]
    ),
    // pytorch/ignite and audiocraft's flashy print names and numbers between bars.
    LogSample(
      format: "keyvalue",
      name: "solver.log",
      text: """
        [01-01 10:00:01][flashy.solver][INFO] - Train | Epoch 1 | 100/2000 | 3.2 it/sec | \
        bandwidth 6.0 | l1 0.05 | penalty 0.0 | adv 1.25 | feat 2.0 | d_loss 1.5
        [01-01 10:00:02][flashy.solver][INFO] - Train | Epoch 1 | 200/2000 | 3.2 it/sec | \
        bandwidth 6.0 | l1 0.05 | penalty 0.0 | adv 1.5 | feat 2.0 | d_loss 1.25
        """,
      expected: ["loss/d": 1.5, "loss/g_adversarial": 1.25],
      steps: [100, 200]
    ),
    LogSample(
      format: "ml-mastery",
      name: "acgan.txt",
      text:
        ">1, dr[0.5,2.25], df[0.75,2.5], g[1.25,2.75]\n>2, dr[0.5,2.25], df[0.75,2.5], g[1.5,2]\n",
      expected: ["loss/d_real": 0.5, "loss/d_fake": 0.75, "loss/g": 1.25],
      steps: [1, 2]
    ),
    LogSample(
      format: "ml-mastery",
      name: "sgan.txt",
      text: ">1, c[2.25,8], d[0.125,2.5], g[0.25]\n>2, c[2.125,9], d[0.125,2.5], g[0.5]\n",
      expected: ["loss/d_real": 0.125, "loss/d_fake": 2.5, "loss/g": 0.25],
      steps: [1, 2]
    ),
    LogSample(
      format: "keyvalue",
      name: "coqui.txt",
      text: """
           --> TIME: 2023-01-01 10:00:01 -- STEP: 25/400 -- GLOBAL_STEP: 25
             | > D_mse_gan_loss: 0.25  (0.25)
             | > D_mse_gan_real_loss: 0.125  (0.125)
             | > G_mse_fake_loss: 0.5  (0.5)
             | > G_l1_spec_loss: 0.75  (0.75)
             | > G_adv_loss: 1.5  (1.5)
           --> TIME: 2023-01-01 10:00:02 -- STEP: 50/400 -- GLOBAL_STEP: 50
             | > D_mse_gan_loss: 0.5  (0.5)
             | > D_mse_gan_real_loss: 0.125  (0.125)
             | > G_mse_fake_loss: 0.5  (0.5)
             | > G_l1_spec_loss: 0.75  (0.75)
             | > G_adv_loss: 1.25  (1.25)
        """,
      expected: [
        "loss/d": 0.25, "loss/d_real": 0.125, "loss/g_reconstruction": 0.75,
        "loss/g_adversarial": 1.5,
      ],
      steps: [25, 50]
    ),
    // TGAN prints through tensorpack.
    LogSample(
      format: "keyvalue",
      name: "tgan.log",
      text: """
        [0328 10:00:01 @base.py:275] Epoch 1 (global_step 100) finished, time:3.2 seconds.
        [0328 10:00:01 @monitor.py:467] GAN/discrim/loss: 0.5
        [0328 10:00:01 @monitor.py:467] GAN/gen/loss: 0.75
        [0328 10:00:02 @base.py:275] Epoch 2 (global_step 200) finished, time:3.2 seconds.
        [0328 10:00:02 @monitor.py:467] GAN/discrim/loss: 0.25
        [0328 10:00:02 @monitor.py:467] GAN/gen/loss: 1.5
        """,
      expected: ["loss/d": 0.5, "loss/g_adversarial": 0.75],
      steps: [100, 200]
    ),
  ]
}
