#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Time recognition and reading of logs by format, and beside another build of saddle.

    Benchmarks/reading/run.py [--against BINARY] [--rows 10000,100000,1000000] [--only jsonl,csv]

Logs of the same rows are written in six formats. `import` recognizes and surveys a log, `export`
reads it as well, `diagnose` judges it, too. Programs take turns; the smallest CPU time of several
turns counts, as other work on the machine lengthens the clock, not the work. The ratio is that of
the whole table, and by format.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COMMANDS = {
    "import": lambda log: ["import", log],
    "export": lambda log: ["export", log, "--format", "csv", "--output", "/dev/null"],
    "diagnose": lambda log: ["diagnose", log, "--json"],
}


def losses(rows):
    """Yields step, loss of D, loss of G, D of real and of fake of an even game that wobbles."""
    numbers = random.Random(0)
    for step in range(rows):
        wave = numbers.gauss(0, 0.05)
        yield (step, 1.3 + wave, 0.8 + numbers.gauss(0, 0.05), 0.55 + wave / 4, 0.45 - wave / 4)


def jsonl(row):
    return ('{"step": %d, "loss_d": %.6f, "loss_g": %.6f, "d_real": %.6f, "d_fake": %.6f}\n'
            % row)


def csv(row):
    return "%d,%.6f,%.6f,%.6f,%.6f\n" % row


def console(row):
    step, *values = row
    return ("[%d/100][%d/1000] Loss_D: %.4f Loss_G: %.4f D(x): %.4f D(G(z)): %.4f / 0.4400\n"
            % (step // 1000, step % 1000, *values))


def studiogan(row):
    step, d, g, *_ = row
    return ("[INFO] 2020-09-17 20:05:30 > Step: %7d Progress: %.1f%% Elapsed: 0:01:13 "
            "temperature: no ada_p: No Discriminator_loss: %.6f Generator_loss: %.6f \n"
            % (step * 100, step / 1e4, d, g))


def pix2pix(row):
    step, d, g, real, fake = row
    return ("(epoch: %d, iters: %d, time: 0.306, data: 0.002) G_GAN: %.3f G_L1: %.3f "
            "D_real: %.3f D_fake: %.3f \n"
            % (step // 1000 + 1, step % 1000 + 1, g, 20 * real, d, fake))


FORMATS = {
    "jsonl": ("log.jsonl", "", jsonl),
    "csv": ("log.csv", "step,loss_d,loss_g,d_real,d_fake\n", csv),
    "console": ("console.log", "", console),
    "studiogan": ("studiogan.log",
                  "[INFO] 2020-09-17 20:04:13 > Run name : DCGAN-train-2020_09_17_20_04_13\n",
                  studiogan),
    "pix2pix": ("loss_log.txt",
                "================ Training Loss (Sat Nov 23 22:43:58 2019) ================\n",
                pix2pix),
    "events": None,
}


def make(name, rows, folder, program):
    """Writes the log of a format; returns its path."""
    if name == "events":
        source = make("jsonl", rows, folder, program)
        subprocess.run([program, "import", source, "--to", folder + "/events"], check=True,
                       stdout=subprocess.DEVNULL)
        events = next(n for n in os.listdir(folder + "/events") if "tfevents" in n)
        return os.path.join(folder, "events", events)
    file_name, head, line = FORMATS[name]
    path = os.path.join(folder, file_name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(head)
        for row in losses(rows):
            file.write(line(row))
    return path


def timed(command):
    """CPU seconds and peak megabytes of a command."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed with status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/saddle"))
    parser.add_argument("--against", help="another build, to be compared with")
    parser.add_argument("--rows", default="10000,100000,1000000")
    parser.add_argument("--only", default=",".join(FORMATS))
    parser.add_argument("--commands", default=",".join(COMMANDS))
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    programs = [options.program] + ([options.against] if options.against else [])
    commands = options.commands.split(",")
    print(f"{'format':10} {'rows':>8} {'command':9} {'CPU s':>7} {'MB':>6}"
          + (f" {'against':>8} {'MB':>6} {'ratio':>6}" if options.against else ""))
    totals = {name: [0.0, 0.0] for name in commands}
    for name in options.only.split(","):
        for rows in map(int, options.rows.split(",")):
            with tempfile.TemporaryDirectory() as folder:
                log = make(name, rows, folder, options.program)
                for command in commands:
                    report(name, rows, command, log, programs, options.turns, totals[command])
    if options.against:
        for name, (ours, theirs) in totals.items():
            print(f"{name}: {ours / theirs:.2f} of the other's time")


def report(name, rows, command, log, programs, turns, total):
    turns = turns if rows < 1_000_000 else min(turns, 3)
    best = [(float("inf"), 0.0)] * len(programs)
    for _ in range(turns):
        for index, program in enumerate(programs):
            best[index] = min(best[index], timed([program] + COMMANDS[command](log)))
    line = f"{name:10} {rows:8} {command:9} {best[0][0]:7.3f} {best[0][1]:6.1f}"
    if len(best) > 1:
        line += f" {best[1][0]:8.3f} {best[1][1]:6.1f} {best[0][0] / best[1][0]:6.2f}"
        total[0] += best[0][0]
        total[1] += best[1][0]
    print(line, flush=True)


if __name__ == "__main__":
    main()
