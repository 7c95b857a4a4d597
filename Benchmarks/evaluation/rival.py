#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Time one operation in the program that people use today; what `run.py` compares with.

    Benchmarks/evaluation/rival.py frechet|neighbors|inception|lite0 THREADS FILE [FILE]

Prints seconds, processor seconds, the result and the process's peak memory as JSON.
"""

import contextlib
import importlib
import io
import json
import os
import resource
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def timed(repetitions, body, warm=True):
    """The best of some runs, as the other side does it."""
    best = processor = float("inf")
    for index in range(repetitions + warm):
        start = time.perf_counter(), time.process_time()
        with contextlib.redirect_stdout(io.StringIO()):
            result = float(body())
        if index or not warm:
            best = min(best, time.perf_counter() - start[0])
            processor = min(processor, time.process_time() - start[1])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": best, "cpu": processor, "result": result, "peak_mb": peak}


def frechet(_, *files):
    import numpy as np
    from pytorch_fid.fid_score import calculate_frechet_distance
    parts = [np.load(file)[name] for file in files for name in ("mu", "sigma")]
    return timed(1, lambda: calculate_frechet_distance(*parts), warm=False)


def neighbors(_, file):
    import numpy as np
    from prdc import compute_prdc
    content = np.load(file)
    real, fake = content["real"], content["fake"]
    return timed(1, lambda: compute_prdc(real, fake, 5)["coverage"], warm=False)


def features(threads, model, images):
    """Times a network in eval mode without gradients, in PyTorch's usual memory layout."""
    import torch
    torch.set_num_threads(threads)
    model = model.eval()
    with torch.no_grad():
        return timed(3, lambda: model(images).mean())


def inception(threads, _):
    import torch
    sys.path.insert(0, f"{ROOT}/Scripts")
    model = importlib.import_module("check-inception").network()[0]
    images = torch.randint(0, 256, (16, 3, 299, 299)).float() / 255
    return features(threads, Features(lambda x: model(x)[0]), images)


def lite0(threads, file):
    import torch
    from efficientnet_lite_pytorch import EfficientNet
    from safetensors.torch import load_file
    model = EfficientNet.from_name("efficientnet-lite0")
    model.load_state_dict(load_file(file), strict=False)
    model.eval()
    images = (torch.randint(0, 256, (64, 3, 128, 128)).float() - 127) / 128
    return features(threads, Features(lambda x: model.extract_features(x).mean((2, 3))), images)


class Features:
    def __init__(self, body):
        self.body = body

    def eval(self):
        return self

    def __call__(self, images):
        return self.body(images)


if __name__ == "__main__":
    operation, threads, *files = sys.argv[1:]
    print(json.dumps(globals()[operation](int(threads), *files)))
