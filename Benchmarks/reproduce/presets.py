# SPDX-License-Identifier: Apache-2.0
"""Tables of presets on Fashion-MNIST: what the monitor says, KID, and a picture of all of them."""

import base64
import json
import os
import struct
import zlib

SHOWN = 14
MARGIN = 2


class Presets:
    """One run of each preset, with the seed of its file."""

    columns = ["preset", "steps", "health at the end", "findings on the way", "KID x 1000 (95 %)"]
    protocol = (
        "KID is of {samples:,} samples of the averaged generator in the features of the small "
        "classifier, against as many pictures of the train split.")

    def __init__(self, runner):
        self.runner = runner

    def about(self, samples):
        return self.protocol.format(samples=samples)

    def settings(self):
        """One thread each: runs go side by side."""
        return ["threads=1"]

    def measure(self, path, seed, samples):
        """Returns the JSON of one row."""
        shown = os.path.join(path, "shown.npy")
        diagnosis = json.loads(self.runner.call("diagnose", path, "--json", program="saddle"))
        kid = json.loads(self.runner.call("evaluate", "--real", "fashion-mnist", "--fake", path,
                                          "--metrics", "kid", "--count", str(samples), "--json"))
        self.runner.call("sample", path, "--count", str(SHOWN), "--to", shown)
        result = {
            "preset": os.path.basename(path),
            "health": diagnosis["health"],
            "steps": diagnosis["lastStep"],
            "findings": diagnosis["findings"],
            "kid": kid[0]["results"][0],
            "shown": base64.b64encode(gray(shown)).decode(),
        }
        os.remove(shown)
        return json.dumps([{"name": "preset", "isControl": False, "result": result}])

    @staticmethod
    def cells(results):
        found = results[0]
        kid, interval = found["kid"], found["kid"]["interval"]
        return [f"`{found['preset'].rsplit('-', 2)[0]}`", str(found["steps"]), found["health"],
                findings(found),
                f"{1000 * kid['value']:.1f} ({1000 * interval['low']:.1f} to "
                f"{1000 * interval['high']:.1f})"]

    @staticmethod
    def note(result):
        return f"{result['health']}, KID {1000 * result['kid']['value']:.1f}"

    @staticmethod
    def picture(results):
        """Returns a PNG with a row of samples for each row of the table."""
        rows = [base64.b64decode(result["shown"]) for result in results]
        side = round((len(rows[0]) / SHOWN) ** 0.5)
        step = side + MARGIN
        width, height = SHOWN * step, len(rows) * step
        canvas = [bytearray([255]) * width for _ in range(height)]
        for top, row in enumerate(rows):
            for number in range(SHOWN * side):
                image, y = divmod(number, side)
                left = image * step + MARGIN // 2
                line = row[number * side:(number + 1) * side]
                canvas[top * step + MARGIN // 2 + y][left:left + side] = line
        return png(canvas, width, height)


def findings(found):
    """Says what was found: what was more than a notice, and how many notices."""
    named = [f"{f['symptom']} at {f['firedAtStep']} ({f['severity']}, {f['state']})"
             for f in found["findings"] if f["severity"] != "notice"]
    notices = len(found["findings"]) - len(named)
    return "; ".join(named + [f"{notices} notice{'' if notices == 1 else 's'}"])


def gray(path):
    """Returns the bytes of the gray pictures `[count, side, side, 1]` in an .npy file."""
    with open(path, "rb") as file:
        data = file.read()
    return data[10 + struct.unpack("<H", data[8:10])[0]:]


def png(canvas, width, height):
    def chunk(kind, body):
        return (struct.pack(">I", len(body)) + kind + body
                + struct.pack(">I", zlib.crc32(kind + body)))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + bytes(line) for line in canvas), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
