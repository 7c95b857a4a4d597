# SPDX-License-Identifier: Apache-2.0
"""Tables of pix2pix presets: distance to the wanted pictures beside what takes no learning."""

import base64
import json
import os
import re

SHOWN = 9


class Pairs:
    """Runs of `task: paired`; the baselines are controls, measured on the same held-out pairs."""

    columns = ["L1", "PSNR in dB", "health at the end", "held-out pairs"]
    protocol = (
        "Averaged weights after the last step, on pairs that training never sees. L1 is the mean "
        "absolute difference in -1...1, lower is better; PSNR is of 8-bit pictures, all channels, the "
        "mean over pictures. Rows in italics take no learning: the input itself, and the mean of all "
        "training targets, which no picture is but which both measures like.")
    numbers = re.compile(r"L1 ([0-9.e+-]+), PSNR ([0-9.e+-]+) dB")

    def __init__(self, runner):
        self.runner = runner

    def about(self, samples):
        return self.protocol

    def settings(self):
        """The pictures must be there; one thread each: runs go side by side."""
        self.runner.call("data", "prepare", "emoji-pairs")
        return ["threads=1"]

    def measure(self, path, seed, samples):
        """Returns the JSON of the row and its controls."""
        # A finished run that is gone on with makes no step and says what its samples come to.
        said = self.runner.call("train", "--resume", path, output="stderr")
        line = next(line for line in said.splitlines() if " held-out pairs: L1 " in line)
        found = [(float(a), float(b)) for a, b in self.numbers.findall(line)]
        if len(found) != 3:
            raise ValueError(f"not understood: {line}")
        shown = os.path.join(path, "shown.png")
        self.runner.call("sample", path, "--grid", str(SHOWN), "--to", shown)
        with open(shown, "rb") as file:
            picture = base64.b64encode(file.read()).decode()
        health = json.loads(self.runner.call("diagnose", path, "--json", program="saddle"))["health"]
        count = int(line.split(" held-out")[0].split()[-1])
        rows = [("run", health), ("the input itself", "-"), ("the mean target", "-")]
        return json.dumps([
            {"name": name, "isControl": number > 0,
             "result": {"l1": l1, "psnr": psnr, "health": word, "count": count,
                        "picture": picture if number == 0 else None}}
            for number, ((name, word), (l1, psnr)) in enumerate(zip(rows, found))])

    @staticmethod
    def cells(results):
        from kinds import cell
        return [cell([r["l1"] for r in results], 4), cell([r["psnr"] for r in results], 2),
                ", ".join(sorted({r["health"] for r in results})),
                str(results[0]["count"])]

    @staticmethod
    def note(result):
        return f"{result['health']}, L1 {result['l1']:.4f}, PSNR {result['psnr']:.2f} dB"

    @staticmethod
    def picture(results):
        """The last row's pictures: input, output and target in turn."""
        return base64.b64decode(results[-1]["picture"])
