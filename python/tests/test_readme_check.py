# SPDX-License-Identifier: Apache-2.0
"""README's commands and the check that runs them: each line has an entry, each refusal its words."""

import os
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


def run(*command, **options):
    return subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, **options)


class ReadmeCheckTests(unittest.TestCase):
    def test_every_command_has_a_check(self):
        found = run(sys.executable, "Scripts/readme_check.py", "--list")
        self.assertEqual(found.returncode, 0, found.stdout)

    def test_globs_are_quoted(self):
        sys.path.insert(0, os.path.join(ROOT, "Scripts"))
        import readme_check
        lines = readme_check.commands()
        self.assertGreater(len(lines), 20)
        # zsh takes an unquoted [ or * for a pattern of file names, and refuses where none fits.
        for line in lines:
            bare = "".join(line.split("'")[::2])
            self.assertNotRegex(bare, r"[\[\]*?]", line)


class EngineTargetTests(unittest.TestCase):
    def test_an_old_python_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            fake = os.path.join(folder, "python3")
            with open(fake, "w", encoding="utf-8") as file:
                file.write('#!/bin/sh\n[ "$1" != --version ] || { echo Python 3.6.9; exit 0; }\nexit 1\n')
            os.chmod(fake, 0o755)
            path = folder + os.pathsep + os.environ["PATH"]
            found = run("make", "engine", env={**os.environ, "PATH": path})
        self.assertNotEqual(found.returncode, 0)
        self.assertIn("Python 3.6.9 is too old; 3.8 or later is needed", found.stdout)

    def test_the_set_up_is_read_by_the_oldest_python_that_is_allowed(self):
        import ast
        with open(os.path.join(ROOT, "Scripts", "setup.py"), encoding="utf-8") as file:
            ast.parse(file.read(), feature_version=(3, 8))


class PresetCostTests(unittest.TestCase):
    def test_every_preset_says_what_it_costs(self):
        folder = os.path.join(ROOT, "Examples")
        presets = [name for name in os.listdir(folder) if name.endswith(".yaml")]
        self.assertGreater(len(presets), 15)
        for name in presets:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                self.assertRegex(file.read(), r"(?m)^# Cost: \S", name)

    def test_readme_says_what_takes_hours(self):
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
            text = file.read()
        names = set(re.findall(r"(?m)^saddle train (?:Examples/)?([\w-]+)", text))
        self.assertIn("image-folder", names)
        for name in names:
            path = os.path.join(ROOT, "Examples", name + ".yaml")
            if not os.path.exists(path):
                continue
            with open(path, encoding="utf-8") as file:
                cost = re.search(r"(?m)^# Cost: (\d+ \w+)", file.read())
            if cost and not re.search(r" (s|min)$", cost.group(1)):
                line = re.search(rf"(?m)^saddle train (Examples/)?{name}\b.*", text).group(0)
                self.assertIn(cost.group(1), line)


if __name__ == "__main__":
    unittest.main()
