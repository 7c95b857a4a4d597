// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <ATen/TensorOperators.h>
#include <ctorch.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

struct st_tensor {
  explicit st_tensor(at::Tensor tensor) noexcept;
  ~st_tensor();
  st_tensor(const st_tensor &) = delete;
  at::Tensor value;
};

struct st_generator {
  at::Generator value;
};

struct st_error {
  st_error_kind kind;
  std::string message;
};

namespace saddle {

// Turns the exception being handled into `*error`; to be called in a catch block only.
st_status report(st_error **error) noexcept;

// The one door for exceptions.
template <typename Body>
st_status guarded(st_error **error, Body &&body) noexcept {
  try {
    body();
    return ST_OK;
  } catch (...) {
    return report(error);
  }
}

inline void emit(st_tensor **out, at::Tensor tensor) { *out = new st_tensor(std::move(tensor)); }

// Two results: either both or none.
inline void emit(st_tensor **first, at::Tensor a, st_tensor **second, at::Tensor b) {
  auto held = std::make_unique<st_tensor>(std::move(a));
  emit(second, std::move(b));
  *first = held.release();
}

inline at::IntArrayRef ints(const st_int *values, size_t count) {
  static_assert(sizeof(st_int) == sizeof(int64_t));
  return {reinterpret_cast<const int64_t *>(values), count};
}

inline at::OptionalIntArrayRef dimensions(const st_int *values, size_t count) {
  if (count == 0) return std::nullopt;
  return at::OptionalIntArrayRef(std::in_place, reinterpret_cast<const int64_t *>(values), count);
}

inline std::optional<at::Tensor> optional(const st_tensor *tensor) {
  if (tensor == nullptr) return std::nullopt;
  return tensor->value;
}

inline std::vector<at::Tensor> tensors(st_list list, size_t count) {
  std::vector<at::Tensor> result;
  result.reserve(count);
  for (size_t i = 0; i < count; i++) result.push_back(list[i]->value);
  return result;
}

inline at::ScalarType scalar_type(st_dtype dtype) { return static_cast<at::ScalarType>(dtype); }

inline at::Device device(st_device kind, int32_t index) {
  if (kind == ST_CPU) return at::Device(at::kCPU);
  return at::Device(at::kCUDA, static_cast<at::DeviceIndex>(index));
}

inline at::TensorOptions options(st_dtype dtype, st_device kind, int32_t index) {
  return at::TensorOptions().dtype(scalar_type(dtype)).device(device(kind, index));
}

// A whole number stays one beside an integer tensor, so that it doesn't change the data type.
inline at::Scalar scalar(const at::Tensor &beside, double number) {
  constexpr double limit = 9007199254740992.0;  // 2^53
  if (at::isIntegralType(beside.scalar_type(), true) && number >= -limit && number <= limit) {
    const auto whole = static_cast<int64_t>(number);
    if (static_cast<double>(whole) == number) return whole;
  }
  return number;
}

}  // namespace saddle
