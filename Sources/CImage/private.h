/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SADDLE_CIMAGE_PRIVATE_H
#define SADDLE_CIMAGE_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

#include "cimage.h"

/* Writes `text` as the message, cut to the room there is and with control characters replaced. */
void cimage_say(char *message, const char *text);

int cimage_is_png(const uint8_t *bytes, size_t count);
int cimage_is_jpeg(const uint8_t *bytes, size_t count);

cimage_status cimage_png_info(const uint8_t *bytes, size_t count, cimage_info *out, char *message);
cimage_status cimage_png_decode(const uint8_t *bytes, size_t count, const uint8_t *background,
                                int32_t channels, uint8_t *pixels, size_t pixel_bytes,
                                char *message);
cimage_status cimage_jpeg_info(const uint8_t *bytes, size_t count, cimage_info *out, char *message);
cimage_status cimage_jpeg_decode(const uint8_t *bytes, size_t count, int32_t channels,
                                 uint8_t *pixels, size_t pixel_bytes, char *message);

#endif
