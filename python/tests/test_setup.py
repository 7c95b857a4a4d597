# SPDX-License-Identifier: Apache-2.0
"""The set-up of the engine, its downloads replaced by slow fakes."""

import ast
import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

SCRIPTS = os.path.join(os.path.dirname(__file__), "..", "..", "Scripts")

FAKE = textwrap.dedent("""
    import os, sys, time
    sys.path.insert(0, sys.argv.pop(1))
    import setup

    def write(folder, name):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(name)

    def install_engine(folder, downloads):
        with open(os.path.join(folder, "installs"), "a") as file:
            file.write("x")
        partial = os.path.join(folder, "partial")
        os.mkdir(partial)          # fails where two work at once
        time.sleep(0.3)
        for name in setup.KEY_FILES:
            write(folder, name)
        os.rmdir(partial)

    def install_lite0(folder, downloads):
        write(folder, setup.LITE0["file"])
        with open(os.path.join(folder, setup.LITE0["file"] + ".source"), "w") as file:
            file.write(setup.LITE0["member_sha256"])

    setup.check_machine = lambda folder: None
    setup.install_debian = lambda folder, downloads: None
    setup.install_engine = install_engine
    setup.install_lite0 = install_lite0
    setup.main()
""")


class SetupTests(unittest.TestCase):
    def start(self, folder):
        return subprocess.Popen([sys.executable, "-c", FAKE, SCRIPTS, "--folder", folder],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def installs(self, folder):
        with open(os.path.join(folder, "installs"), encoding="utf-8") as file:
            return len(file.read())

    def test_the_oldest_python_that_the_makefile_takes_can_read_it(self):
        with open(os.path.join(SCRIPTS, "..", "Makefile"), encoding="utf-8") as file:
            oldest = file.read().split("sys.version_info < (")[1].split(")")[0]
        with open(os.path.join(SCRIPTS, "setup.py"), encoding="utf-8") as file:
            ast.parse(file.read(), feature_version=tuple(int(part) for part in oldest.split(",")))

    def test_of_many_at_once_one_works_and_all_succeed(self):
        with tempfile.TemporaryDirectory() as folder:
            processes = [self.start(folder) for _ in range(9)]
            outputs = [process.communicate(timeout=120)[0] for process in processes]
            self.assertEqual([p.returncode for p in processes], [0] * 9, outputs)
            self.assertEqual(self.installs(folder), 1)

    def test_a_replaced_library_is_not_ready(self):
        with tempfile.TemporaryDirectory() as folder:
            for place, change in enumerate([None, None, "other", None]):
                if change:
                    with open(os.path.join(folder, "torch/lib/libtorch_cpu.so"), "w") as file:
                        file.write(change)
                process = self.start(folder)
                output = process.communicate(timeout=60)[0]
                self.assertEqual(process.returncode, 0, output)
                self.assertEqual(self.installs(folder), 2 if place >= 2 else 1)


if __name__ == "__main__":
    unittest.main()
