#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the reference pages of the libraries, and check the examples of guides and comments.

    Scripts/docs.py [--to .build/docs] [--check] [--scratch-path .build]

A library's guide is its `.docc` catalog. Symbols come from what `swift build` made, so nothing is
compiled again. `--check` only type-checks every Swift block of README, catalogs and doc comments, each
by itself, and names the types that a reader meets first and no example shows.
"""

import argparse
import glob
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BLOCK = re.compile(r"^```swift\n(.*?)^```", re.DOTALL | re.MULTILINE)

# What a reader of a library meets first: each is shown by an example of the library's own.
ENTRIES = {
    "SaddleHealth": ["HealthMonitor", "Observation", "RunContext", "RunMonitor", "RunSettings", "Detector",
                     "DetectorCatalog", "SymptomGuides", "Autopilot", "Cockpit"],
    "SaddleRuns": ["RunReader", "RunDirectory", "LiveRun", "LivePipe", "LiveDiagnosis", "Surroundings",
                   "EventFileWriter"],
    "SaddleTorch": ["Tensor", "Random", "Module", "Sequential", "Linear", "Conv2d", "Adam", "SafeTensors",
                    "TorchScript"],
    "SaddleGAN": ["Game", "Task", "Player", "Players", "Phase", "Term", "Unconditional", "Paired", "UNet",
                  "PatchGAN", "AdversarialLoss", "LossCatalog", "Regularizer", "SampleTransform",
                  "TransformCatalog", "Architecture", "ArchitectureCatalog", "UpdateRule", "Stateful"],
    "SaddleData": ["DataSource", "ImageFolder", "Mixture", "MixtureEvaluator", "DataSetCatalog",
                   "DataSetLocator", "DataSetPreparer"],
    "SaddleSettings": ["Configuration", "Preset", "Schedule"],
    "SaddleTraining": ["Trainer", "Sampler", "CheckpointStore", "ModelInspection"],
    "SaddleEvaluation": ["Evaluator", "ExtractorChoice", "Metric"],
}


def run(command):
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True)
    return result.returncode, result.stdout


def toolchain(tool):
    """Returns a tool's path beside the compiler's, where it is no wrapper's."""
    swift = subprocess.run(["swiftc", "-print-target-info"], stdout=subprocess.PIPE, text=True)
    found = re.search(r'"runtimeResourcePath": "([^"]*)/lib/swift"', swift.stdout)
    path = os.path.join(found.group(1), "bin", tool) if found else tool
    return path if os.path.exists(path) else tool


def catalogs():
    """Returns the libraries that have a catalog, by name."""
    found = sorted(glob.glob(os.path.join(ROOT, "Sources", "*", "*.docc")))
    return {os.path.basename(os.path.dirname(path)): path for path in found}


def module_flags(build):
    """Returns how the compiler finds the modules, C ones included."""
    flags = ["-I", os.path.join(build, "Modules")]
    for name in ("CTorch", "CChecksum", "CImage"):
        flags += ["-Xcc", "-I", "-Xcc", os.path.join(ROOT, "Sources", name, "include")]
        made = os.path.join(build, f"{name}.build", "module.modulemap")
        if os.path.exists(made):
            flags += ["-Xcc", f"-fmodule-map-file={made}"]
    # C modules of dependencies, such as Yams's.
    scratch = os.path.dirname(build)
    for made in glob.glob(os.path.join(scratch, "checkouts", "*", "Sources", "*", "include",
                                       "module.modulemap")):
        flags += ["-Xcc", f"-fmodule-map-file={made}"]
    return flags


def is_built(build, library):
    return os.path.exists(os.path.join(build, "Modules", f"{library}.swiftmodule"))


def examples():
    """Yields each file with examples: its library, its path, its Swift blocks."""
    readme = os.path.join(ROOT, "README.md")
    with open(readme, encoding="utf-8") as file:
        yield "SaddleGAN", readme, BLOCK.findall(file.read())
    for library, catalog in catalogs().items():
        for page in sorted(glob.glob(os.path.join(catalog, "*.md"))):
            with open(page, encoding="utf-8") as file:
                yield library, page, BLOCK.findall(file.read())
    for path in sorted(glob.glob(os.path.join(ROOT, "Sources", "*", "**", "*.swift"), recursive=True)):
        with open(path, encoding="utf-8") as file:
            comments = "".join(re.sub(r"^\s*/// ?", "", line) for line in file
                               if line.lstrip().startswith("///"))
        blocks = BLOCK.findall(comments)
        if blocks:
            yield os.path.relpath(path, ROOT).split(os.sep)[1], path, blocks


def check_entries():
    """Returns a line for each type of `ENTRIES` that no example of its library names."""
    shown = {library: "" for library in ENTRIES}
    for library, _, blocks in examples():
        shown[library] = shown.get(library, "") + "\n".join(blocks)
    return [f"{library}: no example shows {name}" for library, names in ENTRIES.items()
            for name in names if not re.search(rf"\b{name}\b", shown[library])]


def check_examples(build):
    """Returns (passed, failures): each example by its file and number."""
    passed, failures, missing = 0, [], set()
    for library, page, blocks in examples():
        if not is_built(build, library):
            if library not in missing:
                print(f"docs: {library} isn't built; its examples are left out", file=sys.stderr)
            missing.add(library)
        else:
            for number, block in enumerate(blocks, 1):
                with tempfile.TemporaryDirectory() as folder:
                    source = os.path.join(folder, "main.swift")
                    with open(source, "w", encoding="utf-8") as file:
                        file.write(block)
                    status, output = run(["swiftc", "-typecheck", "-swift-version", "6", source,
                                          *module_flags(build)])
                if status == 0:
                    passed += 1
                else:
                    failures.append(f"{os.path.relpath(page, ROOT)}, example {number}:\n{output}")
    return passed, failures


def make_pages(build, target):
    """Writes the pages of every library; a warning is an error."""
    info = subprocess.run(["swiftc", "-print-target-info"], stdout=subprocess.PIPE, text=True)
    triple = re.search(r'"triple": "([^"]*)"', info.stdout).group(1)
    for library, catalog in catalogs().items():
        if not is_built(build, library):
            sys.exit(f"docs: {library} isn't built; run `make docs`")
        with tempfile.TemporaryDirectory() as symbols:
            status, output = run([toolchain("swift-symbolgraph-extract"), "-module-name", library,
                                  "-minimum-access-level", "public", "-target", triple,
                                  "-output-dir", symbols, *module_flags(build)])
            if status != 0:
                sys.exit(f"docs: the symbols of {library} can't be read:\n{output}")
            page = os.path.join(target, library)
            status, output = run([toolchain("docc"), "convert", catalog, "--warnings-as-errors",
                                  "--additional-symbol-graph-dir", symbols,
                                  "--fallback-display-name", library,
                                  "--fallback-bundle-identifier", f"saddle.{library}",
                                  "--output-path", page])
            if status != 0:
                sys.exit(f"docs: {library}:\n{output}")
            print(f"{library}: {os.path.relpath(page, ROOT)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", default=os.path.join(ROOT, ".build", "docs"))
    parser.add_argument("--scratch-path", default=os.path.join(ROOT, ".build"))
    parser.add_argument("--check", action="store_true", help="type-check the examples only")
    arguments = parser.parse_args()
    build = os.path.join(arguments.scratch_path, "debug")
    if not arguments.check:
        os.makedirs(arguments.to, exist_ok=True)
        make_pages(build, os.path.abspath(arguments.to))
    passed, failures = check_examples(build)
    missing = check_entries()
    for failure in failures + missing:
        print(failure)
    print(f"{passed} examples compile, {len(failures)} do not; {len(missing)} types have none")
    sys.exit(1 if failures or missing else 0)


if __name__ == "__main__":
    main()
