/* SPDX-License-Identifier: Apache-2.0 */
/* LibTorch: flags only, from the engine's pkg-config file; the C++ and C targets include its headers. */
