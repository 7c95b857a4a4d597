/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled as C: the build fails when the header is no longer plain C. */
#include "ctorch.h"

typedef char st_int_is_a_pointer_wide[sizeof(st_int) == sizeof(void *) ? 1 : -1];
