/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "private.h"

static uInt piece(size_t count) { return count > (1u << 30) ? (1u << 30) : (uInt)count; }

static cimage_status refuse(z_stream *stream, int result, char *message) {
  cimage_status status = result == Z_MEM_ERROR ? CIMAGE_OUT_OF_MEMORY : CIMAGE_DAMAGED;
  cimage_say(message, stream->msg != NULL ? stream->msg : "not a gzip stream");
  inflateEnd(stream);
  return status;
}

cimage_status cimage_gunzip(const uint8_t *bytes, size_t count, uint8_t *out, size_t capacity,
                            size_t *written, int32_t *finished, char *message) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  *written = 0;
  *finished = 0;
  if (inflateInit2(&stream, 15 + 16) != Z_OK) {
    cimage_say(message, "no memory for zlib");
    return CIMAGE_OUT_OF_MEMORY;
  }
  size_t used = 0;
  while (*written < capacity) {
    uInt in_piece = piece(count - used), out_piece = piece(capacity - *written);
    stream.next_in = (Bytef *)(uintptr_t)(bytes + used);
    stream.avail_in = in_piece;
    stream.next_out = out + *written;
    stream.avail_out = out_piece;
    int result = inflate(&stream, Z_NO_FLUSH);
    used += in_piece - stream.avail_in;
    *written += out_piece - stream.avail_out;
    if (result == Z_STREAM_END) {
      if (used == count) {
        *finished = 1;
        break;
      }
      if (inflateReset(&stream) != Z_OK) return refuse(&stream, Z_DATA_ERROR, message);
    } else if (result == Z_BUF_ERROR || (result == Z_OK && used == count &&
                                         stream.avail_out != 0)) {
      inflateEnd(&stream);
      cimage_say(message, "the gzip stream ends before its data does");
      return CIMAGE_TRUNCATED;
    } else if (result != Z_OK) {
      return refuse(&stream, result, message);
    }
  }
  inflateEnd(&stream);
  return CIMAGE_OK;
}

cimage_status cimage_gunzip_size(const uint8_t *bytes, size_t count, size_t limit, size_t *size,
                                 int32_t *finished, char *message) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  *size = 0;
  *finished = 0;
  if (inflateInit2(&stream, 15 + 16) != Z_OK) {
    cimage_say(message, "no memory for zlib");
    return CIMAGE_OUT_OF_MEMORY;
  }
  uint8_t scratch[1 << 15];
  size_t used = 0;
  while (*size < limit) {
    uInt in_piece = piece(count - used);
    stream.next_in = (Bytef *)(uintptr_t)(bytes + used);
    stream.avail_in = in_piece;
    stream.next_out = scratch;
    stream.avail_out = sizeof scratch;
    int result = inflate(&stream, Z_NO_FLUSH);
    used += in_piece - stream.avail_in;
    *size += sizeof scratch - stream.avail_out;
    if (result == Z_STREAM_END) {
      if (used == count) {
        *finished = 1;
        break;
      }
      if (inflateReset(&stream) != Z_OK) return refuse(&stream, Z_DATA_ERROR, message);
    } else if (result == Z_BUF_ERROR || (result == Z_OK && used == count &&
                                         stream.avail_out != 0)) {
      inflateEnd(&stream);
      cimage_say(message, "the gzip stream ends before its data does");
      return CIMAGE_TRUNCATED;
    } else if (result != Z_OK) {
      return refuse(&stream, result, message);
    }
  }
  inflateEnd(&stream);
  return CIMAGE_OK;
}

cimage_status cimage_gzip(const uint8_t *bytes, size_t count, uint8_t **out, size_t *out_count,
                          char *message) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (count > UINT_MAX / 2 ||
      deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    cimage_say(message, "too large for one gzip call, or no memory");
    return CIMAGE_OUT_OF_MEMORY;
  }
  size_t capacity = deflateBound(&stream, (uLong)count);
  uint8_t *packed = malloc(capacity);
  if (packed == NULL) {
    deflateEnd(&stream);
    cimage_say(message, "no memory for the gzip stream");
    return CIMAGE_OUT_OF_MEMORY;
  }
  stream.next_in = (Bytef *)(uintptr_t)bytes;
  stream.avail_in = (uInt)count;
  stream.next_out = packed;
  stream.avail_out = (uInt)capacity;
  int result = deflate(&stream, Z_FINISH);
  *out_count = capacity - stream.avail_out;
  deflateEnd(&stream);
  if (result != Z_STREAM_END) {
    free(packed);
    cimage_say(message, "zlib could not pack the bytes");
    return CIMAGE_DAMAGED;
  }
  *out = packed;
  return CIMAGE_OK;
}

uint32_t cimage_crc32(uint32_t start, const uint8_t *bytes, size_t count) {
  return (uint32_t)crc32_z(start, bytes, count);
}
