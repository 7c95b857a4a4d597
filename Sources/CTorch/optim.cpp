// SPDX-License-Identifier: Apache-2.0
// Optimizer steps and operations on lists of parameters, each one call of the engine's own fused
// or multi-tensor kernels.
#include "boundary.hpp"

#include <ATen/ops/_foreach_add.h>
#include <ATen/ops/_foreach_addcdiv.h>
#include <ATen/ops/_foreach_addcmul.h>
#include <ATen/ops/_foreach_clamp_max.h>
#include <ATen/ops/_foreach_clamp_min.h>
#include <ATen/ops/_foreach_copy.h>
#include <ATen/ops/_foreach_lerp.h>
#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/_foreach_sqrt.h>
#include <ATen/ops/_foreach_sub.h>
#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/_fused_sgd.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>

using namespace saddle;
using List = std::vector<at::Tensor>;

namespace {

// What takes part in a step: indices of parameters that have a gradient, and both.
struct Active {
  std::vector<size_t> indices;
  List parameters;
  List gradients;

  Active(st_list list, size_t count) {
    indices.reserve(count);
    parameters.reserve(count);
    gradients.reserve(count);
    for (size_t i = 0; i < count; i++) {
      const at::Tensor &parameter = list[i]->value;
      const at::Tensor &gradient = parameter.grad();
      if (!gradient.defined()) continue;
      indices.push_back(i);
      parameters.push_back(parameter);
      gradients.push_back(matched(gradient, parameter.detach()));
    }
  }

  // State of the parameters that take part. The fused kernels walk the memory of all operands in
  // step, so state follows a parameter that has changed its layout, type or device since.
  List pick(st_list list) const {
    List result;
    if (list == nullptr) return result;
    result.reserve(indices.size());
    for (size_t k = 0; k < indices.size(); k++) {
      const at::Tensor &state = list[indices[k]]->value;
      const at::Tensor &parameter = parameters[k];
      if (!state.sizes().equals(parameter.sizes())) {
        throw std::invalid_argument("state and parameter differ in shape");
      }
      if (!fits(state, parameter)) state.set_data(at::empty_like(parameter).copy_(state));
      result.push_back(state);
    }
    return result;
  }

  // Step counts of the parameters that take part.
  List counters(st_list list) const {
    List result;
    result.reserve(indices.size());
    for (const size_t i : indices) result.push_back(list[i]->value);
    return result;
  }

  static bool fits(const at::Tensor &a, const at::Tensor &parameter) {
    return a.strides().equals(parameter.strides()) &&
           a.scalar_type() == parameter.scalar_type() && a.device() == parameter.device();
  }

  static at::Tensor matched(const at::Tensor &gradient, const at::Tensor &parameter) {
    if (fits(gradient, parameter)) return gradient;
    return at::empty_like(parameter).copy_(gradient);
  }
};

List gradients_or_self(st_list list, size_t count, bool of_gradients) {
  List result;
  result.reserve(count);
  for (size_t i = 0; i < count; i++) {
    result.push_back(of_gradients ? list[i]->value.grad() : list[i]->value.detach());
  }
  return result;
}

}  // namespace

extern "C" {

st_status st_adam_step(st_list parameters, size_t count, st_list averages, st_list squares,
                       st_list maxima, st_list steps, double learning_rate, double beta1,
                       double beta2, double epsilon, double weight_decay, bool decoupled,
                       st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    Active active(parameters, count);
    if (active.indices.empty()) return;
    List counters = active.counters(steps);
    at::_foreach_add_(counters, 1);
    const List average = active.pick(averages), square = active.pick(squares);
    const List maximum = active.pick(maxima);
    const bool amsgrad = maxima != nullptr;
    if (decoupled) {
      at::_fused_adamw_(active.parameters, active.gradients, average, square, maximum, counters,
                        learning_rate, beta1, beta2, weight_decay, epsilon, amsgrad, false);
    } else {
      at::_fused_adam_(active.parameters, active.gradients, average, square, maximum, counters,
                       learning_rate, beta1, beta2, weight_decay, epsilon, amsgrad, false);
    }
  });
}

st_status st_sgd_step(st_list parameters, size_t count, st_list momenta, double learning_rate,
                      double momentum, bool nesterov, double weight_decay,
                      st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    Active active(parameters, count);
    if (active.indices.empty()) return;
    // Buffers start at zero, so that the first step needs no case of its own (no dampening).
    at::_fused_sgd_(active.parameters, active.gradients, active.pick(momenta), weight_decay,
                    momentum, learning_rate, 0, nesterov, false, false);
  });
}

st_status st_rmsprop_step(st_list parameters, size_t count, st_list squares, st_list averages,
                          st_list momenta, double learning_rate, double alpha, double epsilon,
                          double momentum, double weight_decay, st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    Active active(parameters, count);
    if (active.indices.empty()) return;
    List gradients = active.gradients;
    if (weight_decay != 0) {
      gradients = at::_foreach_add(gradients, active.parameters, weight_decay);
    }
    List square = active.pick(squares);
    at::_foreach_mul_(square, alpha);
    at::_foreach_addcmul_(square, gradients, gradients, 1 - alpha);
    List spread;
    if (averages != nullptr) {
      List average = active.pick(averages);
      at::_foreach_lerp_(average, gradients, 1 - alpha);
      spread = at::_foreach_addcmul(square, average, average, -1);
      at::_foreach_sqrt_(spread);
    } else {
      spread = at::_foreach_sqrt(square);
    }
    at::_foreach_add_(spread, epsilon);
    if (momenta != nullptr) {
      List buffer = active.pick(momenta);
      at::_foreach_mul_(buffer, momentum);
      at::_foreach_addcdiv_(buffer, gradients, spread, 1);
      at::_foreach_add_(active.parameters, buffer, -learning_rate);
    } else {
      at::_foreach_addcdiv_(active.parameters, gradients, spread, -learning_rate);
    }
  });
}

st_status st_norms(st_list list, size_t count, bool of_gradients, st_tensor **out,
                   st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    List present;
    std::vector<size_t> indices;
    const List all = gradients_or_self(list, count, of_gradients);
    for (size_t i = 0; i < count; i++) {
      if (!all[i].defined() || all[i].numel() == 0) continue;
      present.push_back(all[i]);
      indices.push_back(i);
    }
    if (present.empty()) {
      emit(out, at::zeros({static_cast<int64_t>(count)}));
      return;
    }
    List norms = at::_foreach_norm(present, 2);
    if (norms.size() == count) {
      emit(out, at::stack(norms));
      return;
    }
    List filled(count, at::zeros({}, norms[0].options()));
    for (size_t i = 0; i < indices.size(); i++) filled[indices[i]] = norms[i];
    emit(out, at::stack(filled));
  });
}

st_status st_clip_gradient_norm(st_list parameters, size_t count, double bound, st_tensor **out,
                                st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    List gradients;
    for (size_t i = 0; i < count; i++) {
      const at::Tensor &gradient = parameters[i]->value.grad();
      if (gradient.defined()) gradients.push_back(gradient);
    }
    if (gradients.empty()) {
      emit(out, at::zeros({}));
      return;
    }
    const at::Tensor norm = at::linalg_vector_norm(at::stack(at::_foreach_norm(gradients, 2)));
    // min(1, bound / norm): NaN stays NaN, so that nothing is hidden.
    at::_foreach_mul_(gradients, (bound / norm).clamp_max(1));
    emit(out, norm);
  });
}

st_status st_clip_gradient_value(st_list parameters, size_t count, double bound,
                                 st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    const Active active(parameters, count);
    List gradients;
    for (const at::Tensor &parameter : active.parameters) gradients.push_back(parameter.grad());
    if (gradients.empty()) return;
    at::_foreach_clamp_min_(gradients, -bound);
    at::_foreach_clamp_max_(gradients, bound);
  });
}

st_status st_clamp_values(st_list list, size_t count, double low, double high,
                          st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    if (count == 0) return;
    List values = tensors(list, count);
    at::_foreach_clamp_min_(values, low);
    at::_foreach_clamp_max_(values, high);
  });
}

st_status st_lerp(st_list list, size_t count, st_list targets, double weight,
                  st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    List floating, ends;
    for (size_t i = 0; i < count; i++) {
      const at::Tensor &a = list[i]->value;
      const at::Tensor &b = targets[i]->value;
      if (!a.sizes().equals(b.sizes())) throw std::invalid_argument("shapes differ");
      if (a.is_floating_point()) {
        floating.push_back(a);
        ends.push_back(b);
      } else {
        a.copy_(b);
      }
    }
    if (!floating.empty()) at::_foreach_lerp_(floating, ends, weight);
  });
}

st_status st_first_non_finite(st_list list, size_t count, bool of_gradients, st_int *out,
                              st_error **error) noexcept {
  return guarded(error, [&] {
    const c10::AutoGradMode off(false);
    List present;
    std::vector<size_t> indices;
    const List all = gradients_or_self(list, count, of_gradients);
    for (size_t i = 0; i < count; i++) {
      const at::Tensor &tensor = all[i];
      if (!tensor.defined() || tensor.numel() == 0 || !tensor.is_floating_point()) continue;
      present.push_back(tensor);
      indices.push_back(i);
    }
    *out = -1;
    if (present.empty()) return;
    // The largest absolute value is finite exactly when all are; it carries NaN along.
    const List largest = at::_foreach_norm(present, std::numeric_limits<double>::infinity());
    const at::Tensor finite = at::stack(largest).isfinite().cpu();
    const bool *flags = finite.const_data_ptr<bool>();
    for (size_t i = 0; i < indices.size(); i++) {
      if (flags[i]) continue;
      *out = static_cast<st_int>(indices[i]);
      return;
    }
  });
}
}
