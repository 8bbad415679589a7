/* SPDX-License-Identifier: Apache-2.0
 * fuzz.h: what every fuzz target offers to libFuzzer and to replay.c. */
#ifndef SCRUT_FUZZ_H
#define SCRUT_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
