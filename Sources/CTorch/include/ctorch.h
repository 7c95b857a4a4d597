/* SPDX-License-Identifier: Apache-2.0
 *
 * A C interface to what Saddle uses of LibTorch. Rules:
 *  - a function that can fail returns `st_status`; on success `*error` is untouched, on failure
 *    `*out` is. What comes out of `out` and `error` belongs to the caller.
 *  - `const` parameters are borrowed for the call; an input that may be null says so.
 *  - `st_*_free` accepts null.
 */
#ifndef SADDLE_CTORCH_H
#define SADDLE_CTORCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ST_CHECKED __attribute__((warn_unused_result))

#ifdef __cplusplus
#define ST_NOEXCEPT noexcept
extern "C" {
#else
#define ST_NOEXCEPT
#endif

/* A size, index or count: Swift's `Int`. */
typedef ptrdiff_t st_int;

typedef struct st_tensor st_tensor;
typedef struct st_generator st_generator;
typedef struct st_script st_script;
typedef struct st_error st_error;

/* A list of borrowed tensors. */
typedef const st_tensor *const *st_list;

typedef enum st_status { ST_OK = 0, ST_FAILED = 1 } st_status;

typedef enum st_error_kind {
  ST_ERROR_TORCH = 0,
  ST_ERROR_OUT_OF_MEMORY = 1,
  ST_ERROR_INVALID_ARGUMENT = 2,
  ST_ERROR_OTHER = 3
} st_error_kind;

/* Numbers of the engine's own ScalarType. */
typedef enum st_dtype {
  ST_UINT8 = 0,
  ST_INT8 = 1,
  ST_INT16 = 2,
  ST_INT32 = 3,
  ST_INT64 = 4,
  ST_FLOAT16 = 5,
  ST_FLOAT32 = 6,
  ST_FLOAT64 = 7,
  ST_BOOL = 11,
  ST_BFLOAT16 = 15
} st_dtype;

typedef enum st_device { ST_CPU = 0, ST_CUDA = 1 } st_device;

typedef enum st_layout { ST_CONTIGUOUS = 0, ST_CHANNELS_LAST = 1 } st_layout;

typedef enum st_padding {
  ST_PAD_CONSTANT = 0,
  ST_PAD_REFLECT = 1,
  ST_PAD_REPLICATE = 2,
  ST_PAD_CIRCULAR = 3
} st_padding;

typedef enum st_resampling { ST_NEAREST = 0, ST_BILINEAR = 1, ST_BICUBIC = 2 } st_resampling;

/* Errors. The message lives as long as the error. */
st_error_kind st_error_get_kind(const st_error *error) ST_NOEXCEPT;
const char *st_error_get_message(const st_error *error) ST_NOEXCEPT;
void st_error_free(st_error *error) ST_NOEXCEPT;

/* Tensors made on this thread less those freed on it. */
int64_t st_live_handles_of_thread(void) ST_NOEXCEPT;

#define ST_FUNCTION(name, ...) \
  ST_CHECKED st_status st_##name(__VA_ARGS__, st_error **error) ST_NOEXCEPT

/* Engine */
const char *st_engine_header_version(void) ST_NOEXCEPT;
ST_FUNCTION(engine_configuration, char *buffer, size_t capacity, size_t *length);
ST_FUNCTION(set_threads, int32_t count);
ST_FUNCTION(get_threads, int32_t *count);
/* Loads a library of the engine, such as the one with the CUDA backend, for good. */
ST_FUNCTION(load_library, const char *path);
ST_FUNCTION(device_count, st_device device, int32_t *count);
ST_FUNCTION(synchronize, st_device device, int32_t index);

/* Creation, conversion, metadata (tensor.cpp) */
void st_tensor_free(st_tensor *tensor) ST_NOEXCEPT;
ST_FUNCTION(full, const st_int *shape, size_t rank, double value, st_dtype dtype,
            st_device device, int32_t index, st_tensor **out);
ST_FUNCTION(arange, double start, double end, double step, st_dtype dtype, st_device device,
            int32_t index, st_tensor **out);
ST_FUNCTION(linspace, double start, double end, st_int count, st_dtype dtype, st_device device,
            int32_t index, st_tensor **out);
ST_FUNCTION(eye, st_int count, st_dtype dtype, st_device device, int32_t index, st_tensor **out);
ST_FUNCTION(from_bytes, const uint8_t *bytes, size_t count, const st_int *shape, size_t rank,
            st_dtype dtype, st_device device, int32_t index, st_tensor **out);
/* Writes the elements in row-major order; `count` must be the number of bytes exactly. */
ST_FUNCTION(to_bytes, const st_tensor *a, uint8_t *bytes, size_t count);
/* Elements of one-element tensors as numbers, with one synchronization for all. */
ST_FUNCTION(scalars, st_list list, size_t count, double *out);
/* Six numbers a tensor: mean, standard deviation (of the population), smallest, largest, share
 * above `threshold`, count of NaN and infinities (which the others then carry). */
ST_FUNCTION(summaries, st_list list, size_t count, double threshold, double *out);
ST_FUNCTION(get_shape, const st_tensor *a, st_int *sizes, size_t capacity, size_t *rank);
ST_FUNCTION(get_dtype, const st_tensor *a, int32_t *dtype);
ST_FUNCTION(get_device, const st_tensor *a, int32_t *device, int32_t *index);
ST_FUNCTION(is_contiguous, const st_tensor *a, st_layout layout, bool *out);
ST_FUNCTION(convert, const st_tensor *a, st_dtype dtype, st_tensor **out);
ST_FUNCTION(move, const st_tensor *a, st_device device, int32_t index, st_tensor **out);
ST_FUNCTION(contiguous, const st_tensor *a, st_layout layout, st_tensor **out);
/* In place, recorded by nobody: for optimizers, initializers and loading. */
ST_FUNCTION(assign, st_tensor *a, const st_tensor *source);
ST_FUNCTION(fill, st_tensor *a, double value);
ST_FUNCTION(set_data, st_tensor *a, const st_tensor *source);

/* Table (ops.cpp) */
#define ST_UNARY(name) ST_FUNCTION(name, const st_tensor *a, st_tensor **out);
#define ST_BINARY(name) ST_FUNCTION(name, const st_tensor *a, const st_tensor *b, st_tensor **out);
#define ST_SCALAR(name, engine) ST_FUNCTION(name, const st_tensor *a, double number, st_tensor **out);
#define ST_REDUCE(name, engine) \
  ST_FUNCTION(name, const st_tensor *a, const st_int *dims, size_t count, bool keep, st_tensor **out);
#define ST_DIM(name) ST_FUNCTION(name, const st_tensor *a, st_int dim, st_tensor **out);
#include "ops.def"
#undef ST_UNARY
#undef ST_BINARY
#undef ST_SCALAR
#undef ST_REDUCE
#undef ST_DIM

ST_FUNCTION(variance, const st_tensor *a, const st_int *dims, size_t count, double correction,
            bool keep, st_tensor **out);
ST_FUNCTION(vector_norm, const st_tensor *a, double order, const st_int *dims, size_t count,
            bool keep, st_tensor **out);
ST_FUNCTION(sort, const st_tensor *a, st_int dim, bool descending, st_tensor **values,
            st_tensor **indices);
ST_FUNCTION(topk, const st_tensor *a, st_int k, st_int dim, bool largest, st_tensor **values,
            st_tensor **indices);
ST_FUNCTION(cdist, const st_tensor *a, const st_tensor *b, double order, st_tensor **out);
ST_FUNCTION(linalg_eigh, const st_tensor *a, st_tensor **values, st_tensor **vectors);
ST_FUNCTION(linalg_qr, const st_tensor *a, st_tensor **q, st_tensor **r);
ST_FUNCTION(bincount, const st_tensor *a, st_int minimum_length, st_tensor **out);

/* Shape and indexing (shape.cpp) */
ST_FUNCTION(reshape, const st_tensor *a, const st_int *shape, size_t rank, st_tensor **out);
ST_FUNCTION(flatten, const st_tensor *a, st_int start, st_int end, st_tensor **out);
ST_FUNCTION(permute, const st_tensor *a, const st_int *dims, size_t count, st_tensor **out);
ST_FUNCTION(transpose, const st_tensor *a, st_int first, st_int second, st_tensor **out);
ST_FUNCTION(expand, const st_tensor *a, const st_int *shape, size_t rank, st_tensor **out);
ST_FUNCTION(repeat, const st_tensor *a, const st_int *counts, size_t rank, st_tensor **out);
ST_FUNCTION(repeat_interleave, const st_tensor *a, st_int count, st_int dim, st_tensor **out);
ST_FUNCTION(flip, const st_tensor *a, const st_int *dims, size_t count, st_tensor **out);
ST_FUNCTION(roll, const st_tensor *a, const st_int *shifts, const st_int *dims, size_t count,
            st_tensor **out);
ST_FUNCTION(cat, st_list list, size_t count, st_int dim, st_tensor **out);
ST_FUNCTION(stack, st_list list, size_t count, st_int dim, st_tensor **out);
ST_FUNCTION(select, const st_tensor *a, st_int dim, st_int index, st_tensor **out);
ST_FUNCTION(slice, const st_tensor *a, st_int dim, st_int start, st_int end, st_int step,
            st_tensor **out);
ST_FUNCTION(narrow, const st_tensor *a, st_int dim, st_int start, st_int length, st_tensor **out);
ST_FUNCTION(index_select, const st_tensor *a, st_int dim, const st_tensor *indices,
            st_tensor **out);
ST_FUNCTION(gather, const st_tensor *a, st_int dim, const st_tensor *indices, st_tensor **out);
ST_FUNCTION(scatter, const st_tensor *a, st_int dim, const st_tensor *indices,
            const st_tensor *source, st_tensor **out);
ST_FUNCTION(where, const st_tensor *condition, const st_tensor *a, const st_tensor *b,
            st_tensor **out);
ST_FUNCTION(masked_fill, const st_tensor *a, const st_tensor *mask, double value, st_tensor **out);
/* `amounts` as in PyTorch: pairs from the last dimension backwards. */
ST_FUNCTION(pad, const st_tensor *a, const st_int *amounts, size_t count, st_padding mode,
            double value, st_tensor **out);

/* Layers (nn.cpp); `weight`, `bias` and running statistics may be null where said */
ST_FUNCTION(linear, const st_tensor *a, const st_tensor *weight, const st_tensor *bias_or_null,
            st_tensor **out);
ST_FUNCTION(conv2d, const st_tensor *a, const st_tensor *weight, const st_tensor *bias_or_null,
            st_int stride, st_int padding, st_int dilation, st_int groups, st_tensor **out);
ST_FUNCTION(conv_transpose2d, const st_tensor *a, const st_tensor *weight,
            const st_tensor *bias_or_null, st_int stride, st_int padding, st_int output_padding,
            st_int dilation, st_int groups, st_tensor **out);
ST_FUNCTION(batch_norm, const st_tensor *a, const st_tensor *weight_or_null,
            const st_tensor *bias_or_null, st_tensor *mean_or_null, st_tensor *variance_or_null,
            bool training, double momentum, double epsilon, st_tensor **out);
/* Counts one to `batches` in training, in the same call; refuses other ranks than `rank`. */
ST_FUNCTION(batch_norm_tracked, const st_tensor *a, const st_tensor *weight_or_null,
            const st_tensor *bias_or_null, st_tensor *mean, st_tensor *variance,
            st_tensor *batches, st_int rank, bool training, double momentum, double epsilon,
            st_tensor **out);
ST_FUNCTION(instance_norm, const st_tensor *a, const st_tensor *weight_or_null,
            const st_tensor *bias_or_null, double epsilon, st_tensor **out);
ST_FUNCTION(layer_norm, const st_tensor *a, const st_int *shape, size_t rank,
            const st_tensor *weight_or_null, const st_tensor *bias_or_null, double epsilon,
            st_tensor **out);
ST_FUNCTION(group_norm, const st_tensor *a, st_int groups, const st_tensor *weight_or_null,
            const st_tensor *bias_or_null, double epsilon, st_tensor **out);
ST_FUNCTION(avg_pool2d, const st_tensor *a, st_int size, st_int stride, st_int padding,
            st_tensor **out);
ST_FUNCTION(max_pool2d, const st_tensor *a, st_int size, st_int stride, st_int padding,
            st_tensor **out);
ST_FUNCTION(adaptive_avg_pool2d, const st_tensor *a, st_int height, st_int width,
            st_tensor **out);
ST_FUNCTION(resize, const st_tensor *a, st_int height, st_int width, st_resampling mode,
            bool align_corners, bool antialias, st_tensor **out);
ST_FUNCTION(unfold, const st_tensor *a, st_int size, st_int stride, st_int padding,
            st_tensor **out);
ST_FUNCTION(fold, const st_tensor *a, st_int height, st_int width, st_int size, st_int stride,
            st_int padding, st_tensor **out);
ST_FUNCTION(affine_grid, const st_tensor *theta, const st_int *shape, size_t rank,
            bool align_corners, st_tensor **out);
ST_FUNCTION(grid_sample, const st_tensor *a, const st_tensor *grid, st_resampling mode,
            st_padding padding, bool align_corners, st_tensor **out);
ST_FUNCTION(embedding, const st_tensor *weight, const st_tensor *indices, st_tensor **out);
/* weight / sigma after `iterations` power iterations, which update `u` and `v` in place. */
ST_FUNCTION(spectral_norm, const st_tensor *weight, st_tensor *u, st_tensor *v, st_int dim,
            st_int iterations, double epsilon, st_tensor **out);

/* Autograd (autograd.cpp) */
/* A write to a thread-local flag, the one setter that cannot fail; returns the previous value. */
bool st_set_grad_enabled(bool on) ST_NOEXCEPT;
ST_FUNCTION(backward, st_list outputs, size_t count, st_list gradients_or_null,
            bool retain_graph, bool create_graph);
/* `outs[i]` stays null where an input is not used and `allow_unused` is set. */
ST_FUNCTION(grad, st_list outputs, size_t output_count, st_list gradients_or_null,
            st_list inputs, size_t input_count, bool retain_graph, bool create_graph,
            bool allow_unused, st_tensor **outs);
ST_FUNCTION(get_requires_grad, const st_tensor *a, bool *out);
ST_FUNCTION(set_requires_grad, st_list list, size_t count, bool on);
/* `*out` is null where there is no gradient. */
ST_FUNCTION(get_gradient, const st_tensor *a, st_tensor **out);
ST_FUNCTION(set_gradient, st_tensor *a, const st_tensor *gradient_or_null);
ST_FUNCTION(clear_gradients, st_list list, size_t count);

/* Random numbers (random.cpp) */
ST_FUNCTION(generator_new, st_device device, int32_t index, uint64_t seed, st_generator **out);
void st_generator_free(st_generator *generator) ST_NOEXCEPT;
ST_FUNCTION(generator_seed, st_generator *generator, uint64_t seed);
ST_FUNCTION(generator_state, const st_generator *generator, st_tensor **out);
ST_FUNCTION(generator_set_state, st_generator *generator, const st_tensor *state);
ST_FUNCTION(normal, const st_int *shape, size_t rank, double mean, double deviation,
            st_generator *generator, st_dtype dtype, st_tensor **out);
ST_FUNCTION(uniform, const st_int *shape, size_t rank, double low, double high,
            st_generator *generator, st_dtype dtype, st_tensor **out);
ST_FUNCTION(bernoulli, const st_int *shape, size_t rank, double probability,
            st_generator *generator, st_dtype dtype, st_tensor **out);
ST_FUNCTION(randint, const st_int *shape, size_t rank, int64_t low, int64_t high,
            st_generator *generator, st_dtype dtype, st_tensor **out);
ST_FUNCTION(randperm, st_int count, st_generator *generator, st_tensor **out);
ST_FUNCTION(multinomial, const st_tensor *weights, st_int count, bool replacement,
            st_generator *generator, st_tensor **out);
ST_FUNCTION(dropout, const st_tensor *a, double probability, st_generator *generator,
            st_tensor **out);
ST_FUNCTION(fill_normal, st_tensor *a, double mean, double deviation, st_generator *generator);
ST_FUNCTION(fill_uniform, st_tensor *a, double low, double high, st_generator *generator);

/* Optimizers and lists of parameters (optim.cpp); parameters without gradient are passed over */
ST_FUNCTION(adam_step, st_list parameters, size_t count, st_list averages, st_list squares,
            st_list maxima_or_null, st_list steps, double learning_rate, double beta1,
            double beta2, double epsilon, double weight_decay, bool decoupled);
ST_FUNCTION(sgd_step, st_list parameters, size_t count, st_list momenta_or_null,
            double learning_rate, double momentum, bool nesterov, double weight_decay);
ST_FUNCTION(rmsprop_step, st_list parameters, size_t count, st_list squares,
            st_list averages_or_null, st_list momenta_or_null, double learning_rate, double alpha,
            double epsilon, double momentum, double weight_decay);
/* L2 norm of each tensor (`of_gradients`: of its gradient, 0 where absent), shape [count]. */
ST_FUNCTION(norms, st_list list, size_t count, bool of_gradients, st_tensor **out);
/* Scales gradients so that their joint L2 norm is at most `bound`; gives the norm before. */
ST_FUNCTION(clip_gradient_norm, st_list parameters, size_t count, double bound, st_tensor **out);
ST_FUNCTION(clip_gradient_value, st_list parameters, size_t count, double bound);
ST_FUNCTION(clamp_values, st_list list, size_t count, double low, double high);
/* list += weight * (targets - list); other than floating point is copied. */
ST_FUNCTION(lerp, st_list list, size_t count, st_list targets, double weight);
/* Index of the first tensor (or gradient) with a NaN or infinity, -1 if there is none. */
ST_FUNCTION(first_non_finite, st_list list, size_t count, bool of_gradients, st_int *out);

/* TorchScript (script.cpp). Loading runs the file's code: only for files that are trusted. */
ST_FUNCTION(script_load, const char *path, st_device device, int32_t index, st_script **out);
void st_script_free(st_script *script) ST_NOEXCEPT;
/* `flag_or_null` names an argument of `forward` that is set to true. */
ST_FUNCTION(script_forward, st_script *script, st_list inputs, size_t count,
            const char *flag_or_null, st_tensor **out);
/* Whether `forward` has an argument of that name. */
ST_FUNCTION(script_has_argument, st_script *script, const char *name, bool *out);

#ifdef __cplusplus
}
#endif
#endif
