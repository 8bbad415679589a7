/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are a date whose parts are in their ranges, or none. The first byte chooses the order of the parts. */
#include "fuzz.h"
#include "scrutineer/roll.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scrut_date date = {.month = 99};
    if (size == 0)
        return 0;
    bool read = scrut_date_parse((const char *)data + 1, size - 1, (scrut_date_order)(data[0] % 3), 2013, &date);
    bool fine = date.month <= 12 && date.day <= 31 && date.year >= 0 && date.year <= 9999;
    if (read ? !fine : date.month != 99) {
        fprintf(stderr, "fuzz_date: %d-%u-%u\n", date.year, date.month, date.day);
        abort();
    }
    return 0;
}
