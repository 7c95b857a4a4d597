// SPDX-License-Identifier: Apache-2.0
// TorchScript: loading runs the file's code, so only trusted files belong here.
#include "boundary.hpp"

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

struct st_script {
  torch::jit::Module module;
};

using namespace saddle;

extern "C" {

st_status st_script_load(const char *path, st_device kind, int32_t index, st_script **out,
                         st_error **error) noexcept {
  return guarded(error, [&] {
    torch::jit::Module module = torch::jit::load(std::string(path), device(kind, index));
    module.eval();
    *out = new st_script{std::move(module)};
  });
}

void st_script_free(st_script *script) noexcept { delete script; }

st_status st_script_forward(st_script *script, st_list inputs, size_t count, const char *flag,
                            st_tensor **out, st_error **error) noexcept {
  return guarded(error, [&] {
    std::vector<c10::IValue> arguments;
    for (size_t i = 0; i < count; i++) arguments.emplace_back(inputs[i]->value);
    torch::jit::Kwargs named;
    if (flag != nullptr) named.emplace(flag, true);
    const c10::IValue result = script->module.forward(std::move(arguments), named);
    if (!result.isTensor()) {
      throw std::invalid_argument("forward gave " + result.tagKind() + ", not a tensor");
    }
    emit(out, result.toTensor());
  });
}

st_status st_script_has_argument(st_script *script, const char *name, bool *out,
                                 st_error **error) noexcept {
  return guarded(error, [&] {
    const auto &schema = script->module.get_method("forward").function().getSchema();
    *out = schema.argumentIndexWithName(name).has_value();
  });
}
}
