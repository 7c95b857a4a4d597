#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Three 8x8 digits in the color channels: a proxy of the protocol of 1,000 modes.

    stacked_digits.py prepare FOLDER             # training triples and classifier
    stacked_digits.py measure FOLDER FILE SEED   # modes and KL of samples (.npy), and of controls

reproduce.py calls it, in an environment of its own. Needs numpy and scikit-learn, whose 1,797
digits these are; nothing of them is kept in the repository.
"""

import json
import os
import struct
import sys
import warnings

import numpy
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

TRIPLES = 60_000
MODES = 1000


def digits():
    """Returns pictures [1797, 8, 8] of 0...255 and their classes."""
    data = load_digits()
    return numpy.rint(data.images * 255 / 16).astype(numpy.uint8), data.target


def stacked(count, seed):
    """Returns `count` pictures [8, 8, 3] of three random digits each."""
    pictures, _ = digits()
    chosen = numpy.random.default_rng(seed).integers(0, len(pictures), (count, 3))
    return pictures[chosen].transpose(0, 2, 3, 1)


def features(pictures):
    return pictures.reshape(len(pictures), -1) / 255.0


def train():
    """Returns a classifier and its accuracy on the quarter of the digits that it hasn't seen."""
    pictures, classes = digits()
    seen, unseen, seen_classes, unseen_classes = train_test_split(
        features(pictures), classes, test_size=0.25, random_state=0, stratify=classes)
    classifier = MLPClassifier((128,), alpha=1e-3, max_iter=200, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has not converged to 1e-4 after 200 epochs
        classifier.fit(seen, seen_classes)
    return classifier, classifier.score(unseen, unseen_classes)


def prepare(folder):
    os.makedirs(folder, exist_ok=True)
    classifier, accuracy = train()
    arrays = {f"weight{i}": w for i, w in enumerate(classifier.coefs_)}
    arrays.update({f"bias{i}": b for i, b in enumerate(classifier.intercepts_)})
    numpy.savez(os.path.join(folder, "classifier.npz"), **arrays)
    with open(os.path.join(folder, "accuracy"), "w") as file:
        file.write(f"{accuracy}\n")
    path = os.path.join(folder, "triples-idx4-ubyte")
    with open(path + ".part", "wb") as file:
        file.write(struct.pack(">4B4I", 0, 0, 8, 4, TRIPLES, 8, 8, 3))
        file.write(stacked(TRIPLES, seed=0).tobytes())
    os.replace(path + ".part", path)


def triples(network, pictures):
    """Returns the number 0...999 that the classifier reads from the channels of each picture."""
    number = 0
    for channel in range(3):
        hidden = features(pictures[..., channel]) @ network["weight0"] + network["bias0"]
        scores = numpy.maximum(hidden, 0) @ network["weight1"] + network["bias1"]
        number = 10 * number + scores.argmax(1)
    return number


def judge(numbers):
    """A mode counts with one sample; KL is that of the histogram to uniform, natural logarithm."""
    share = numpy.bincount(numbers, minlength=MODES) / len(numbers)
    found = share[share > 0]
    return {"modesCaptured": len(found), "modeCount": MODES,
            "kl": float((found * numpy.log(found * MODES)).sum())}


def measure(folder, path, seed):
    network = numpy.load(os.path.join(folder, "classifier.npz"))
    samples = numpy.load(path)
    count, random = len(samples), numpy.random.default_rng(seed)
    noise = random.integers(0, 256, samples.shape, numpy.uint8)
    rows = [("samples", False, triples(network, samples)),
            ("real data", True, triples(network, stacked(count, seed))),
            ("ideal uniform sampler", True, random.integers(0, MODES, count)),
            ("uniform noise pictures", True, triples(network, noise)),
            ("total collapse", True, numpy.zeros(count, int))]
    print(json.dumps([{"name": name, "isControl": is_control, "result": judge(numbers)}
                      for name, is_control, numbers in rows]))


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(sys.argv[2])
    else:
        measure(sys.argv[2], sys.argv[3], int(sys.argv[4]))
