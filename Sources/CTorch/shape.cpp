// SPDX-License-Identifier: Apache-2.0
// Views, joining, indexing and padding.
#include "boundary.hpp"

#include <ATen/ops/cat.h>
#include <ATen/ops/flatten.h>
#include <ATen/ops/flip.h>
#include <ATen/ops/gather.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/masked_fill.h>
#include <ATen/ops/pad.h>
#include <ATen/ops/permute.h>
#include <ATen/ops/repeat_interleave.h>
#include <ATen/ops/reshape.h>
#include <ATen/ops/roll.h>
#include <ATen/ops/scatter.h>
#include <ATen/ops/select.h>
#include <ATen/ops/slice.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/transpose.h>
#include <ATen/ops/where.h>

using namespace saddle;

static const char *name(st_padding mode) {
  switch (mode) {
    case ST_PAD_CONSTANT: return "constant";
    case ST_PAD_REFLECT: return "reflect";
    case ST_PAD_REPLICATE: return "replicate";
    case ST_PAD_CIRCULAR: return "circular";
  }
  throw std::invalid_argument("unknown padding mode");
}

extern "C" {

st_status st_reshape(const st_tensor *a, const st_int *shape, size_t rank, st_tensor **out,
                     st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::reshape(a->value, ints(shape, rank))); });
}

st_status st_flatten(const st_tensor *a, st_int start, st_int end, st_tensor **out,
                     st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::flatten(a->value, start, end)); });
}

st_status st_permute(const st_tensor *a, const st_int *dims, size_t count, st_tensor **out,
                     st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::permute(a->value, ints(dims, count))); });
}

st_status st_transpose(const st_tensor *a, st_int first, st_int second, st_tensor **out,
                       st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::transpose(a->value, first, second)); });
}

st_status st_expand(const st_tensor *a, const st_int *shape, size_t rank, st_tensor **out,
                    st_error **error) noexcept {
  return guarded(error, [&] { emit(out, a->value.expand(ints(shape, rank))); });
}

st_status st_repeat(const st_tensor *a, const st_int *counts, size_t rank, st_tensor **out,
                    st_error **error) noexcept {
  return guarded(error, [&] { emit(out, a->value.repeat(ints(counts, rank))); });
}

st_status st_repeat_interleave(const st_tensor *a, st_int count, st_int dim, st_tensor **out,
                               st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::repeat_interleave(a->value, static_cast<int64_t>(count), dim));
  });
}

st_status st_flip(const st_tensor *a, const st_int *dims, size_t count, st_tensor **out,
                  st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::flip(a->value, ints(dims, count))); });
}

st_status st_roll(const st_tensor *a, const st_int *shifts, const st_int *dims, size_t count,
                  st_tensor **out, st_error **error) noexcept {
  return guarded(error,
                 [&] { emit(out, at::roll(a->value, ints(shifts, count), ints(dims, count))); });
}

st_status st_cat(st_list list, size_t count, st_int dim, st_tensor **out,
                 st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::cat(tensors(list, count), dim)); });
}

st_status st_stack(st_list list, size_t count, st_int dim, st_tensor **out,
                   st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::stack(tensors(list, count), dim)); });
}

st_status st_select(const st_tensor *a, st_int dim, st_int index, st_tensor **out,
                    st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::select(a->value, static_cast<int64_t>(dim), static_cast<int64_t>(index)));
  });
}

st_status st_slice(const st_tensor *a, st_int dim, st_int start, st_int end, st_int step,
                   st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::slice(a->value, dim, start, end, step)); });
}

st_status st_narrow(const st_tensor *a, st_int dim, st_int start, st_int length, st_tensor **out,
                    st_error **error) noexcept {
  return guarded(error, [&] { emit(out, a->value.narrow(dim, start, length)); });
}

st_status st_index_select(const st_tensor *a, st_int dim, const st_tensor *indices,
                          st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::index_select(a->value, dim, indices->value)); });
}

st_status st_gather(const st_tensor *a, st_int dim, const st_tensor *indices, st_tensor **out,
                    st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::gather(a->value, dim, indices->value)); });
}

st_status st_scatter(const st_tensor *a, st_int dim, const st_tensor *indices,
                     const st_tensor *source, st_tensor **out, st_error **error) noexcept {
  return guarded(
      error, [&] { emit(out, at::scatter(a->value, dim, indices->value, source->value)); });
}

st_status st_where(const st_tensor *condition, const st_tensor *a, const st_tensor *b,
                   st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::where(condition->value, a->value, b->value)); });
}

st_status st_masked_fill(const st_tensor *a, const st_tensor *mask, double value,
                         st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::masked_fill(a->value, mask->value, scalar(a->value, value)));
  });
}

st_status st_pad(const st_tensor *a, const st_int *amounts, size_t count, st_padding mode,
                 double value, st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    std::optional<double> constant;
    if (mode == ST_PAD_CONSTANT) constant = value;
    emit(out, at::pad(a->value, ints(amounts, count), name(mode), constant));
  });
}
}
