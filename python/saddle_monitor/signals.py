# SPDX-License-Identifier: Apache-2.0
"""The quantities that can be logged, by the paths that `saddle` knows them by.

The paths are the raw values of `Signal` in Sources/SaddleHealth/Signal.swift; a test compares them.
"""

import difflib

#: What `Monitor.step` takes as a number (or a tensor of one number): keyword -> path.
KEYWORDS = {
    "loss_g": "loss/g",
    "loss_d": "loss/d",
    "loss_g_adversarial": "loss/g_adversarial",
    "loss_d_adversarial": "loss/d_adversarial",
    "loss_d_real": "loss/d_real",
    "loss_d_fake": "loss/d_fake",
    "loss_g_reconstruction": "loss/g_reconstruction",
    "loss_g_feature_matching": "loss/g_feature_matching",
    "adversarial_weight": "weight/adversarial",
    "discriminator_factor": "weight/discriminator",
    "grad_norm_g": "grad_norm/g",
    "grad_norm_d": "grad_norm/d",
    "learning_rate_g": "learning_rate/g",
    "learning_rate_d": "learning_rate/d",
    "loss_scale": "scaling/loss_scale",
    "codebook_perplexity": "codebook/perplexity",
    "codebook_usage": "codebook/usage",
    "penalty": "penalty/total",
    "gradient_penalty": "penalty/gradient",
    "r1": "penalty/r1",
    "r2": "penalty/r2",
    "path_length_penalty": "penalty/path_length",
    "augmentation": "augmentation/p",
    "images_seen": "progress/images_seen",
    "fid": "metrics/fid",
    "kid": "metrics/kid",
    "frechet": "metrics/frechet",
    "inception_score": "metrics/is",
    "precision": "metrics/precision",
    "recall": "metrics/recall",
    "density": "metrics/density",
    "coverage": "metrics/coverage",
    "ms_ssim": "metrics/ms_ssim",
    "swd": "metrics/swd",
    "modes": "metrics/modes",
    "high_quality": "metrics/high_quality",
    "psnr": "metrics/psnr",
    "ssim": "metrics/ssim",
    "lpips": "metrics/lpips",
    "reconstruction": "metrics/reconstruction",
}

#: What the monitor measures itself.
MEASURED = (
    "scores/real", "scores/fake", "scores/held_out",
    "scores/real_std", "scores/fake_std",
    "scores/real_p05", "scores/real_p95", "scores/fake_p05", "scores/fake_p95",
    "probability/real", "probability/fake",
    "signs/real", "signs/fake",
    "accuracy/d", "accuracy/real", "accuracy/fake", "accuracy/held_out",
    "grad_norm/g", "grad_norm/d",
    "grad_norm/g_min_layer", "grad_norm/g_max_layer",
    "grad_norm/d_min_layer", "grad_norm/d_max_layer",
    "update_ratio/g", "update_ratio/d",
    "learning_rate/g", "learning_rate/d",
    "diversity/real", "diversity/fake",
    "data/min", "data/max", "samples/min", "samples/max",
    "non_finite/g", "non_finite/d", "non_finite/data",
    "progress/images_seen", "timing/step_seconds",
)

#: Every path that this package can write.
PATHS = frozenset(KEYWORDS.values()) | frozenset(MEASURED)


def path_of(keyword):
    """Returns the path of a keyword of `Monitor.step`.

    Raises TypeError, with the nearest spelling, for a keyword that doesn't exist.
    """
    path = KEYWORDS.get(keyword)
    if path is None:
        near = difflib.get_close_matches(keyword, KEYWORDS, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else "."
        raise TypeError(
            f"Monitor.step() knows no {keyword!r}{hint} A quantity of your own goes into "
            f"extra={{{keyword!r}: value}}")
    return path
