/* SPDX-License-Identifier: Apache-2.0 */
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

/* One picture being read. It outlives every longjmp, so cleaning up reads nothing stale. */
typedef struct reader {
  const uint8_t *bytes;
  size_t count;
  size_t position;
  int truncated;
  char *message;
  png_structp png;
  png_infop info;
  uint8_t *scratch;
} reader;

static void on_error(png_structp png, png_const_charp text) {
  reader *state = png_get_error_ptr(png);
  cimage_say(state->message, state->truncated ? "ends before the picture does" : text);
  png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void on_read(png_structp png, png_bytep out, size_t length) {
  reader *state = png_get_io_ptr(png);
  if (length > state->count - state->position) {
    state->truncated = 1;
    png_error(png, "ends before the picture does");
  }
  memcpy(out, state->bytes + state->position, length);
  state->position += length;
}

static cimage_status failure(const reader *state) {
  return state->truncated ? CIMAGE_TRUNCATED : CIMAGE_DAMAGED;
}

static void finish(reader *state) {
  png_destroy_read_struct(&state->png, &state->info, NULL);
  free(state->scratch);
}

/* Creates the structures and sets the limits; chunks that could hide a bomb are never unpacked. */
static int start(reader *state, const uint8_t *bytes, size_t count, char *message) {
  static const png_byte ignored[] = {
      't', 'E', 'X', 't', 0, 'z', 'T', 'X', 't', 0, 'i', 'T', 'X', 't', 0, 'i', 'C', 'C',
      'P', 0,   's', 'P', 'L', 'T', 0, 'h', 'I', 'S', 'T', 0, 't', 'I', 'M', 'E', 0, 'e',
      'X', 'I', 'f', 0,   'p', 'C', 'A', 'L', 0, 's', 'C', 'A', 'L', 0};
  memset(state, 0, sizeof *state);
  state->bytes = bytes;
  state->count = count;
  state->message = message;
  state->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, state, on_error, on_warning);
  if (state->png != NULL) state->info = png_create_info_struct(state->png);
  if (state->info == NULL) {
    png_destroy_read_struct(&state->png, NULL, NULL);
    cimage_say(message, "no memory for the PNG reader");
    return 0;
  }
  png_set_read_fn(state->png, state, on_read);
  png_set_user_limits(state->png, 0x7fffffff, 0x7fffffff);
  png_set_chunk_cache_max(state->png, 64);
  png_set_chunk_malloc_max(state->png, 1 << 20);
  png_set_keep_unknown_chunks(state->png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
  png_set_keep_unknown_chunks(state->png, PNG_HANDLE_CHUNK_NEVER, ignored,
                              (int)(sizeof ignored / 5));
  return 1;
}

static void describe(const reader *state, cimage_info *out) {
  int type = png_get_color_type(state->png, state->info);
  out->format = CIMAGE_PNG;
  out->width = png_get_image_width(state->png, state->info);
  out->height = png_get_image_height(state->png, state->info);
  out->stored_channels = (type & PNG_COLOR_MASK_PALETTE) ? 3 : png_get_channels(state->png, state->info);
  out->bit_depth = png_get_bit_depth(state->png, state->info);
  out->is_palette = type == PNG_COLOR_TYPE_PALETTE;
  out->has_alpha = (type & PNG_COLOR_MASK_ALPHA) != 0 ||
                   png_get_valid(state->png, state->info, PNG_INFO_tRNS) != 0;
  out->is_interlaced =
      png_get_interlace_type(state->png, state->info) != PNG_INTERLACE_NONE;
  out->is_cmyk = 0;
}

/* Deflate cannot pack better than 1032 : 1, so a file too small for its picture is cut off or lies
 * about its size; saying so now costs no memory. */
static int is_too_small(const reader *state, const cimage_info *info) {
  uint64_t row = (uint64_t)png_get_rowbytes(state->png, state->info);
  return row * info->height / 1032 > state->count;
}

/* The functions that call setjmp own no state: what they change is in the caller's `reader`. */
static cimage_status read_info(reader *state, cimage_info *out) {
  if (setjmp(png_jmpbuf(state->png))) return failure(state);
  png_read_info(state->png, state->info);
  describe(state, out);
  if (!is_too_small(state, out)) return CIMAGE_OK;
  cimage_say(state->message,
             "too few bytes for a picture of that size: cut off, or the size is a lie");
  return CIMAGE_TRUNCATED;
}

cimage_status cimage_png_info(const uint8_t *bytes, size_t count, cimage_info *out,
                              char *message) {
  reader state;
  memset(out, 0, sizeof *out);
  if (!start(&state, bytes, count, message)) return CIMAGE_OUT_OF_MEMORY;
  cimage_status status = read_info(&state, out);
  finish(&state);
  return status;
}

/* Blends one row of `source_channels` (1...4) onto the background, giving 1 or 3 channels. */
static void blend_row(const uint8_t *row, uint32_t width, int source_channels,
                      const uint8_t *background, int32_t channels, uint8_t *out) {
  int colors = source_channels >= 3 ? 3 : 1;
  int has_alpha = source_channels == 2 || source_channels == 4;
  for (uint32_t x = 0; x < width; x++, row += source_channels, out += channels) {
    uint32_t alpha = has_alpha ? row[colors] : 255;
    for (int32_t c = 0; c < channels; c++) {
      uint32_t value = row[colors == 3 ? c : 0];
      out[c] = (uint8_t)((value * alpha + background[c] * (255 - alpha) + 127) / 255);
    }
  }
}

static cimage_status read_pixels(reader *state, const uint8_t *background, int32_t channels,
                                 uint8_t *pixels, size_t pixel_bytes) {
  if (setjmp(png_jmpbuf(state->png))) return failure(state);
  cimage_info info;
  memset(&info, 0, sizeof info);
  png_read_info(state->png, state->info);
  describe(state, &info);
  png_set_expand(state->png);
  png_set_scale_16(state->png);
  int passes = png_set_interlace_handling(state->png);
  png_read_update_info(state->png, state->info);
  int source = png_get_channels(state->png, state->info);
  size_t row_bytes = png_get_rowbytes(state->png, state->info);
  uint64_t needed = (uint64_t)info.width * info.height * (uint64_t)channels;
  if (needed != pixel_bytes || (channels == 1 && source >= 3) ||
      row_bytes != (size_t)info.width * (size_t)source) {
    cimage_say(state->message, "the buffer does not fit the picture");
    return CIMAGE_INVALID_ARGUMENT;
  }
  size_t out_row = (size_t)info.width * (size_t)channels;
  state->scratch = calloc(passes > 1 ? info.height : 1, row_bytes);
  if (state->scratch == NULL) {
    cimage_say(state->message, "no memory for the picture's rows");
    return CIMAGE_OUT_OF_MEMORY;
  }
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t y = 0; y < info.height; y++) {
      uint8_t *row = state->scratch + (passes > 1 ? row_bytes * y : 0);
      png_read_row(state->png, row, NULL);
      if (pass == passes - 1) {
        blend_row(row, info.width, source, background, channels, pixels + out_row * y);
      }
    }
  }
  png_read_end(state->png, NULL);
  return CIMAGE_OK;
}

cimage_status cimage_png_decode(const uint8_t *bytes, size_t count, const uint8_t *background,
                                int32_t channels, uint8_t *pixels, size_t pixel_bytes,
                                char *message) {
  reader state;
  if (!start(&state, bytes, count, message)) return CIMAGE_OUT_OF_MEMORY;
  cimage_status status = read_pixels(&state, background, channels, pixels, pixel_bytes);
  finish(&state);
  return status;
}

/* One picture being written. */
typedef struct writer {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
  char *message;
} writer;

static void on_write(png_structp png, png_bytep data, size_t length) {
  writer *state = png_get_io_ptr(png);
  if (length > state->capacity - state->count) {
    size_t capacity = (state->capacity + length) * 2;
    uint8_t *grown = realloc(state->bytes, capacity);
    if (grown == NULL) png_error(png, "no memory for the PNG file");
    state->bytes = grown;
    state->capacity = capacity;
  }
  memcpy(state->bytes + state->count, data, length);
  state->count += length;
}

static void on_flush(png_structp png) { (void)png; }

static void on_write_error(png_structp png, png_const_charp text) {
  writer *state = png_get_error_ptr(png);
  cimage_say(state->message, text);
  png_longjmp(png, 1);
}

static cimage_status write_pixels(png_structp png, png_infop info, writer *state,
                                  const uint8_t *pixels, uint32_t width, uint32_t height,
                                  int32_t channels) {
  static const int types[5] = {0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                               PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
  if (setjmp(png_jmpbuf(png))) return CIMAGE_DAMAGED;
  png_set_write_fn(png, state, on_write, on_flush);
  png_set_compression_level(png, 6);
  png_set_IHDR(png, info, width, height, 8, types[channels], PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  for (uint32_t y = 0; y < height; y++) {
    png_write_row(png, pixels + (size_t)width * (size_t)channels * y);
  }
  png_write_end(png, NULL);
  return CIMAGE_OK;
}

cimage_status cimage_encode_png(const uint8_t *pixels, uint32_t width, uint32_t height,
                                int32_t channels, uint8_t **out, size_t *out_count,
                                char *message) {
  if (channels < 1 || channels > 4) {
    cimage_say(message, "a PNG has 1 to 4 channels");
    return CIMAGE_INVALID_ARGUMENT;
  }
  writer state = {NULL, 0, 0, message};
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, &state, on_write_error, on_warning);
  png_infop info = png == NULL ? NULL : png_create_info_struct(png);
  if (info == NULL) {
    png_destroy_write_struct(&png, NULL);
    cimage_say(message, "no memory for the PNG writer");
    return CIMAGE_OUT_OF_MEMORY;
  }
  cimage_status status = write_pixels(png, info, &state, pixels, width, height, channels);
  png_destroy_write_struct(&png, &info);
  if (status != CIMAGE_OK) {
    free(state.bytes);
    return status;
  }
  *out = state.bytes;
  *out_count = state.count;
  return CIMAGE_OK;
}
