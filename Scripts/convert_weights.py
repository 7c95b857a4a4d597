#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turn a file of PyTorch weights into safetensors, without PyTorch and without running its code.

    Scripts/convert_weights.py pt_inception-2015-12-05-6726825d.pth inception.safetensors

Reads both of PyTorch's formats: the sequential one before 1.6 and the zip archive since. A pickle is
a program; this reader allows the few names that a dictionary of tensors needs and refuses the rest.
Tensors are written row-major whatever their strides were; counters of batches are left out.
"""

import argparse
import collections
import hashlib
import json
import os
import pickle
import struct
import sys
import zipfile
from array import array

MAGIC = 0x1950A86A20F9469CFC6C
STORAGES = {"FloatStorage": ("F32", "f", 4), "DoubleStorage": ("F64", "d", 8),
            "LongStorage": ("I64", "q", 8), "IntStorage": ("I32", "i", 4)}


class WeightsError(Exception):
    """A file that can't be converted, and why."""


class Storage:
    """The numbers that tensors share; filled after the pickle is read."""

    def __init__(self, kind, count):
        self.kind = kind
        self.count = count
        self.values = None


class Tensor:
    """A view of a storage."""

    def __init__(self, storage, offset, size, stride):
        self.storage, self.offset, self.size, self.stride = storage, offset, tuple(size), tuple(stride)

    def row_major(self):
        """Returns the elements in row-major order, as an array."""
        storage = self.storage
        dimensions = [(n, s) for n, s in zip(self.size, self.stride) if n != 1]
        result = array(STORAGES[storage.kind][1])
        if 0 in self.size:
            return result
        last = self.offset + sum((n - 1) * s for n, s in dimensions)
        if self.offset < 0 or last >= storage.count or any(s < 0 for _, s in dimensions):
            raise WeightsError("a tensor reaches beyond its storage")

        def gather(offset, rest):
            if not rest:
                result.append(storage.values[offset])
            elif len(rest) == 1:
                count, stride = rest[0]
                if stride == 0:
                    result.extend([storage.values[offset]] * count)
                else:
                    result.extend(storage.values[offset:offset + (count - 1) * stride + 1:stride])
            else:
                count, stride = rest[0]
                for index in range(count):
                    gather(offset + index * stride, rest[1:])

        gather(self.offset, dimensions)
        return result


def rebuild_tensor(storage, offset, size, stride, *_):
    if not isinstance(storage, Storage):
        raise WeightsError("a tensor has no storage")
    return Tensor(storage, offset, size, stride)


def rebuild_parameter(tensor, *_):
    return tensor


class Reader(pickle.Unpickler):
    """An unpickler that knows tensors and ordered dictionaries, and nothing that acts."""

    ALLOWED = {
        ("collections", "OrderedDict"): collections.OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): rebuild_tensor,
        ("torch._utils", "_rebuild_parameter"): rebuild_parameter,
    }

    def __init__(self, file):
        super().__init__(file, encoding="utf-8")
        self.storages = {}

    def find_class(self, module, name):
        if module in ("torch", "torch.storage") and name in STORAGES:
            return name
        try:
            return self.ALLOWED[(module, name)]
        except KeyError:
            raise WeightsError(f"the file names {module}.{name}, which weights don't need; "
                               "it was not run") from None

    def persistent_load(self, identity):
        _, kind, key, _, count = identity[:5]
        if kind not in STORAGES:
            raise WeightsError(f"numbers of type {kind} are not handled")
        return self.storages.setdefault(str(key), Storage(kind, count))


def fill(storage, data):
    _, code, size = STORAGES[storage.kind]
    if len(data) != storage.count * size:
        raise WeightsError("the file is cut off: some numbers are missing")
    storage.values = array(code)
    storage.values.frombytes(data)
    if sys.byteorder == "big":
        storage.values.byteswap()


def load_sequential(file):
    if Reader(file).load() != MAGIC:
        raise WeightsError("neither of PyTorch's formats; is it the right file?")
    Reader(file).load()  # protocol
    Reader(file).load()  # the writing machine's number sizes
    reader = Reader(file)
    state = reader.load()
    for key in Reader(file).load():
        storage = reader.storages.get(str(key))
        if storage is None:
            raise WeightsError("the file holds numbers of no tensor")
        (count,) = struct.unpack("<q", file.read(8))
        if count != storage.count:
            raise WeightsError("a storage has another size than its tensors say")
        fill(storage, file.read(count * STORAGES[storage.kind][2]))
    return state


def load_archive(path):
    with zipfile.ZipFile(path) as archive:
        pickles = [name for name in archive.namelist() if name.endswith("/data.pkl")]
        if len(pickles) != 1:
            raise WeightsError("a zip archive without PyTorch's data.pkl")
        folder = pickles[0][:-len("data.pkl")]
        with archive.open(pickles[0]) as file:
            reader = Reader(file)
            state = reader.load()
        for key, storage in reader.storages.items():
            fill(storage, archive.read(f"{folder}data/{key}"))
    return state


def load(path):
    """Returns the tensors of a file by name."""
    try:
        if zipfile.is_zipfile(path):
            state = load_archive(path)
        else:
            with open(path, "rb") as file:
                state = load_sequential(file)
    except (pickle.UnpicklingError, EOFError, struct.error, AttributeError, IndexError, KeyError,
            TypeError, ValueError, zipfile.BadZipFile) as error:
        raise WeightsError(f"damaged or not a file of weights ({error})") from None
    if isinstance(state, dict) and "state_dict" in state:
        state = state["state_dict"]
    if not isinstance(state, dict):
        raise WeightsError("the file holds no dictionary of tensors")
    tensors = {str(name): value for name, value in state.items() if isinstance(value, Tensor)}
    if not tensors:
        raise WeightsError("the file holds no tensors")
    return {name: value for name, value in tensors.items()
            if not name.endswith("num_batches_tracked")}


def save(tensors, path, metadata):
    """Writes safetensors: an 8-byte length, a JSON header, the numbers."""
    header, parts, position = {"__metadata__": metadata}, [], 0
    for name in sorted(tensors):
        tensor = tensors[name]
        values = tensor.row_major()
        if sys.byteorder == "big":
            values.byteswap()
        data = values.tobytes()
        header[name] = {"dtype": STORAGES[tensor.storage.kind][0], "shape": list(tensor.size),
                        "data_offsets": [position, position + len(data)]}
        parts.append(data)
        position += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".partial", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for data in parts:
            file.write(data)
    os.replace(path + ".partial", path)


def convert(source, target):
    """Converts a file; returns the number of tensors."""
    with open(source, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    tensors = load(source)
    save(tensors, target, {"source": os.path.basename(source), "source_sha256": digest})
    return len(tensors)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", help="a .pth or .pt file of weights")
    parser.add_argument("target", help="the safetensors file to write")
    arguments = parser.parse_args()
    try:
        count = convert(arguments.source, arguments.target)
    except WeightsError as error:
        sys.exit(f"{arguments.source}: {error}")
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}")
    print(f"{arguments.target}: {count} tensors")


if __name__ == "__main__":
    main()
