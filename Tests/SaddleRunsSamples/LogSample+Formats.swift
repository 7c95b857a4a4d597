// SPDX-License-Identifier: Apache-2.0

extension LogSample {
  /// Files whose form alone says how they are read, and console lines of names and values.
  static let formats: [LogSample] = [
    LogSample(
      format: "metric-log",
      name: "D_loss_real.log",
      text: "1000: 0.693\n2000: 0.512\n",
      expected: ["loss/d_real": 0.693],
      steps: [1000, 2000]
    ),
    LogSample(
      format: "metric-log",
      name: "fid_scores.txt",
      text: "1000,143.5\n2000,43.1\n",
      expected: ["metrics/fid": 143.5],
      steps: [1000, 2000]
    ),
    LogSample(
      format: "json",
      name: "BigGAN_log.jsonl",
      text: """
        {"itr": 2000, "IS_mean": 2.5, "IS_std": 0.01, "FID": 173.5, "_stamp": 1551403232.5}
        """,
      expected: ["metrics/is": 2.5, "metrics/fid": 173.5],
      steps: [2000]
    ),
    LogSample(
      format: "json",
      name: "scalars.json",
      text: """
        {"loss_disc_fake": 0.7, "loss_disc_real": 0.6, "lr": 0.1, "iter": 10, "step": 10}
        {"loss_disc_fake": 0.7, "loss_disc_real": 0.6, "lr": 0.1, "iter": 20, "step": 20}
        """,
      expected: ["loss/d_fake": 0.7, "loss/d": 1.2999999999999998],
      steps: [10, 20]
    ),
    LogSample(
      format: "csv",
      name: "log.csv",
      text: "epoch,d_loss,g_loss\n0,0.5,1.5\n1,NA,1.25\n2,0.4,1.0\n",
      expected: ["loss/d": 0.5, "loss/g": 1.5],
      steps: [0, 1, 2]
    ),
    LogSample(
      format: "csv",
      name: "european.csv",
      text: "Schritt;d_loss;g_loss;step\n1;0,5;1,5;10\n2;0,25;1,25;20\n",
      expected: ["loss/d": 0.5, "loss/g": 1.5],
      steps: [10, 20]
    ),
    LogSample(
      format: "csv",
      name: "wandb_export.csv",
      text: """
        "Step","giddy-sun-1 - d_loss","giddy-sun-1 - d_loss__MIN","giddy-sun-1 - d_loss__MAX"
        "1","0.5","0.5","0.5"
        "2","0.25","0.25","0.25"
        """,
      expected: ["loss/d": 0.5],
      steps: [1, 2]
    ),
    LogSample(
      format: "csv",
      name: "run-x-tag-loss_d.csv",
      text: "Wall time,Step,Value\n1600000000.5,1,0.5\n1600000001.5,2,0.25\n",
      expected: ["loss/d": 0.5],
      steps: [1, 2]
    ),
    LogSample(
      format: "keyvalue",
      name: "out.txt",
      text: """
        Epoch [0/200], Step [10/600], d_loss: 0.0495, g_loss: 5.3512, D(x): 0.98, D(G(z)): 0.02
        Epoch [0/200], Step [20/600], d_loss: 0.0512, g_loss: 4.9512, D(x): 0.98, D(G(z)): 0.02
        Epoch [1/200], Step [10/600], d_loss: 0.0512, g_loss: 4.9512, D(x): 0.98, D(G(z)): 0.02
        """,
      expected: [
        "loss/d": 0.0495, "loss/g": 5.3512, "probability/real": 0.98, "probability/fake": 0.02,
      ],
      steps: [10, 20, 610]
    ),
    LogSample(
      format: "keyvalue",
      name: "out.txt",
      text: """
        2024-05-01 10:11:12,345 INFO trainer: iter 100 lossD=0.5 lossG=1.5 time=0.10s
        2024-05-01 10:11:13,345 INFO trainer: iter 200 lossD=0.4 lossG=-inf time=0.10s
        """,
      expected: ["loss/d": 0.5, "loss/g": 1.5],
      steps: [100, 200]
    ),
  ]
}
