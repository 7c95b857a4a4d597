/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
/* The library's own numbers of its warnings. */
#include <jerror.h>

#include "private.h"

/* A progressive file may repeat its scans without end; libjpeg-turbo's own fuzz targets stop at
 * 500, and no encoder writes more than a few dozen. */
enum { MAXIMUM_SCANS = 100 };

/* One picture being read; it outlives every longjmp. */
typedef struct reader {
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  int truncated;
  char *message;
  uint8_t *row;
} reader;

static void leave(j_common_ptr common, const char *text) {
  reader *state = common->client_data;
  cimage_say(state->message, text);
  longjmp(state->escape, 1);
}

static void on_error(j_common_ptr common) {
  char text[JMSG_LENGTH_MAX];
  common->err->format_message(common, text);
  leave(common, text);
}

/* The library goes on after damage and paints gray; a data set must not, so damage is an error. */
static void on_message(j_common_ptr common, int level) {
  reader *state = common->client_data;
  if (level >= 0) return;
  switch (common->err->msg_code) {
    case JWRN_JPEG_EOF:
      state->truncated = 1;
      leave(common, "ends before the picture does");
      break;
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
    case JWRN_NOT_SEQUENTIAL:
    case JWRN_BOGUS_PROGRESSION:
      on_error(common);
      break;
    default:
      break;
  }
}

static void on_output(j_common_ptr common) { (void)common; }

static void on_progress(j_common_ptr common) {
  if (common->is_decompressor && ((j_decompress_ptr)common)->input_scan_number > MAXIMUM_SCANS) {
    leave(common, "more than 100 progressive scans: refused as a decompression bomb");
  }
}

static void prepare(reader *state, char *message) {
  memset(state, 0, sizeof *state);
  state->message = message;
  state->decoder.err = jpeg_std_error(&state->errors);
  state->decoder.client_data = state;
  state->errors.error_exit = on_error;
  state->errors.emit_message = on_message;
  state->errors.output_message = on_output;
  state->progress.progress_monitor = on_progress;
}

static void finish(reader *state) {
  jpeg_destroy_decompress(&state->decoder);
  free(state->row);
}

static cimage_status failure(const reader *state) {
  if (state->truncated) return CIMAGE_TRUNCATED;
  return state->errors.msg_code == JERR_OUT_OF_MEMORY ? CIMAGE_OUT_OF_MEMORY : CIMAGE_DAMAGED;
}

static void read_header(reader *state, const uint8_t *bytes, size_t count) {
  jpeg_create_decompress(&state->decoder);
  state->decoder.client_data = state;
  state->decoder.progress = &state->progress;
  jpeg_mem_src(&state->decoder, bytes, (unsigned long)count);
  jpeg_read_header(&state->decoder, TRUE);
}

/* With Huffman codes every unit of the picture costs at least one bit, so a file too small for its
 * picture is cut off or lies about its size. */
static int is_too_small(const reader *state, size_t count) {
  const struct jpeg_decompress_struct *decoder = &state->decoder;
  if (decoder->arith_code) return 0;
  uint64_t across = (uint64_t)decoder->image_width / (8u * (unsigned)decoder->max_h_samp_factor);
  uint64_t down = (uint64_t)decoder->image_height / (8u * (unsigned)decoder->max_v_samp_factor);
  return across * down / 8 > count;
}

cimage_status cimage_jpeg_info(const uint8_t *bytes, size_t count, cimage_info *out,
                               char *message) {
  reader *state = malloc(sizeof *state);
  if (state == NULL) {
    cimage_say(message, "no memory for the JPEG reader");
    return CIMAGE_OUT_OF_MEMORY;
  }
  prepare(state, message);
  memset(out, 0, sizeof *out);
  if (setjmp(state->escape)) {
    cimage_status status = failure(state);
    finish(state);
    free(state);
    return status;
  }
  read_header(state, bytes, count);
  J_COLOR_SPACE space = state->decoder.jpeg_color_space;
  out->format = CIMAGE_JPEG;
  out->width = state->decoder.image_width;
  out->height = state->decoder.image_height;
  out->stored_channels = state->decoder.num_components;
  out->bit_depth = state->decoder.data_precision;
  out->is_interlaced = state->decoder.progressive_mode ? 1 : 0;
  out->is_cmyk = space == JCS_CMYK || space == JCS_YCCK;
  cimage_status status = CIMAGE_OK;
  if (space == JCS_UNKNOWN || out->stored_channels == 2) {
    status = CIMAGE_UNSUPPORTED;
    cimage_say(message, "JPEG of an unknown color space");
  } else if (is_too_small(state, count)) {
    status = CIMAGE_TRUNCATED;
    cimage_say(message, "too few bytes for a picture of that size: cut off, or the size is a lie");
  }
  finish(state);
  free(state);
  return status;
}

/* CMYK to RGB by the plain formula; Adobe's files store the four inks inverted. */
static void convert_cmyk(const uint8_t *row, uint32_t width, int inverted, uint8_t *out) {
  for (uint32_t x = 0; x < width; x++, row += 4, out += 3) {
    uint32_t black = inverted ? row[3] : 255u - row[3];
    for (int c = 0; c < 3; c++) {
      uint32_t ink = inverted ? row[c] : 255u - row[c];
      out[c] = (uint8_t)((ink * black + 127) / 255);
    }
  }
}

cimage_status cimage_jpeg_decode(const uint8_t *bytes, size_t count, int32_t channels,
                                 uint8_t *pixels, size_t pixel_bytes, char *message) {
  reader *state = malloc(sizeof *state);
  if (state == NULL) {
    cimage_say(message, "no memory for the JPEG reader");
    return CIMAGE_OUT_OF_MEMORY;
  }
  prepare(state, message);
  if (setjmp(state->escape)) {
    cimage_status status = failure(state);
    finish(state);
    free(state);
    return status;
  }
  read_header(state, bytes, count);
  struct jpeg_decompress_struct *decoder = &state->decoder;
  J_COLOR_SPACE space = decoder->jpeg_color_space;
  int is_cmyk = space == JCS_CMYK || space == JCS_YCCK;
  int is_gray = space == JCS_GRAYSCALE;
  uint64_t needed =
      (uint64_t)decoder->image_width * decoder->image_height * (uint64_t)channels;
  if (space == JCS_UNKNOWN || needed != pixel_bytes || (channels == 1 && !is_gray)) {
    finish(state);
    free(state);
    cimage_say(message, "the buffer does not fit the picture");
    return CIMAGE_INVALID_ARGUMENT;
  }
  decoder->out_color_space = is_cmyk ? JCS_CMYK : (channels == 1 ? JCS_GRAYSCALE : JCS_RGB);
  decoder->dct_method = JDCT_ISLOW;
  jpeg_start_decompress(decoder);
  if (is_cmyk) {
    state->row = malloc((size_t)decoder->output_width * 4);
    if (state->row == NULL) leave((j_common_ptr)decoder, "no memory for a row");
  }
  size_t stride = (size_t)decoder->output_width * (size_t)channels;
  while (decoder->output_scanline < decoder->output_height) {
    uint8_t *target = pixels + stride * decoder->output_scanline;
    JSAMPROW row = is_cmyk ? state->row : target;
    jpeg_read_scanlines(decoder, &row, 1);
    if (is_cmyk) {
      convert_cmyk(row, decoder->output_width, decoder->saw_Adobe_marker, target);
    }
  }
  jpeg_finish_decompress(decoder);
  finish(state);
  free(state);
  return CIMAGE_OK;
}

/* One picture being written. */
typedef struct writer {
  struct jpeg_compress_struct encoder;
  struct jpeg_error_mgr errors;
  jmp_buf escape;
  char *message;
  unsigned char *bytes;
  unsigned long count;
} writer;

static void on_write_error(j_common_ptr common) {
  writer *state = common->client_data;
  char text[JMSG_LENGTH_MAX];
  common->err->format_message(common, text);
  cimage_say(state->message, text);
  longjmp(state->escape, 1);
}

cimage_status cimage_encode_jpeg(const uint8_t *pixels, uint32_t width, uint32_t height,
                                 int32_t channels, int32_t quality, int32_t progressive,
                                 int32_t ycck, uint8_t **out, size_t *out_count, char *message) {
  if (channels != 1 && channels != 3 && channels != 4) {
    cimage_say(message, "a JPEG has 1, 3 or 4 channels");
    return CIMAGE_INVALID_ARGUMENT;
  }
  writer *state = calloc(1, sizeof *state);
  if (state == NULL) {
    cimage_say(message, "no memory for the JPEG writer");
    return CIMAGE_OUT_OF_MEMORY;
  }
  state->message = message;
  state->encoder.err = jpeg_std_error(&state->errors);
  state->errors.error_exit = on_write_error;
  state->errors.output_message = on_output;
  state->encoder.client_data = state;
  if (setjmp(state->escape)) {
    jpeg_destroy_compress(&state->encoder);
    free(state->bytes);
    free(state);
    return CIMAGE_DAMAGED;
  }
  jpeg_create_compress(&state->encoder);
  jpeg_mem_dest(&state->encoder, &state->bytes, &state->count);
  state->encoder.image_width = width;
  state->encoder.image_height = height;
  state->encoder.input_components = channels;
  state->encoder.in_color_space =
      channels == 1 ? JCS_GRAYSCALE : (channels == 3 ? JCS_RGB : JCS_CMYK);
  jpeg_set_defaults(&state->encoder);
  if (channels == 4 && ycck) jpeg_set_colorspace(&state->encoder, JCS_YCCK);
  jpeg_set_quality(&state->encoder, quality, TRUE);
  if (progressive) jpeg_simple_progression(&state->encoder);
  state->encoder.dct_method = JDCT_ISLOW;
  jpeg_start_compress(&state->encoder, TRUE);
  while (state->encoder.next_scanline < height) {
    JSAMPROW row = (JSAMPROW)(uintptr_t)(
        pixels + (size_t)state->encoder.next_scanline * width * (size_t)channels);
    jpeg_write_scanlines(&state->encoder, &row, 1);
  }
  jpeg_finish_compress(&state->encoder);
  jpeg_destroy_compress(&state->encoder);
  *out = state->bytes;
  *out_count = state->count;
  free(state);
  return CIMAGE_OK;
}
