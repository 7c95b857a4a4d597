// SPDX-License-Identifier: Apache-2.0
// The table of operations and the reductions and decompositions that don't fit it.
#include "boundary.hpp"

#include <ATen/Functions.h>

using namespace saddle;

extern "C" {

#define ST_UNARY(name)                                                                        \
  st_status st_##name(const st_tensor *a, st_tensor **out, st_error **error) noexcept {       \
    return guarded(error, [&] { emit(out, at::name(a->value)); });                            \
  }
#define ST_BINARY(name)                                                                       \
  st_status st_##name(const st_tensor *a, const st_tensor *b, st_tensor **out,                \
                      st_error **error) noexcept {                                            \
    return guarded(error, [&] { emit(out, at::name(a->value, b->value)); });                  \
  }
#define ST_SCALAR(name, engine)                                                               \
  st_status st_##name(const st_tensor *a, double number, st_tensor **out,                     \
                      st_error **error) noexcept {                                            \
    return guarded(error,                                                                     \
                   [&] { emit(out, at::engine(a->value, scalar(a->value, number))); });       \
  }
#define ST_REDUCE(name, engine)                                                               \
  st_status st_##name(const st_tensor *a, const st_int *dims, size_t count, bool keep,        \
                      st_tensor **out, st_error **error) noexcept {                           \
    return guarded(error,                                                                     \
                   [&] { emit(out, at::engine(a->value, ints(dims, count), keep)); });        \
  }
#define ST_DIM(name)                                                                          \
  st_status st_##name(const st_tensor *a, st_int dim, st_tensor **out,                        \
                      st_error **error) noexcept {                                            \
    return guarded(error, [&] { emit(out, at::name(a->value, dim)); });                       \
  }
#include "ops.def"

st_status st_variance(const st_tensor *a, const st_int *dims, size_t count, double correction,
                      bool keep, st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::var(a->value, dimensions(dims, count), at::Scalar(correction), keep));
  });
}

st_status st_vector_norm(const st_tensor *a, double order, const st_int *dims, size_t count,
                         bool keep, st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::linalg_vector_norm(a->value, order, dimensions(dims, count), keep));
  });
}

st_status st_sort(const st_tensor *a, st_int dim, bool descending, st_tensor **values,
                  st_tensor **indices, st_error **error) noexcept {
  return guarded(error, [&] {
    auto [sorted, order] = at::sort(a->value, std::optional<bool>(true), dim, descending);
    emit(values, sorted, indices, order);
  });
}

st_status st_topk(const st_tensor *a, st_int k, st_int dim, bool largest, st_tensor **values,
                  st_tensor **indices, st_error **error) noexcept {
  return guarded(error, [&] {
    auto [top, order] = at::topk(a->value, k, dim, largest, true);
    emit(values, top, indices, order);
  });
}

st_status st_cdist(const st_tensor *a, const st_tensor *b, double order, st_tensor **out,
                   st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::cdist(a->value, b->value, order)); });
}

st_status st_linalg_eigh(const st_tensor *a, st_tensor **values, st_tensor **vectors,
                         st_error **error) noexcept {
  return guarded(error, [&] {
    auto [eigenvalues, eigenvectors] = at::linalg_eigh(a->value);
    emit(values, eigenvalues, vectors, eigenvectors);
  });
}

st_status st_linalg_qr(const st_tensor *a, st_tensor **q, st_tensor **r,
                       st_error **error) noexcept {
  return guarded(error, [&] {
    auto [orthogonal, triangular] = at::linalg_qr(a->value);
    emit(q, orthogonal, r, triangular);
  });
}

st_status st_bincount(const st_tensor *a, st_int minimum_length, st_tensor **out,
                      st_error **error) noexcept {
  return guarded(error,
                 [&] { emit(out, at::bincount(a->value, std::nullopt, minimum_length)); });
}
}
