# SPDX-License-Identifier: Apache-2.0
import json
import math
import os
import signal
import subprocess
import sys
import warnings

from saddle_monitor import journal

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def test_a_line_is_json_with_words_for_what_is_not_a_number():
    text = journal.line(7, 12.5, {"loss/g": math.nan, "loss/d": math.inf, "a": -math.inf, "n": 3})
    assert text.endswith("\n") and "\n" not in text[:-1]
    assert json.loads(text) == {"step": 7, "wall_time": 12.5, "loss/g": "NaN",
                                "loss/d": "Infinity", "a": "-Infinity", "n": 3}


def test_nine_digits_keep_every_float32():
    numpy = __import__("pytest").importorskip("numpy")
    values = numpy.random.default_rng(1).integers(0, 2 ** 32, 2000, dtype=numpy.uint32)
    for value in values.view(numpy.float32):
        if numpy.isfinite(value):
            read = numpy.float32(json.loads(journal.number(float(value))))
            assert read == value


def test_names_are_escaped():
    name = 'my "loss"\n\u2028'
    assert json.loads(journal.line(1, 0.0, {name: 1.0}))[name] == 1.0


def test_a_torn_last_line_costs_only_itself(tmp_path):
    path = tmp_path / "observations.jsonl"
    path.write_bytes(b'{"step": 1, "a": 2}\n{"step": 2, "a"')
    assert journal.last_line(path) == {"step": 1, "a": 2}
    written = journal.Journal(path)
    written.append('{"step": 3}\n')
    written.close()
    assert path.read_bytes() == b'{"step": 1, "a": 2}\n{"step": 2, "a"\n{"step": 3}\n'
    assert journal.last_line(path)["step"] == 3


def test_a_missing_empty_or_foreign_file_has_no_last_line(tmp_path):
    assert journal.last_line(tmp_path / "none") is None
    for content in (b"", b"\n\n", b"\x00\xff", b"[1]\n3\n", b'{"step": "x"}\n'):
        (tmp_path / "file").write_bytes(content)
        assert journal.last_line(tmp_path / "file") is None


def test_a_full_disk_is_one_warning_and_a_count(tmp_path):
    full = journal.Journal(tmp_path / "observations.jsonl")
    os.close(full._file)
    full._file = os.open("/dev/full", os.O_WRONLY)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(3):
            full.append("x\n")
    assert full.lost == 3 and len(caught) == 1 and "training goes on" in str(caught[0].message)
    full.close()


def test_kill_9_loses_no_line_that_was_appended(tmp_path):
    path = tmp_path / "observations.jsonl"
    program = (f"import sys; sys.path.insert(0, {PACKAGE!r})\n"
               "from saddle_monitor import journal\n"
               f"j = journal.Journal({str(path)!r})\n"
               "for step in range(1, 10**9):\n"
               "    j.append(journal.line(step, 0.0, {'loss/g': 0.5}))\n"
               "    if step % 100 == 0: print(step, flush=True)\n")
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    for _ in range(5):
        said = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    process.wait()
    said = int((process.stdout.read().split() or [said])[-1])
    process.stdout.close()
    lines = path.read_text().splitlines()
    assert len(lines) >= said
    assert [json.loads(line)["step"] for line in lines] == list(range(1, len(lines) + 1))
