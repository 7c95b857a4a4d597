# SPDX-License-Identifier: Apache-2.0
"""What is logged of samples and written of them. Skipped where torch is absent."""

import math
import os
import struct
import zlib

import pytest
import saddle_monitor
from saddle_monitor import samples, values
from torch_game import lines, torch


def test_diversity_is_the_mean_distance_of_pairs():
    batch = torch.randn(20, 3, 4, 4) + 100
    pairs = [float((a - b).norm()) for i, a in enumerate(batch) for b in batch[:i]]
    found = []
    deferred = values.Deferred()
    samples.diversity(batch, deferred, found.append)
    samples.diversity(torch.full((8, 5), 0.3), deferred, found.append)
    deferred.resolve()
    assert found[0] == pytest.approx(sum(pairs) / len(pairs), rel=1e-4)
    assert found[1] == pytest.approx(0, abs=1e-6)


def test_one_broken_image_is_found_in_the_step_in_which_it_is_shown(tmp_path):
    data = torch.zeros(8, 1, 4, 4)
    data[3, 0, 1, 1] = math.nan
    data[3, 0, 1, 2] = math.inf
    with saddle_monitor.Monitor(tmp_path) as monitor:
        monitor.step(data=torch.zeros(8, 1, 4, 4))
        monitor.step(data=data)
    assert [line["non_finite/data"] for line in lines(tmp_path)] == [0, 2]


def decoded(path):
    """Returns (width, height, channels, bytes) of an unfiltered 8-bit PNG."""
    data = open(path, "rb").read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    place, body = 8, {}
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place:place + 8])
        content = data[place + 8:place + 8 + length]
        check, = struct.unpack(">I", data[place + 8 + length:place + 12 + length])
        assert check == zlib.crc32(kind + content)
        body[kind] = content
        place += 12 + length
    width, height, depth, color = struct.unpack(">IIBB", body[b"IHDR"][:10])
    channels = {0: 1, 2: 3}[color]
    raw = zlib.decompress(body[b"IDAT"])
    stride = width * channels + 1
    return width, height, channels, [raw[i * stride + 1:(i + 1) * stride] for i in range(height)]


@pytest.mark.parametrize("channels", [1, 3])
def test_a_grid_of_samples_is_written_as_png(tmp_path, channels):
    images = torch.full((10, channels, 4, 5), -1.0)
    images[9] = 1.0
    images[0, 0, 0, 0] = math.nan
    with saddle_monitor.Monitor(tmp_path, images_every=2) as monitor:
        for _ in range(3):
            monitor.step(samples=images)
    assert sorted(os.listdir(tmp_path / "samples")) == ["1.png", "3.png"]
    width, height, found, rows = decoded(tmp_path / "samples" / "1.png")
    assert (width, height, found) == (40, 8, channels)
    assert set(rows[0]) == {0} and rows[4][5 * channels:10 * channels] == b"\xff" * 5 * channels


def test_a_callable_is_called_only_when_its_samples_are_wanted(tmp_path):
    calls = []

    def draw():
        assert not torch.is_grad_enabled()
        calls.append(1)
        return torch.randn(4, 2)
    with saddle_monitor.Monitor(tmp_path, samples_every=10) as monitor:
        for _ in range(21):
            monitor.step(loss_g=1.0, samples=draw)
    assert len(calls) == 3
    assert sum("diversity/fake" in line for line in lines(tmp_path)) == 3
