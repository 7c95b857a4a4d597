// SPDX-License-Identifier: Apache-2.0

extension LogSample {
  /// Tables, JSON histories and notebooks.
  static let tables: [LogSample] = [
    LogSample(
      format: "csv",
      name: "log.csv",
      text: "轮次,判别器损失,生成器损失\n0,1.5,0.75\n1,1.25,0.5\n",
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [0, 1]
    ),
    LogSample(
      format: "csv",
      name: "log.csv",
      text: "epoch,Disc,Gen\n0,1.5,0.75\n1,1.25,0.5\n",
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [0, 1]
    ),
    LogSample(
      format: "csv",
      name: "log.tsv",
      text: "epoch\ttrain_netD\ttrain_netG\n0\t1.5\t0.75\n1\t1.25\t0.5\n",
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [0, 1]
    ),
    LogSample(
      format: "csv",
      name: "scalars.csv",
      text: "step,name,value\n0,d_loss,1.5\n0,g_loss,0.75\n10,d_loss,1.25\n10,g_loss,0.5\n",
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [0, 10]
    ),
    LogSample(
      format: "csv",
      name: "results.md",
      text: """
        # Training

        | Epoch | D Loss | G Loss |
        |---|---:|---:|
        | 0 | 1.5 | 0.75 |
        | 1 | 1.25 | 0.5 |
        | 2 | 1.0 | 0.25 |
        """,
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [0, 1, 2]
    ),
    LogSample(
      format: "csv",
      name: "log.csv",
      text: "epoch,d_loss,g_loss\n0,[0.75 0.5],0.25\n1,\"[0.5, 0.75]\",0.5\n",
      expected: ["loss/d": 0.75, "loss/g": 0.25],
      steps: [0, 1]
    ),
    LogSample(
      format: "csv",
      name: "losses.txt",
      text: "# step D_loss G_loss\n0.0e+00 1.5e+00 7.5e-01\n1.0e+01 1.25e+00 5.0e-01\n",
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [0, 10]
    ),
    LogSample(
      format: "csv",
      name: "frame.txt",
      text: "   step  d_loss  g_loss\n0     1     1.5    0.75\n1     2    1.25     0.5\n",
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [1, 2]
    ),
    LogSample(
      format: "column",
      name: "D_loss.txt",
      text: "1.5e+00\n1.25e+00\n1.0e+00\n7.5e-01\n5.0e-01\n",
      expected: ["loss/d": 1.5],
      steps: [0, 1, 2, 3, 4]
    ),
    LogSample(
      format: "json",
      name: "history.json",
      text: """
        {"args": {"lr": 0.5}, "losses": {"G_loss": [0.75, 0.5, 0.25, 0.125], \
        "D_loss": [1.5, 1.25, 1.0, 0.75]}, "fid": [90.5, 45.25]}
        """,
      expected: ["loss/d": 1.5, "loss/g": 0.75, "metrics/fid": 90.5],
      steps: [0, 1, 2, 3]
    ),
    LogSample(
      format: "json",
      name: "trainer_state.json",
      text: """
        {
         "best_metric": null, "epoch": 2.0, "global_step": 20,
         "log_history": [
          {"step": 10, "epoch": 1.0, "loss_d": 1.5, "loss_g": 0.75},
          {"step": 20, "epoch": 2.0, "loss_d": 1.25, "loss_g": 0.5}
         ]
        }
        """,
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [10, 20]
    ),
    LogSample(
      format: "json",
      name: "curves.json",
      text: """
        {"loss_d": [[1600000000.5, 10, 1.5], [1600000001.5, 20, 1.25], [1600000002.5, 30, 1.0]], \
        "loss_g": [[1600000000.5, 10, 0.75], [1600000001.5, 20, 0.5], [1600000002.5, 30, 0.25]]}
        """,
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [10, 20, 30]
    ),
    LogSample(
      format: "notebook",
      name: "train.ipynb",
      text: """
        {"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "markdown", "source": ["loss: 7"]}, \
        {"cell_type": "code", "source": ["train()"], "outputs": [{"output_type": "stream", \
        "name": "stdout", "text": ["Epoch [1/2] Loss D: 1.5, loss G: 0.75\\n", \
        "Epoch [2/2] Loss D: 1.25, loss G: 0.5\\n"]}, {"data": {"image/png": "iVBORw0KGgo="}}]}]}
        """,
      expected: ["loss/d": 1.5, "loss/g": 0.75],
      steps: [1, 2]
    ),
  ]
}
