/* SPDX-License-Identifier: Apache-2.0 */
/* In C because Swift cannot reach the crc32 instruction. */
#include "cchecksum.h"

#include <pthread.h>
#include <string.h>

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
#endif

static uint32_t castagnoli[8][256];
static uint32_t ieee[8][256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fill(uint32_t table[8][256], uint32_t polynomial) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) ? polynomial : 0);
    table[0][i] = crc;
  }
  for (uint32_t i = 0; i < 256; i++)
    for (int k = 1; k < 8; k++)
      table[k][i] = (table[k - 1][i] >> 8) ^ table[0][table[k - 1][i] & 255];
}

static void fill_tables(void) {
  fill(castagnoli, 0x82f63b78u);
  fill(ieee, 0xedb88320u);
}

static uint32_t sliced(uint32_t table[8][256], uint32_t crc, const uint8_t *p, size_t n) {
  crc = ~crc;
  while (n >= 8) {
    uint32_t low = crc ^ ((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
                          (uint32_t)p[3] << 24);
    crc = table[7][low & 255] ^ table[6][(low >> 8) & 255] ^ table[5][(low >> 16) & 255] ^
          table[4][low >> 24] ^ table[3][p[4]] ^ table[2][p[5]] ^ table[1][p[6]] ^
          table[0][p[7]];
    p += 8;
    n -= 8;
  }
  while (n--) crc = (crc >> 8) ^ table[0][(crc ^ *p++) & 255];
  return ~crc;
}

uint32_t saddle_crc32c_table(uint32_t crc, const void *bytes, size_t count) {
  pthread_once(&once, fill_tables);
  return sliced(castagnoli, crc, bytes, count);
}

uint32_t saddle_crc32(uint32_t crc, const void *bytes, size_t count) {
  pthread_once(&once, fill_tables);
  return sliced(ieee, crc, bytes, count);
}

#if defined(__x86_64__)

__attribute__((target("sse4.2"))) static uint32_t by_instruction(uint32_t crc, const uint8_t *p,
                                                                 size_t n) {
  uint64_t state = ~crc;
  while (n >= 8) {
    uint64_t word;
    memcpy(&word, p, 8);
    state = _mm_crc32_u64(state, word);
    p += 8;
    n -= 8;
  }
  uint32_t tail = (uint32_t)state;
  while (n--) tail = _mm_crc32_u8(tail, *p++);
  return ~tail;
}

int saddle_crc32c_is_accelerated(void) { return __builtin_cpu_supports("sse4.2") != 0; }

#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)

static uint32_t by_instruction(uint32_t crc, const uint8_t *p, size_t n) {
  uint32_t state = ~crc;
  while (n >= 8) {
    uint64_t word;
    memcpy(&word, p, 8);
    state = __crc32cd(state, word);
    p += 8;
    n -= 8;
  }
  while (n--) state = __crc32cb(state, *p++);
  return ~state;
}

int saddle_crc32c_is_accelerated(void) { return 1; }

#else

static uint32_t by_instruction(uint32_t crc, const uint8_t *p, size_t n) {
  return saddle_crc32c_table(crc, p, n);
}

int saddle_crc32c_is_accelerated(void) { return 0; }

#endif

uint32_t saddle_crc32c(uint32_t crc, const void *bytes, size_t count) {
  if (saddle_crc32c_is_accelerated()) return by_instruction(crc, bytes, count);
  return saddle_crc32c_table(crc, bytes, count);
}
