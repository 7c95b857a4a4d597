#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Depend on Saddle by URL and version from a package elsewhere; build it and run it.

    Scripts/package_test.py [--folder DIR]

What is built stands in Documentation/as-a-package.md. The version is a tag of a repository that is
made from the files as they are, so nothing has to be committed first. SADDLE_ENGINE names the engine.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GUIDE = os.path.join(ROOT, "Documentation", "as-a-package.md")


class Failed(Exception):
    """What went wrong, with the end of the output."""


def run(command, **options):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            **options)
    if result.returncode != 0:
        end = "\n".join(result.stdout.splitlines()[-40:])
        raise Failed(f"`{' '.join(command[:3])}` failed:\n{end}")
    return result.stdout


def make_repository(path):
    """Makes a bare repository with the tree's files as version 1.0.0."""
    run(["git", "init", "--quiet", "--bare", path])
    git = ["git", f"--git-dir={path}", f"--work-tree={ROOT}", "-c", "core.bare=false",
           "-c", "user.name=test", "-c", "user.email=test@localhost"]
    run([*git, "add", "--all", "."], cwd=ROOT)
    run([*git, "commit", "--quiet", "--message", "Version 1.0.0"], cwd=ROOT)
    run([*git, "tag", "1.0.0"], cwd=ROOT)


def make_package(path, url):
    """Writes the guide's package, with `url` for the address."""
    with open(GUIDE, encoding="utf-8") as file:
        manifest, program = re.findall(r"```swift\n(.*?)```", file.read(), re.DOTALL)
    manifest, count = re.subn(r'url: "[^"]*"', f'url: "{url}"', manifest)
    if count != 1:
        raise Failed("the guide's manifest names no dependency by URL")
    sources = os.path.join(path, "Sources", "my-gan")
    os.makedirs(sources, exist_ok=True)
    for name, text in [(os.path.join(path, "Package.swift"), manifest),
                       (os.path.join(sources, "main.swift"), program)]:
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)


def check(folder):
    repository = os.path.join(folder, "saddle.git")
    package = os.path.join(folder, "my-gan")
    make_repository(repository)
    make_package(package, "file://" + repository)
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("PKG_CONFIG_PATH", "LD_LIBRARY_PATH")}
    # The cache of repositories is keyed by path, and the next test's folder may have the same one.
    output = run(["swift", "run", "--disable-dependency-cache", "my-gan"], cwd=package,
                 env=environment)
    if "steps: 10, health: " not in output:
        raise Failed(f"the program did not say how it ended:\n{output}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", help="work in this empty folder and leave it")
    arguments = parser.parse_args()
    started = time.time()
    failure = None
    with tempfile.TemporaryDirectory() as folder:
        try:
            check(arguments.folder or folder)
        except Failed as error:
            failure = str(error)
    print(failure or f"a package elsewhere: built and run in {time.time() - started:.0f} s", flush=True)
    sys.exit(1 if failure else 0)


if __name__ == "__main__":
    main()
