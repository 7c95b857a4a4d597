/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SADDLE_CCHECKSUM_H
#define SADDLE_CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32C (Castagnoli, RFC 3720) of `count` bytes, going on from `crc` (0 to begin). Uses the
 * processor's instruction where there is one. */
uint32_t saddle_crc32c(uint32_t crc, const void *bytes, size_t count);

/* The same by table, on any processor: the twin that the tests compare with. */
uint32_t saddle_crc32c_table(uint32_t crc, const void *bytes, size_t count);

/* CRC-32 of IEEE 802.3, as zip and W&B files use it. */
uint32_t saddle_crc32(uint32_t crc, const void *bytes, size_t count);

/* 1 when `saddle_crc32c` runs on the processor's instruction. */
int saddle_crc32c_is_accelerated(void);

/* SHA-256 of bytes that come in parts: begin, add, ..., end. `out` has 32 bytes. */
typedef struct saddle_sha256 {
  uint32_t state[8];
  uint64_t total;
  uint8_t block[64];
} saddle_sha256;

void saddle_sha256_begin(saddle_sha256 *hash);
void saddle_sha256_add(saddle_sha256 *hash, const void *bytes, size_t count);
void saddle_sha256_end(saddle_sha256 *hash, uint8_t *out);

#endif
