// SPDX-License-Identifier: Apache-2.0
// Layers: convolutions, normalizations, pooling, resampling.
#include "boundary.hpp"

#include <ATen/Context.h>
#include <ATen/ops/_upsample_bicubic2d_aa.h>
#include <ATen/ops/_upsample_bilinear2d_aa.h>
#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/affine_grid_generator.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/col2im.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/conv_transpose2d.h>
#include <ATen/ops/dot.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/grid_sampler.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/im2col.h>
#include <ATen/ops/instance_norm.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/mv.h>
#include <ATen/ops/upsample_bicubic2d.h>
#include <ATen/ops/upsample_bilinear2d.h>
#include <ATen/ops/upsample_nearest2d.h>
#include <c10/core/GradMode.h>

#include <array>

using namespace saddle;

// (n, n): the layers here are square.
static std::array<int64_t, 2> both(st_int n) { return {n, n}; }

extern "C" {

st_status st_linear(const st_tensor *a, const st_tensor *weight, const st_tensor *bias,
                    st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::linear(a->value, weight->value, optional(bias))); });
}

st_status st_conv2d(const st_tensor *a, const st_tensor *weight, const st_tensor *bias,
                    st_int stride, st_int padding, st_int dilation, st_int groups,
                    st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::conv2d(a->value, weight->value, optional(bias), both(stride), both(padding),
                         both(dilation), groups));
  });
}

st_status st_conv_transpose2d(const st_tensor *a, const st_tensor *weight, const st_tensor *bias,
                              st_int stride, st_int padding, st_int output_padding,
                              st_int dilation, st_int groups, st_tensor **out,
                              st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::conv_transpose2d(a->value, weight->value, optional(bias), both(stride),
                                   both(padding), both(output_padding), groups, both(dilation)));
  });
}

st_status st_batch_norm(const st_tensor *a, const st_tensor *weight, const st_tensor *bias,
                        st_tensor *mean, st_tensor *variance, bool training, double momentum,
                        double epsilon, st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::batch_norm(a->value, optional(weight), optional(bias), optional(mean),
                             optional(variance), training, momentum, epsilon, true));
  });
}

st_status st_batch_norm_tracked(const st_tensor *a, const st_tensor *weight,
                                const st_tensor *bias, st_tensor *mean, st_tensor *variance,
                                st_tensor *batches, st_int rank, bool training,
                                double momentum, double epsilon, st_tensor **out,
                                st_error **error) noexcept {
  return guarded(error, [&] {
    if (a->value.dim() != rank) {
      throw std::invalid_argument(std::to_string(rank) + " dimensions are expected");
    }
    // The unbiased variance of one value would put NaN into the running statistics.
    if (training && a->value.numel() <= a->value.size(1)) {
      throw std::invalid_argument("training needs more than one value per channel");
    }
    at::Tensor result =
        at::batch_norm(a->value, optional(weight), optional(bias), mean->value, variance->value,
                       training, momentum, epsilon, true);
    if (training) batches->value.add_(1);
    emit(out, std::move(result));
  });
}

st_status st_instance_norm(const st_tensor *a, const st_tensor *weight, const st_tensor *bias,
                           double epsilon, st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::instance_norm(a->value, optional(weight), optional(bias), std::nullopt,
                                std::nullopt, true, 0.1, epsilon, true));
  });
}

st_status st_layer_norm(const st_tensor *a, const st_int *shape, size_t rank,
                        const st_tensor *weight, const st_tensor *bias, double epsilon,
                        st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::layer_norm(a->value, ints(shape, rank), optional(weight), optional(bias),
                             epsilon, true));
  });
}

st_status st_group_norm(const st_tensor *a, st_int groups, const st_tensor *weight,
                        const st_tensor *bias, double epsilon, st_tensor **out,
                        st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::group_norm(a->value, groups, optional(weight), optional(bias), epsilon, true));
  });
}

st_status st_avg_pool2d(const st_tensor *a, st_int size, st_int stride, st_int padding,
                        st_tensor **out, st_error **error) noexcept {
  return guarded(
      error, [&] { emit(out, at::avg_pool2d(a->value, both(size), both(stride), both(padding))); });
}

st_status st_max_pool2d(const st_tensor *a, st_int size, st_int stride, st_int padding,
                        st_tensor **out, st_error **error) noexcept {
  return guarded(
      error, [&] { emit(out, at::max_pool2d(a->value, both(size), both(stride), both(padding))); });
}

st_status st_adaptive_avg_pool2d(const st_tensor *a, st_int height, st_int width,
                                 st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::adaptive_avg_pool2d(a->value, std::array<int64_t, 2>{height, width}));
  });
}

st_status st_resize(const st_tensor *a, st_int height, st_int width, st_resampling mode,
                    bool align_corners, bool antialias, st_tensor **out,
                    st_error **error) noexcept {
  return guarded(error, [&] {
    const std::array<int64_t, 2> size{height, width};
    const at::Tensor &image = a->value;
    switch (mode) {
      case ST_NEAREST:
        if (antialias) throw std::invalid_argument("nearest neighbor has no antialiasing");
        emit(out, at::upsample_nearest2d(image, size));
        return;
      case ST_BILINEAR:
        emit(out, antialias ? at::_upsample_bilinear2d_aa(image, size, align_corners)
                            : at::upsample_bilinear2d(image, size, align_corners));
        return;
      case ST_BICUBIC:
        emit(out, antialias ? at::_upsample_bicubic2d_aa(image, size, align_corners)
                            : at::upsample_bicubic2d(image, size, align_corners));
        return;
    }
    throw std::invalid_argument("unknown resampling mode");
  });
}

st_status st_unfold(const st_tensor *a, st_int size, st_int stride, st_int padding,
                    st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::im2col(a->value, both(size), both(1), both(padding), both(stride)));
  });
}

st_status st_fold(const st_tensor *a, st_int height, st_int width, st_int size, st_int stride,
                  st_int padding, st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::col2im(a->value, std::array<int64_t, 2>{height, width}, both(size), both(1),
                         both(padding), both(stride)));
  });
}

st_status st_affine_grid(const st_tensor *theta, const st_int *shape, size_t rank,
                         bool align_corners, st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::affine_grid_generator(theta->value, ints(shape, rank), align_corners));
  });
}

st_status st_grid_sample(const st_tensor *a, const st_tensor *grid, st_resampling mode,
                         st_padding padding, bool align_corners, st_tensor **out,
                         st_error **error) noexcept {
  return guarded(error, [&] {
    // The engine's numbers: 0 bilinear, 1 nearest, 2 bicubic; 0 zeros, 1 border, 2 reflection.
    const int64_t interpolation = mode == ST_BILINEAR ? 0 : mode == ST_NEAREST ? 1 : 2;
    int64_t outside = 0;
    switch (padding) {
      case ST_PAD_CONSTANT: outside = 0; break;
      case ST_PAD_REPLICATE: outside = 1; break;
      case ST_PAD_REFLECT: outside = 2; break;
      case ST_PAD_CIRCULAR: throw std::invalid_argument("no circular padding here");
    }
    emit(out, at::grid_sampler(a->value, grid->value, interpolation, outside, align_corners));
  });
}

st_status st_embedding(const st_tensor *weight, const st_tensor *indices, st_tensor **out,
                       st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::embedding(weight->value, indices->value)); });
}

st_status st_spectral_norm(const st_tensor *weight, st_tensor *u, st_tensor *v, st_int dim,
                           st_int iterations, double epsilon, st_tensor **out,
                           st_error **error) noexcept {
  return guarded(error, [&] {
    const at::Tensor matrix = weight->value.movedim(dim, 0).flatten(1);
    if (iterations > 0) {
      const c10::AutoGradMode off(false);
      const at::Tensor plain = matrix.detach();
      for (st_int i = 0; i < iterations; i++) {
        const at::Tensor right = at::mv(plain.t(), u->value);
        v->value.copy_(right / right.norm().clamp_min(epsilon));
        const at::Tensor left = at::mv(plain, v->value);
        u->value.copy_(left / left.norm().clamp_min(epsilon));
      }
    }
    // Copies, as the next forward pass changes both while this graph may still be alive.
    const at::Tensor left = iterations > 0 ? u->value.clone() : u->value;
    const at::Tensor right = iterations > 0 ? v->value.clone() : v->value;
    emit(out, weight->value / at::dot(left, at::mv(matrix, right)));
  });
}
}
