#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write what pytorch-fid's Inception class and the resize functions of FID programs give.

    Scripts/check-inception.py FOLDER

Makes random weights for pytorch-fid's network (its architecture, not its published weights), random
images, their 2048 features, and the images resized as pytorch-fid, clean-fid and StudioGAN do; the
weights also as a .pth file, and the network as a TorchScript file with the `forward` of NVIDIA's. A
test loads them into Saddle and compares. Ends with status 3 and one line where
pytorch-fid, torch, Pillow or safetensors isn't installed.
"""

import os
import sys

try:
    import numpy as np
    import pytorch_fid.inception as inception
    import torch
    import torch.nn.functional as F
    from PIL import Image
    from safetensors.torch import save_file
except Exception as error:
    print(f"pytorch-fid, torch, Pillow and safetensors are needed: {error}")
    sys.exit(3)


def network():
    """pytorch-fid's class with random weights in place of the download."""
    torch.manual_seed(1)
    states = []

    def random_weights(*_, **__):
        model = inception._inception_v3(num_classes=1008, aux_logits=False, weights=None)
        for name, block in (("Mixed_5b", inception.FIDInceptionA(192, pool_features=32)),
                            ("Mixed_5c", inception.FIDInceptionA(256, pool_features=64)),
                            ("Mixed_5d", inception.FIDInceptionA(288, pool_features=64)),
                            ("Mixed_6b", inception.FIDInceptionC(768, channels_7x7=128)),
                            ("Mixed_6c", inception.FIDInceptionC(768, channels_7x7=160)),
                            ("Mixed_6d", inception.FIDInceptionC(768, channels_7x7=160)),
                            ("Mixed_6e", inception.FIDInceptionC(768, channels_7x7=192)),
                            ("Mixed_7b", inception.FIDInceptionE_1(1280)),
                            ("Mixed_7c", inception.FIDInceptionE_2(2048))):
            setattr(model, name, block)
        state = model.state_dict()
        for name, value in state.items():
            if name.endswith("running_var"):
                state[name] = torch.rand_like(value) + 0.5
            elif name.endswith("running_mean"):
                state[name] = 0.1 * torch.randn_like(value)
            elif name.endswith("bn.weight"):
                state[name] = 1 + 0.1 * torch.randn_like(value)
            elif value.dim() == 4:
                state[name] = torch.randn_like(value) * (2 / value[0].numel()) ** 0.5
        states.append(state)
        return state

    inception.load_state_dict_from_url = random_weights
    return inception.InceptionV3([3], resize_input=True, normalize_input=True).eval(), states[0]


class Detector(torch.nn.Module):
    """The same network behind the arguments of NVIDIA's file: bytes in, resize inside."""

    def __init__(self, model):
        super().__init__()
        # Tracing writes the layers down; they take any number of images.
        self.layers = torch.jit.trace(Layers(model), torch.rand(2, 3, 299, 299))

    def forward(self, img: torch.Tensor, return_features: bool = False, use_fp16: bool = False,
                no_output_bias: bool = False):
        assert img.dtype == torch.uint8
        x = F.interpolate(img.float(), size=(299, 299), mode="bilinear", align_corners=False)
        features = self.layers(x * (2.0 / 255.0) - 1.0)
        if return_features:
            return features
        return torch.softmax(features[:, :1008], 1)


class Layers(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.blocks = model.blocks

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x.flatten(1)


def pillow(images, kind):
    planes = [[np.asarray(Image.fromarray(plane.astype(np.float32)).resize((299, 299), kind))
               for plane in image] for image in images]
    return torch.from_numpy(np.array(planes))


def main():
    folder = sys.argv[1]
    torch.set_num_threads(1)
    model, state = network()
    images = torch.from_numpy(np.random.default_rng(1).integers(0, 256, (2, 3, 330, 260)).astype(np.uint8))
    with torch.no_grad():
        features = model(images.float() / 255)[0].flatten(1)
    legacy = F.interpolate(images.float(), size=(299, 299), mode="bilinear", align_corners=False)
    array = images.numpy()
    save_file({k: v.contiguous() for k, v in state.items()}, os.path.join(folder, "inception.safetensors"))
    save_file({"images": images, "features": features, "legacy": legacy,
               "clean": pillow(array, Image.BICUBIC), "friendly": pillow(array, Image.BILINEAR)},
              os.path.join(folder, "expected.safetensors"))
    torch.save(state, os.path.join(folder, "inception.pth"))
    torch.jit.save(torch.jit.script(Detector(model)), os.path.join(folder, "inception.pt"))


if __name__ == "__main__":
    main()
