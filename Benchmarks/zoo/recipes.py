# SPDX-License-Identifier: Apache-2.0
"""The recipes of the zoo: what each sets, which healthy twin it has, the data that it needs."""

import gzip
import json
import os
import random
import struct

HERE = os.path.dirname(os.path.abspath(__file__))


def read(name):
    with open(os.path.join(HERE, name)) as file:
        return json.load(file)


def load():
    """Bases, twins and failures of recipes.json; each recipe knows what it is."""
    spec = read("recipes.json")
    for kind, key in (("twin", "twins"), ("failure", "failures")):
        for recipe in spec[key]:
            recipe["kind"] = kind
            recipe["id"] = f"{recipe['base']}: {recipe['name']}"
    spec["ids"] = {(r["kind"], r["id"]): r for r in spec["twins"] + spec["failures"]}
    return spec


def twin(spec, recipe):
    """The healthy twin of a failure; a twin is its own."""
    if recipe["kind"] == "twin":
        return recipe
    base = spec["bases"][recipe["base"]]
    return spec["ids"]["twin", f"{recipe['base']}: {recipe.get('twin', base['reference'])}"]


def references(spec):
    """Ids of the twins whose range failures are judged by."""
    named = [twin(spec, failure)["id"] for failure in spec["failures"]]
    bases = [f"{name}: {base['reference']}" for name, base in spec["bases"].items()]
    return list(dict.fromkeys(bases + named))


def merge(*lists):
    """Joins `key=value` settings: the last of a key counts; `schedules+=LINE` adds a line."""
    found = {}
    for setting in (part for settings in lists for part in settings):
        key, value = setting.split("=", 1)
        if key == "schedules+":
            lines = found.get("schedules", "[]")[1:-1]
            key, value = "schedules", f"[{lines + ', ' if lines else ''}{value}]"
        found[key] = value
    return [f"{key}={value}" for key, value in found.items()]


def settings(spec, recipe, *more):
    """Everything that a recipe sets on its base's preset."""
    parts = [spec["bases"][recipe["base"]]["set"], twin(spec, recipe)["set"]]
    if recipe["kind"] == "failure":
        parts.append(recipe["set"])
    return merge(*parts, *more)


def filled(settings, folder):
    """Settings with `{data}` replaced by the folder of made files."""
    return [setting.replace("{data}", folder) for setting in settings]


def pictures(engine):
    """The 60,000 training pictures of Fashion-MNIST, 784 bytes each; None where they aren't there."""
    for folder in (os.environ.get("SADDLE_DATA"), os.path.expanduser("~/.cache/saddle/data"),
                   os.path.join(engine, "system/usr/share/datasets"), "/usr/share/datasets"):
        path = os.path.join(folder or "", "fashion-mnist", "train-images-idx3-ubyte.gz")
        if folder and os.path.exists(path):
            with gzip.open(path) as file:
                return file.read()[16:]
    return None


def write_idx(path, rows):
    with open(path + ".part", "wb") as file:
        file.write(struct.pack(">IIII", 0x803, len(rows), 28, 28) + b"".join(rows))
    os.replace(path + ".part", path)


def make_data(folder, engine):
    """Writes the files that recipes name under `{data}`, unless they are there."""
    os.makedirs(folder, exist_ok=True)
    names = ("few", "some", "wild", "dark")
    if all(os.path.exists(os.path.join(folder, f"{name}.idx")) for name in names):
        return
    every = pictures(engine)
    if every is None:
        raise RuntimeError("Fashion-MNIST isn't there: make engine, or saddle data prepare fashion-mnist")
    some = [every[784 * n:784 * (n + 1)] for n in range(2000)]
    noise = bytes(random.Random(0).randrange(256) for _ in range(784))
    made = {"few": some[:40], "some": some, "wild": some[:-1] + [noise],
            "dark": [bytes(value // 10 for value in row) for row in some]}
    for name, rows in made.items():
        write_idx(os.path.join(folder, f"{name}.idx"), rows)
