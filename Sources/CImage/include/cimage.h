/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SADDLE_CIMAGE_H
#define SADDLE_CIMAGE_H
#endif
