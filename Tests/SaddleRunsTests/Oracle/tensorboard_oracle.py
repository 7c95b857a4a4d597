# SPDX-License-Identifier: Apache-2.0
"""TensorBoard's own writer and reader, for comparing Saddle's with them.

    tensorboard_oracle.py write FOLDER COUNT SEED   random event files, each with FILE.expected:
                                                    step, tag and the value's bits, as TensorBoard
                                                    reads them back
    tensorboard_oracle.py read FILE                 the same lines for a file of Saddle's, then
                                                    what the text, images and hparams hold
"""

import os
import random
import struct
import sys

from tensorboard.backend.event_processing import event_file_loader
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, types_pb2
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.summary.writer.record_writer import RecordWriter
from tensorboard.util import tensor_util

VALUES = [0.0, -0.0, 1.0, 1e-45, 3.4e38, float("nan"), float("inf"), float("-inf")]
TAGS = ["loss/g", "loss/d", "D(x)", "Verlust/\u00e4", "a b", "x" * 300, ""]


def value(rng):
    return rng.choice(VALUES) if rng.random() < 0.2 else rng.gauss(0, 10 ** rng.randint(-5, 5))


def summary(rng):
    entry = summary_pb2.Summary.Value(tag=rng.choice(TAGS))
    kind = rng.randrange(6)
    number = struct.unpack("<f", struct.pack("<f", value(rng)))[0]
    if kind <= 1:
        entry.simple_value = number
    elif kind == 2:
        entry.tensor.CopyFrom(tensor_pb2.TensorProto(
            dtype=types_pb2.DT_FLOAT, tensor_content=struct.pack("<f", number)))
        entry.metadata.plugin_data.plugin_name = "scalars"
    elif kind == 3:
        entry.tensor.CopyFrom(tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, float_val=[number]))
        entry.metadata.plugin_data.plugin_name = "scalars"
    elif kind == 4:
        entry.histo.CopyFrom(summary_pb2.HistogramProto(
            min=0, max=1, num=2, sum=1, sum_squares=1, bucket_limit=[0.5, 1], bucket=[1, 1]))
    else:
        entry.image.CopyFrom(summary_pb2.Summary.Image(
            height=2, width=2, colorspace=3, encoded_image_string=bytes(rng.randbytes(40))))
    return entry


def scalars(path):
    """Yields the scalars that TensorBoard's loader finds: step, tag, bits."""
    for event in event_file_loader.LegacyEventFileLoader(path).Load():
        for entry in event.summary.value:
            number = None
            if entry.HasField("simple_value"):
                number = entry.simple_value
            elif entry.HasField("tensor") and entry.tensor.dtype == types_pb2.DT_FLOAT:
                array = tensor_util.make_ndarray(entry.tensor)
                if array.size == 1:
                    number = float(array.reshape(-1)[0])
            if number is not None and entry.metadata.plugin_data.plugin_name != "hparams":
                bits = "nan" if number != number else struct.pack(">f", number).hex()
                yield f"{event.step}\t{entry.tag}\t{bits}"


def write(folder, count, seed):
    for index in range(count):
        rng = random.Random(seed * 100003 + index)
        path = os.path.join(folder, f"events.out.tfevents.{index}")
        with open(path, "wb") as file:
            writer = RecordWriter(file)
            writer.write(event_pb2.Event(file_version="brain.Event:2").SerializeToString())
            for record in range(rng.randrange(40)):
                event = event_pb2.Event(
                    wall_time=1.7e9 + record, step=rng.choice([record, 0, -1, 2 ** 40]))
                event.summary.value.extend(summary(rng) for _ in range(rng.randrange(4)))
                writer.write(event.SerializeToString())
            writer.flush()
        with open(path + ".expected", "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in scalars(path)))


def read(path):
    for line in scalars(path):
        print(line)
    for event in event_file_loader.LegacyEventFileLoader(path).Load():
        for entry in event.summary.value:
            plugin = entry.metadata.plugin_data
            if plugin.plugin_name == "text":
                print("text", entry.tag, tensor_util.make_ndarray(entry.tensor)[0].decode())
            elif plugin.plugin_name == "hparams":
                data = plugin_data_pb2.HParamsPluginData.FromString(plugin.content)
                start = data.session_start_info
                for name in sorted(start.hparams):
                    print("hparam", name, str(start.hparams[name]).strip())
            elif entry.HasField("image"):
                image = entry.image
                print("image", entry.tag, image.width, image.height,
                      image.encoded_image_string.hex())


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        read(sys.argv[2])
