/* SPDX-License-Identifier: Apache-2.0
 *
 * Makes the k-th file operation that writes fail, or all of them slow. Preloaded by chaos.py:
 *
 *   SADDLE_CHAOS_PATH    only operations on paths that contain this text count
 *   SADDLE_CHAOS_EXCEPT  ... and not this one
 *   SADDLE_CHAOS_FAIL    number of the operation to fail, from 1 (0: none)
 *   SADDLE_CHAOS_ERRNO   error number to fail with; -1: a short write instead
 *   SADDLE_CHAOS_FOREVER 1: every operation from that one on fails
 *   SADDLE_CHAOS_SLEEP   microseconds to sleep in each counted operation
 *   SADDLE_CHAOS_COUNT   file to which the count of operations is written at exit
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_FILES 4096
static atomic_long operations;
static atomic_char watched[MOST_FILES];

static long setting(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

static int concerns(const char *path) {
  const char *part = getenv("SADDLE_CHAOS_PATH");
  const char *except = getenv("SADDLE_CHAOS_EXCEPT");
  return part && path && strstr(path, part) != NULL && !(except && strstr(path, except));
}

/* Counts an operation; returns whether it is to fail. */
static int strike(void) {
  long number = atomic_fetch_add(&operations, 1) + 1;
  long sleep = setting("SADDLE_CHAOS_SLEEP");
  if (sleep > 0) usleep((useconds_t)sleep);
  long target = setting("SADDLE_CHAOS_FAIL");
  if (target == 0) return 0;
  return number == target || (number > target && setting("SADDLE_CHAOS_FOREVER"));
}

static int fail(void) {
  long code = setting("SADDLE_CHAOS_ERRNO");
  errno = code > 0 ? (int)code : EIO;
  return -1;
}

#define REAL(type, name) \
  static type(*real)();  \
  if (!real) real = (type(*)())dlsym(RTLD_NEXT, name)

static int open_with(const char *name, const char *path, int flags, mode_t mode) {
  int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, name);
  int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_DIRECTORY);
  int ours = writes && concerns(path);
  if (ours && strike()) return fail();
  int file = real(path, flags, mode);
  if (file >= 0 && file < MOST_FILES) watched[file] = (char)ours;
  return file;
}

/* Waits for every disk of the machine, minutes beside other work, and can't fail: not tried here. */
void sync(void) {}

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = (flags & O_CREAT) ? va_arg(list, mode_t) : 0;
  va_end(list);
  return open_with("open", path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = (flags & O_CREAT) ? va_arg(list, mode_t) : 0;
  va_end(list);
  return open_with("open64", path, flags, mode);
}

static int is_watched(int file) { return file >= 0 && file < MOST_FILES && watched[file]; }

ssize_t write(int file, const void *bytes, size_t count) {
  REAL(ssize_t, "write");
  if (is_watched(file) && strike()) {
    if (setting("SADDLE_CHAOS_ERRNO") != -1) return fail();
    return real(file, bytes, count > 1 ? count / 2 : count);
  }
  return real(file, bytes, count);
}

int fsync(int file) {
  REAL(int, "fsync");
  if (is_watched(file) && strike()) return fail();
  return real(file);
}

int close(int file) {
  REAL(int, "close");
  int ours = is_watched(file);
  if (ours) watched[file] = 0;
  if (ours && strike()) {
    real(file);
    return fail();
  }
  return real(file);
}

int rename(const char *from, const char *to) {
  REAL(int, "rename");
  if ((concerns(from) || concerns(to)) && strike()) return fail();
  return real(from, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  REAL(int, "renameat2");
  if ((concerns(from) || concerns(to)) && strike()) return fail();
  return real(from_folder, from, to_folder, to, flags);
}

int truncate(const char *path, off_t length) {
  REAL(int, "truncate");
  if (concerns(path) && strike()) return fail();
  return real(path, length);
}

int ftruncate(int file, off_t length) {
  REAL(int, "ftruncate");
  if (is_watched(file) && strike()) return fail();
  return real(file, length);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
  REAL(ssize_t, "pwrite");
  if (is_watched(file) && strike()) {
    if (setting("SADDLE_CHAOS_ERRNO") != -1) return fail();
    return real(file, bytes, count > 1 ? count / 2 : count, place);
  }
  return real(file, bytes, count, place);
}

int mkdir(const char *path, mode_t mode) {
  REAL(int, "mkdir");
  if (concerns(path) && strike()) return fail();
  return real(path, mode);
}

__attribute__((destructor)) static void report(void) {
  const char *path = getenv("SADDLE_CHAOS_COUNT");
  if (!path) return;
  FILE *file = fopen(path, "w");
  if (!file) return;
  fprintf(file, "%ld\n", atomic_load(&operations));
  fclose(file);
}
