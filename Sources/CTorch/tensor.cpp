// SPDX-License-Identifier: Apache-2.0
// Handles, errors, creation, conversion, metadata and the engine's settings.
#include "boundary.hpp"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/full.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/stack.h>
#include <c10/core/GradMode.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>

namespace {

thread_local int64_t live_of_thread = 0;

// Handed out when there is no memory left for an error of its own; never freed.
st_error no_memory{ST_ERROR_OUT_OF_MEMORY, "out of memory"};

bool contains(const char *text, const char *part) { return std::strstr(text, part) != nullptr; }

// The engine's CPU allocator reports a failed allocation as a general error, by its text only.
st_error_kind kind_of(const char *message) {
  const bool memory = contains(message, "DefaultCPUAllocator: can't allocate memory") ||
                      contains(message, "DefaultCPUAllocator: not enough memory");
  return memory ? ST_ERROR_OUT_OF_MEMORY : ST_ERROR_TORCH;
}

st_status failed(st_error **error, st_error_kind kind, const char *message) noexcept {
  try {
    *error = new st_error{kind, message};
  } catch (...) {
    *error = &no_memory;
  }
  return ST_FAILED;
}

// A pass in double over a batch of scores costs less than one call of the engine would.
void summarize(const float *values, int64_t count, double threshold, double *out) {
  if (count == 0) throw std::invalid_argument("there is nothing to summarize");
  double sum = 0, above = 0, bad = 0, low = values[0], high = values[0];
  for (int64_t i = 0; i < count; i++) {
    const double value = values[i];
    sum += value;
    above += value > threshold;
    bad += !std::isfinite(value);
    low = value < low ? value : low;
    high = value > high ? value : high;
  }
  const double mean = sum / static_cast<double>(count);
  double squares = 0;
  for (int64_t i = 0; i < count; i++) squares += (values[i] - mean) * (values[i] - mean);
  // Sums carry NaN along; comparisons don't.
  if (std::isnan(sum)) low = high = sum;
  const double results[] = {mean, std::sqrt(squares / static_cast<double>(count)), low, high,
                            above / static_cast<double>(count), bad};
  std::copy(results, results + 6, out);
}

}  // namespace

st_tensor::st_tensor(at::Tensor tensor) noexcept : value(std::move(tensor)) {
  live_of_thread += 1;
}

st_tensor::~st_tensor() {
  live_of_thread -= 1;
}

st_status saddle::report(st_error **error) noexcept {
  try {
    throw;
  } catch (const c10::OutOfMemoryError &e) {
    return failed(error, ST_ERROR_OUT_OF_MEMORY, e.what_without_backtrace());
  } catch (const c10::IndexError &e) {
    return failed(error, ST_ERROR_INVALID_ARGUMENT, e.what_without_backtrace());
  } catch (const c10::ValueError &e) {
    return failed(error, ST_ERROR_INVALID_ARGUMENT, e.what_without_backtrace());
  } catch (const c10::TypeError &e) {
    return failed(error, ST_ERROR_INVALID_ARGUMENT, e.what_without_backtrace());
  } catch (const c10::Error &e) {
    const char *message = e.what_without_backtrace();
    return failed(error, kind_of(message), message);
  } catch (const std::invalid_argument &e) {
    return failed(error, ST_ERROR_INVALID_ARGUMENT, e.what());
  } catch (const std::bad_alloc &) {
    return failed(error, ST_ERROR_OUT_OF_MEMORY, "out of memory");
  } catch (const std::exception &e) {
    return failed(error, ST_ERROR_OTHER, e.what());
  } catch (...) {
    return failed(error, ST_ERROR_OTHER, "unknown exception");
  }
}

using namespace saddle;

extern "C" {

st_error_kind st_error_get_kind(const st_error *error) noexcept { return error->kind; }

const char *st_error_get_message(const st_error *error) noexcept {
  return error->message.c_str();
}

void st_error_free(st_error *error) noexcept {
  if (error != &no_memory) delete error;
}

int64_t st_live_handles_of_thread(void) noexcept { return live_of_thread; }

const char *st_engine_header_version(void) noexcept { return TORCH_VERSION; }

st_status st_engine_configuration(char *buffer, size_t capacity, size_t *length,
                                  st_error **error) noexcept {
  return guarded(error, [&] {
    const std::string text = at::show_config();
    std::memcpy(buffer, text.data(), std::min(capacity, text.size()));
    *length = text.size();
  });
}

st_status st_set_threads(int32_t count, st_error **error) noexcept {
  return guarded(error, [&] { at::set_num_threads(count); });
}

st_status st_get_threads(int32_t *count, st_error **error) noexcept {
  return guarded(error, [&] { *count = at::get_num_threads(); });
}

st_status st_load_library(const char *path, st_error **error) noexcept {
  return guarded(error, [&] {
    if (dlopen(path, RTLD_NOW | RTLD_GLOBAL) == nullptr) throw std::runtime_error(dlerror());
  });
}

st_status st_device_count(st_device kind, int32_t *count, st_error **error) noexcept {
  return guarded(error, [&] {
    if (kind == ST_CPU) {
      *count = 1;
      return;
    }
    const auto *guard = c10::impl::device_guard_impl_registry[static_cast<size_t>(at::kCUDA)].load();
    *count = guard == nullptr ? 0 : guard->deviceCount();
  });
}

st_status st_synchronize(st_device kind, int32_t index, st_error **error) noexcept {
  return guarded(error, [&] {
    if (kind == ST_CPU) return;
    c10::impl::VirtualGuardImpl(at::kCUDA).synchronizeDevice(
        static_cast<at::DeviceIndex>(index));
  });
}

void st_tensor_free(st_tensor *tensor) noexcept { delete tensor; }

st_status st_full(const st_int *shape, size_t rank, double value, st_dtype dtype, st_device kind,
                  int32_t index, st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::full(ints(shape, rank), value, options(dtype, kind, index)));
  });
}

st_status st_arange(double start, double end, double step, st_dtype dtype, st_device kind,
                    int32_t index, st_tensor **out, st_error **error) noexcept {
  return guarded(error,
                 [&] { emit(out, at::arange(start, end, step, options(dtype, kind, index))); });
}

st_status st_linspace(double start, double end, st_int count, st_dtype dtype, st_device kind,
                      int32_t index, st_tensor **out, st_error **error) noexcept {
  return guarded(
      error, [&] { emit(out, at::linspace(start, end, count, options(dtype, kind, index))); });
}

st_status st_eye(st_int count, st_dtype dtype, st_device kind, int32_t index, st_tensor **out,
                 st_error **error) noexcept {
  return guarded(error, [&] { emit(out, at::eye(count, options(dtype, kind, index))); });
}

st_status st_from_bytes(const uint8_t *bytes, size_t count, const st_int *shape, size_t rank,
                        st_dtype dtype, st_device kind, int32_t index, st_tensor **out,
                        st_error **error) noexcept {
  return guarded(error, [&] {
    at::Tensor tensor = at::empty(ints(shape, rank), options(dtype, ST_CPU, 0));
    if (tensor.nbytes() != count) {
      throw std::invalid_argument(std::to_string(count) + " bytes given where the shape needs " +
                                  std::to_string(tensor.nbytes()));
    }
    if (count > 0) std::memcpy(tensor.mutable_data_ptr(), bytes, count);
    emit(out, kind == ST_CPU ? std::move(tensor) : tensor.to(device(kind, index)));
  });
}

st_status st_to_bytes(const st_tensor *a, uint8_t *bytes, size_t count,
                      st_error **error) noexcept {
  return guarded(error, [&] {
    const at::Tensor tensor = a->value.detach().to(at::kCPU).contiguous();
    if (tensor.nbytes() != count) {
      throw std::invalid_argument("a buffer of " + std::to_string(count) + " bytes for " +
                                  std::to_string(tensor.nbytes()));
    }
    if (count > 0) std::memcpy(bytes, tensor.const_data_ptr(), count);
  });
}

st_status st_scalars(st_list list, size_t count, double *out, st_error **error) noexcept {
  return guarded(error, [&] {
    bool here = true;
    for (size_t i = 0; i < count; i++) {
      const at::Tensor &tensor = list[i]->value;
      if (tensor.numel() != 1) {
        throw std::invalid_argument("tensor " + std::to_string(i) + " has " +
                                    std::to_string(tensor.numel()) + " elements, not one");
      }
      here = here && tensor.is_cpu();
    }
    if (here) {
      for (size_t i = 0; i < count; i++) out[i] = list[i]->value.item().toDouble();
      return;
    }
    std::vector<at::Tensor> parts;
    const at::Device target = list[0]->value.device();
    for (size_t i = 0; i < count; i++) {
      parts.push_back(list[i]->value.detach().reshape({}).to(target, at::kDouble));
    }
    const at::Tensor all = at::stack(parts).cpu();
    std::memcpy(out, all.const_data_ptr(), count * sizeof(double));
  });
}

st_status st_summaries(st_list list, size_t count, double threshold, double *out,
                       st_error **error) noexcept {
  return guarded(error, [&] {
    for (size_t i = 0; i < count; i++) {
      const at::Tensor values = list[i]->value.detach().to(at::kCPU, at::kFloat).contiguous();
      summarize(values.const_data_ptr<float>(), values.numel(), threshold, out + 6 * i);
    }
  });
}

st_status st_get_shape(const st_tensor *a, st_int *sizes, size_t capacity, size_t *rank,
                   st_error **error) noexcept {
  return guarded(error, [&] {
    const at::IntArrayRef shape = a->value.sizes();
    for (size_t i = 0; i < std::min(capacity, shape.size()); i++) {
      sizes[i] = static_cast<st_int>(shape[i]);
    }
    *rank = shape.size();
  });
}

st_status st_get_dtype(const st_tensor *a, int32_t *dtype, st_error **error) noexcept {
  return guarded(error, [&] { *dtype = static_cast<int32_t>(a->value.scalar_type()); });
}

st_status st_get_device(const st_tensor *a, int32_t *kind, int32_t *index,
                    st_error **error) noexcept {
  return guarded(error, [&] {
    const at::Device where = a->value.device();
    *kind = where.is_cpu() ? ST_CPU : ST_CUDA;
    *index = where.has_index() ? where.index() : 0;
  });
}

static at::MemoryFormat format(st_layout layout) {
  return layout == ST_CHANNELS_LAST ? at::MemoryFormat::ChannelsLast
                                    : at::MemoryFormat::Contiguous;
}

st_status st_is_contiguous(const st_tensor *a, st_layout layout, bool *out,
                           st_error **error) noexcept {
  return guarded(error, [&] { *out = a->value.is_contiguous(format(layout)); });
}

st_status st_convert(const st_tensor *a, st_dtype dtype, st_tensor **out,
                     st_error **error) noexcept {
  return guarded(error, [&] { emit(out, a->value.to(scalar_type(dtype))); });
}

st_status st_move(const st_tensor *a, st_device kind, int32_t index, st_tensor **out,
                  st_error **error) noexcept {
  return guarded(error, [&] { emit(out, a->value.to(device(kind, index))); });
}

st_status st_contiguous(const st_tensor *a, st_layout layout, st_tensor **out,
                        st_error **error) noexcept {
  return guarded(error, [&] { emit(out, a->value.contiguous(format(layout))); });
}

st_status st_assign(st_tensor *a, const st_tensor *source, st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    if (!a->value.sizes().equals(source->value.sizes())) {
      throw std::invalid_argument("shapes differ");
    }
    a->value.copy_(source->value);
  });
}

st_status st_fill(st_tensor *a, double value, st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    a->value.fill_(scalar(a->value, value));
  });
}

st_status st_set_data(st_tensor *a, const st_tensor *source, st_error **error) noexcept {
  return guarded(error, [&] { a->value.set_data(source->value.detach()); });
}
}
