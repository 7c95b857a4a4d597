// SPDX-License-Identifier: Apache-2.0
#include "boundary.hpp"

#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <memory>

using namespace saddle;

extern "C" {

bool st_set_grad_enabled(bool on) noexcept {
  const bool previous = c10::GradMode::is_enabled();
  c10::GradMode::set_enabled(on);
  return previous;
}

st_status st_backward(st_list outputs, size_t count, st_list gradients, bool retain_graph,
                      bool create_graph, st_error **error) noexcept {
  return guarded(error, [&] {
    torch::autograd::variable_list seeds;
    if (gradients != nullptr) seeds = tensors(gradients, count);
    torch::autograd::backward(tensors(outputs, count), seeds, retain_graph, create_graph);
  });
}

st_status st_grad(st_list outputs, size_t output_count, st_list gradients, st_list inputs,
                  size_t input_count, bool retain_graph, bool create_graph, bool allow_unused,
                  st_tensor **outs, st_error **error) noexcept {
  return guarded(error, [&] {
    torch::autograd::variable_list seeds;
    if (gradients != nullptr) seeds = tensors(gradients, output_count);
    const auto results =
        torch::autograd::grad(tensors(outputs, output_count), tensors(inputs, input_count), seeds,
                              retain_graph, create_graph, allow_unused);
    std::vector<std::unique_ptr<st_tensor>> made;
    for (const at::Tensor &result : results) {
      made.push_back(result.defined() ? std::make_unique<st_tensor>(result) : nullptr);
    }
    for (size_t i = 0; i < made.size(); i++) outs[i] = made[i].release();
  });
}

st_status st_get_requires_grad(const st_tensor *a, bool *out, st_error **error) noexcept {
  return guarded(error, [&] { *out = a->value.requires_grad(); });
}

st_status st_set_requires_grad(st_list list, size_t count, bool on, st_error **error) noexcept {
  return guarded(error, [&] {
    for (size_t i = 0; i < count; i++) list[i]->value.set_requires_grad(on);
  });
}

st_status st_get_gradient(const st_tensor *a, st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    const at::Tensor gradient = a->value.grad();
    if (gradient.defined()) {
      emit(out, gradient);
    } else {
      *out = nullptr;
    }
  });
}

st_status st_set_gradient(st_tensor *a, const st_tensor *gradient, st_error **error) noexcept {
  return guarded(error, [&] {
    if (gradient != nullptr && !gradient->value.sizes().equals(a->value.sizes())) {
      throw std::invalid_argument("the gradient's shape differs");
    }
    a->value.mutable_grad() = gradient == nullptr ? at::Tensor() : gradient->value;
  });
}

st_status st_clear_gradients(st_list list, size_t count, st_error **error) noexcept {
  return guarded(error, [&] {
    for (size_t i = 0; i < count; i++) list[i]->value.mutable_grad().reset();
  });
}
}
