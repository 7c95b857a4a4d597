/* SPDX-License-Identifier: Apache-2.0 */
#include "cimage.h"

#include <stdlib.h>
#include <string.h>

#include "private.h"

void cimage_say(char *message, const char *text) {
  size_t length = strlen(text);
  if (length >= CIMAGE_MESSAGE_BYTES) length = CIMAGE_MESSAGE_BYTES - 1;
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    message[i] = (c < 32 || c > 126) ? '?' : (char)c;
  }
  message[length] = 0;
}

int cimage_is_png(const uint8_t *bytes, size_t count) {
  static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a};
  return count >= 8 && memcmp(bytes, signature, 8) == 0;
}

int cimage_is_jpeg(const uint8_t *bytes, size_t count) {
  return count >= 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff;
}

cimage_status cimage_read_info(const uint8_t *bytes, size_t count, cimage_info *out,
                               char *message) {
  if (cimage_is_png(bytes, count)) return cimage_png_info(bytes, count, out, message);
  if (cimage_is_jpeg(bytes, count)) return cimage_jpeg_info(bytes, count, out, message);
  cimage_say(message, count == 0 ? "empty file" : "neither PNG nor JPEG by its first bytes");
  return CIMAGE_UNRECOGNIZED;
}

cimage_status cimage_decode(const uint8_t *bytes, size_t count, const uint8_t *background,
                            int32_t channels, uint8_t *pixels, size_t pixel_bytes, char *message) {
  if (channels != 1 && channels != 3) {
    cimage_say(message, "pictures are decoded to 1 or 3 channels");
    return CIMAGE_INVALID_ARGUMENT;
  }
  if (cimage_is_png(bytes, count)) {
    return cimage_png_decode(bytes, count, background, channels, pixels, pixel_bytes, message);
  }
  if (cimage_is_jpeg(bytes, count)) {
    return cimage_jpeg_decode(bytes, count, channels, pixels, pixel_bytes, message);
  }
  cimage_say(message, "neither PNG nor JPEG by its first bytes");
  return CIMAGE_UNRECOGNIZED;
}

void cimage_free(uint8_t *bytes) { free(bytes); }
