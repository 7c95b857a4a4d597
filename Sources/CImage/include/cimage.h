/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SADDLE_CIMAGE_H
#define SADDLE_CIMAGE_H

#include <stddef.h>
#include <stdint.h>

/* PNG, JPEG and gzip through libpng, libjpeg-turbo and zlib. The libraries' longjmp never leaves
 * this target; every function returns a status and writes one line about the cause. */

typedef enum cimage_status {
  CIMAGE_OK = 0,
  CIMAGE_UNRECOGNIZED = 1, /* neither PNG nor JPEG by its first bytes */
  CIMAGE_TRUNCATED = 2,    /* ends before the picture does */
  CIMAGE_DAMAGED = 3,      /* the library refused it, or reported damaged picture data */
  CIMAGE_UNSUPPORTED = 4,  /* whole, but of a kind that is not handled */
  CIMAGE_OUT_OF_MEMORY = 5,
  CIMAGE_INVALID_ARGUMENT = 6
} cimage_status;

typedef enum cimage_format { CIMAGE_PNG = 1, CIMAGE_JPEG = 2 } cimage_format;

typedef struct cimage_info {
  cimage_format format;
  uint32_t width;
  uint32_t height;
  int32_t stored_channels; /* 1 gray, 2 gray + alpha, 3 color, 4 color + alpha or CMYK */
  int32_t bit_depth;       /* bits of a stored sample */
  int32_t has_alpha;       /* alpha channel, or a palette or key color with transparency */
  int32_t is_palette;
  int32_t is_interlaced;   /* Adam7 PNG or progressive JPEG */
  int32_t is_cmyk;         /* CMYK or YCCK JPEG */
} cimage_info;

enum { CIMAGE_MESSAGE_BYTES = 256 };

/* Reads the header alone; allocates no picture. `message` has CIMAGE_MESSAGE_BYTES bytes and is
 * written only on failure. */
cimage_status cimage_read_info(const uint8_t *bytes, size_t count, cimage_info *out, char *message);

/* Decodes into `pixels`, rows from the top, `channels` (1 or 3) bytes a pixel; `pixel_bytes` must be
 * width * height * channels of the header. Transparency is composited on `background` (3 bytes,
 * blended in the stored, gamma-encoded values). With 1 channel the picture must be gray and so must
 * the background. On failure the content of `pixels` is unspecified. */
cimage_status cimage_decode(const uint8_t *bytes, size_t count, const uint8_t *background,
                            int32_t channels, uint8_t *pixels, size_t pixel_bytes, char *message);

/* Encodes 8-bit gray (1), gray + alpha (2), color (3) or color + alpha (4) as PNG with fixed
 * settings: the same pixels give the same bytes. `*out` is freed with cimage_free. */
cimage_status cimage_encode_png(const uint8_t *pixels, uint32_t width, uint32_t height,
                                int32_t channels, uint8_t **out, size_t *out_count, char *message);

/* Encodes gray (1), color (3) or CMYK (4) as JPEG; `*out` is freed with cimage_free.
 * `ycck` stores CMYK as YCCK. */
cimage_status cimage_encode_jpeg(const uint8_t *pixels, uint32_t width, uint32_t height,
                                 int32_t channels, int32_t quality, int32_t progressive,
                                 int32_t ycck, uint8_t **out, size_t *out_count, char *message);

/* Unpacks at most `capacity` bytes of a gzip stream (all its members) into `out`. `*finished` is 1
 * when the stream ended, checksums verified, within that many bytes. */
cimage_status cimage_gunzip(const uint8_t *bytes, size_t count, uint8_t *out, size_t capacity,
                            size_t *written, int32_t *finished, char *message);

/* Counts what a gzip stream holds, in constant memory; counting stops at `limit`. */
cimage_status cimage_gunzip_size(const uint8_t *bytes, size_t count, size_t limit, size_t *size,
                                 int32_t *finished, char *message);

/* Packs as gzip without time or name: the same bytes give the same stream. Freed with cimage_free. */
cimage_status cimage_gzip(const uint8_t *bytes, size_t count, uint8_t **out, size_t *out_count,
                          char *message);

/* Returns the CRC-32 of `count` bytes, continuing from `start` (0 at first). */
uint32_t cimage_crc32(uint32_t start, const uint8_t *bytes, size_t count);

/* Frees what an encoder gave out; accepts null. */
void cimage_free(uint8_t *bytes);

#endif
