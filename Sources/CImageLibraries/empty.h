/* SPDX-License-Identifier: Apache-2.0 */
/* libpng, libjpeg-turbo and zlib: flags only, from the engine's pkg-config file; the C++ and C targets include its headers. */
