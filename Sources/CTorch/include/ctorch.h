/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SADDLE_CTORCH_H
#define SADDLE_CTORCH_H
#endif
