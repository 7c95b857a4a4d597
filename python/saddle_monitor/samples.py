# SPDX-License-Identifier: Apache-2.0
"""What is measured on images (or any samples): range, diversity, and a grid to look at."""

import math
import os
import struct
import zlib

from .values import flat_list, torch_of

#: Samples of a batch that enter the diversity.
DIVERSITY_SAMPLES = 64


def value_range(batch, deferred, receive):
    """Calls `receive(smallest, largest)`; both are NaN where the batch holds one."""
    torch = torch_of(batch)
    if torch is not None:
        if batch.numel():
            low, high = torch.aminmax(batch.detach())
            deferred.add(torch.stack([low, high]), lambda pair: receive(*pair))
        return
    numbers = flat_list(batch)
    if any(math.isnan(number) for number in numbers):
        receive(math.nan, math.nan)
    elif numbers:
        receive(min(numbers), max(numbers))


def count_non_finite(batch):
    """Returns how many numbers of a batch are NaN or infinite."""
    torch = torch_of(batch)
    if torch is not None:
        return int((~torch.isfinite(batch.detach())).sum())
    return sum(not math.isfinite(number) for number in flat_list(batch))


def batch_size(batch):
    """Returns the length of a batch, or None where it has none."""
    try:
        return len(batch)
    except TypeError:
        return None


def count_of(*batches):
    """Returns how many samples the first of some batches has that has any; None where none has."""
    for batch in batches:
        size = None if batch is None or callable(batch) else batch_size(batch)
        if size:
            return size
    return None


def diversity(batch, deferred, receive):
    """Calls `receive` with the mean Euclidean distance of the pairs among the first 64 samples.

    Over flattened samples, in the units of the data: to be read beside that of real samples.
    """
    torch = torch_of(batch)
    if torch is not None:
        rows = batch.detach()[:DIVERSITY_SAMPLES].reshape(min(len(batch), DIVERSITY_SAMPLES), -1)
        if len(rows) < 2:
            return
        rows = rows.float() - rows.float().mean(0)  # else identical samples drown in rounding
        distances = torch.cdist(rows, rows)
        deferred.add(distances.sum() / (len(rows) * (len(rows) - 1)), lambda one: receive(one[0]))
        return
    rows = [flat_list(sample) for sample in list(batch)[:DIVERSITY_SAMPLES]]
    pairs = [math.dist(a, b) for index, a in enumerate(rows) for b in rows[:index]]
    if pairs:
        receive(sum(pairs) / len(pairs))


def grid(batch, columns=8, rows=8):
    """Returns (width, height, channels, bytes) of a sheet of images, or None for other shapes.

    `batch` is a tensor [n, 1 or 3, height, width]; values in -1...1, or in 0...1 where none is
    negative. What lies outside is clipped, a NaN is black.
    """
    torch = torch_of(batch)
    if torch is None or batch.dim() != 4 or batch.shape[1] not in (1, 3) or not batch.numel():
        return None
    images = batch.detach()[:columns * rows].float().cpu()
    count, channels, height, width = images.shape
    low = -1.0 if bool((images < 0).any()) else 0.0
    pixels = ((images - low) / (1.0 - low) * 255).nan_to_num(0.0).clamp(0, 255).round().byte()
    across = min(columns, count)
    down = -(-count // across)
    sheet = torch.zeros(down * height, across * width, channels, dtype=torch.uint8)
    for index in range(count):
        top, left = index // across * height, index % across * width
        sheet[top:top + height, left:left + width] = pixels[index].permute(1, 2, 0)
    return across * width, down * height, channels, bytes(sheet.flatten().tolist())


def png(width, height, channels, data):
    """Returns a PNG file: 8 bits, gray (1 channel) or RGB (3), no filter."""
    def chunk(kind, body):
        return (struct.pack(">I", len(body)) + kind + body
                + struct.pack(">I", zlib.crc32(kind + body)))
    stride = width * channels
    lines = b"".join(b"\0" + data[row * stride:(row + 1) * stride] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0 if channels == 1 else 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(lines, 6)) + chunk(b"IEND", b""))


def write(batch, path):
    """Writes a grid of a batch of images as PNG, its folder included; of no images nothing."""
    sheet = grid(batch)
    if sheet is not None:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(png(*sheet))
