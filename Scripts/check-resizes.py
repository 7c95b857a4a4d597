#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write a picture as the three resize conventions of FID programs bring it to another size.

    Scripts/check-resizes.py FILE.npz

clean-fid's and StudioGAN's are Pillow's BICUBIC and BILINEAR in floating point; pytorch-fid's is
bilinear interpolation without a filter, written out here. A test compares Saddle's. Needs numpy and
Pillow; ends with status 3 and one line where they aren't installed.
"""

import sys

try:
    import numpy as np
    from PIL import Image
except ImportError as error:
    print(f"numpy and Pillow are needed: {error}")
    sys.exit(3)


def pillow(planes, side, kind):
    return np.array([np.asarray(Image.fromarray(plane).resize((side, side), kind))
                     for plane in planes])


def places(size, side):
    """For each new pixel its left neighbor, its right one, and how far it is from the left one."""
    at = np.clip((np.arange(side) + 0.5) * size / side - 0.5, 0, None)
    left = np.minimum(at.astype(int), size - 1)
    return left, np.minimum(left + 1, size - 1), at - left


def plain(planes, side):
    top, bottom, y = places(planes.shape[1], side)
    left, right, x = places(planes.shape[2], side)
    rows = planes[:, top] * (1 - y)[:, None] + planes[:, bottom] * y[:, None]
    return rows[:, :, left] * (1 - x) + rows[:, :, right] * x


def main():
    arrays = {}
    for name, height, width, side in (("down", 330, 260, 299), ("far", 500, 400, 99),
                                      ("up", 28, 40, 128)):
        random = np.random.default_rng(height)
        planes = random.integers(0, 256, (3, height, width)).astype(np.float32)
        for key, value in (("images", planes), ("legacy", plain(planes, side)),
                           ("clean", pillow(planes, side, Image.BICUBIC)),
                           ("friendly", pillow(planes, side, Image.BILINEAR))):
            arrays[f"{name}-{key}"] = value.astype(np.float32)
    np.savez(sys.argv[1], **arrays)


if __name__ == "__main__":
    main()
