// SPDX-License-Identifier: Apache-2.0
// Generators and sampling; nothing here uses a global generator.
#include "boundary.hpp"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/multinomial.h>
#include <ATen/ops/randperm.h>
#include <c10/core/GradMode.h>

#include <mutex>

using namespace saddle;

static at::Tensor empty(const st_int *shape, size_t rank, st_dtype dtype,
                        const st_generator *generator) {
  return at::empty(ints(shape, rank),
                   at::TensorOptions().dtype(scalar_type(dtype)).device(generator->value.device()));
}

extern "C" {

st_status st_generator_new(st_device kind, int32_t index, uint64_t seed, st_generator **out,
                           st_error **error) noexcept {
  return guarded(error, [&] {
    at::Generator generator =
        kind == ST_CPU ? at::make_generator<at::CPUGeneratorImpl>(seed)
                       : at::globalContext().defaultGenerator(device(kind, index)).clone();
    generator.set_current_seed(seed);
    *out = new st_generator{std::move(generator)};
  });
}

void st_generator_free(st_generator *generator) noexcept { delete generator; }

st_status st_generator_seed(st_generator *generator, uint64_t seed, st_error **error) noexcept {
  return guarded(error, [&] {
    const std::lock_guard<std::mutex> lock(generator->value.mutex());
    generator->value.set_current_seed(seed);
  });
}

st_status st_generator_state(const st_generator *generator, st_tensor **out,
                             st_error **error) noexcept {
  return guarded(error, [&] { emit(out, generator->value.get_state()); });
}

st_status st_generator_set_state(st_generator *generator, const st_tensor *state,
                                 st_error **error) noexcept {
  return guarded(error, [&] {
    const std::lock_guard<std::mutex> lock(generator->value.mutex());
    generator->value.set_state(state->value);
  });
}

st_status st_normal(const st_int *shape, size_t rank, double mean, double deviation,
                    st_generator *generator, st_dtype dtype, st_tensor **out,
                    st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, empty(shape, rank, dtype, generator).normal_(mean, deviation, generator->value));
  });
}

st_status st_uniform(const st_int *shape, size_t rank, double low, double high,
                     st_generator *generator, st_dtype dtype, st_tensor **out,
                     st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, empty(shape, rank, dtype, generator).uniform_(low, high, generator->value));
  });
}

st_status st_bernoulli(const st_int *shape, size_t rank, double probability,
                       st_generator *generator, st_dtype dtype, st_tensor **out,
                       st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, empty(shape, rank, dtype, generator).bernoulli_(probability, generator->value));
  });
}

st_status st_randint(const st_int *shape, size_t rank, int64_t low, int64_t high,
                     st_generator *generator, st_dtype dtype, st_tensor **out,
                     st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, empty(shape, rank, dtype, generator).random_(low, high, generator->value));
  });
}

st_status st_randperm(st_int count, st_generator *generator, st_tensor **out,
                      st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::randperm(count, generator->value,
                           at::TensorOptions().dtype(at::kLong).device(generator->value.device())));
  });
}

st_status st_multinomial(const st_tensor *weights, st_int count, bool replacement,
                         st_generator *generator, st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    emit(out, at::multinomial(weights->value, count, replacement, generator->value));
  });
}

st_status st_dropout(const st_tensor *a, double probability, st_generator *generator,
                     st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    if (!(probability >= 0 && probability < 1)) {
      throw std::invalid_argument("the probability must be in 0..<1");
    }
    at::Tensor mask;
    {
      const c10::AutoGradMode off(false);
      mask = at::empty_like(a->value).bernoulli_(1 - probability, generator->value);
      mask.div_(1 - probability);
    }
    emit(out, a->value * mask);
  });
}

st_status st_fill_normal(st_tensor *a, double mean, double deviation, st_generator *generator,
                         st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    a->value.normal_(mean, deviation, generator->value);
  });
}

st_status st_fill_uniform(st_tensor *a, double low, double high, st_generator *generator,
                          st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    a->value.uniform_(low, high, generator->value);
  });
}
}
