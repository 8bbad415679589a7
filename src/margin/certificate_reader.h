/* SPDX-License-Identifier: Apache-2.0
 * certificate_reader.h: what the parts of the certificate's reader share: values and keys (certificate_values.c),
 * contests (certificate_contest.c), claims in the
 * nation (certificate_claims.c), the whole (certificate_read.c). */
#ifndef SCRUT_CERTIFICATE_READER_H
#define SCRUT_CERTIFICATE_READER_H

#include "certificate_internal.h"

#define SCRUT_CERT_NUMBER_MAX                                                                                          \
    (INT64_MAX / 8) /* of bases and ballots: sums of two, and products in 128 bits, stay inside */

typedef struct {
    const char *name;
    scrut_arena *arena;
    scrut_error *err;
    scrut_certificate *c;
    bool before_crossings; /* the format is one before 4 */
} scrut_cert_reader;

#define SCRUT_CERT_NO_KEY "" /* in place of a key that this object cannot have */

/* One key of a mapping. */
typedef struct {
    const char *key;
    const scrut_yaml **value;
    bool optional;
} scrut_cert_field;

/* An error at the place of the value. */
scrut_status scrut_cert_refuse(const scrut_cert_reader *r, const scrut_yaml *at, const char *what);
/* Exactly these keys, ended by NULL. */
scrut_status scrut_cert_fields(const scrut_cert_reader *r, const scrut_yaml *node, const char *what,
                               const scrut_cert_field fields[]);
bool scrut_cert_is_null(const scrut_yaml *node);
scrut_status scrut_cert_whole(const scrut_cert_reader *r, const scrut_yaml *node, int64_t min, int64_t max,
                              int64_t *ret_value);
scrut_status scrut_cert_bool(const scrut_cert_reader *r, const scrut_yaml *node, bool *ret_value);
scrut_status scrut_cert_text(const scrut_cert_reader *r, const scrut_yaml *node, bool may_be_null,
                             const char **ret_text);
scrut_status scrut_cert_word(const scrut_cert_reader *r, const scrut_yaml *node, const char *const words[],
                             int *ret_index);
scrut_status scrut_cert_array(const scrut_cert_reader *r, const scrut_yaml *node, size_t most);
/* Into r->c, whose target is read. */
scrut_status scrut_cert_contests(const scrut_cert_reader *r, const scrut_yaml *node);

/* Thresholds; the numbers of those that apply, as bits of *mask. */
scrut_status scrut_cert_bars(const scrut_cert_reader *r, const scrut_yaml *node, scrut_margin_bar bars[],
                             size_t *ret_count);
scrut_status scrut_cert_mask(const scrut_cert_reader *r, const scrut_yaml *node, size_t bar_count, uint8_t *mask);

/* The contest that is named, into r->c, whose contests are read. */
scrut_status scrut_cert_contest(const scrut_cert_reader *r, const scrut_yaml *node, size_t *ret_index);
/* certificate_totals.c: thresholds and votes in the nation, into r->c. */
scrut_status scrut_cert_nation(const scrut_cert_reader *r, const scrut_yaml *node);
/* certificate_claims.c: into r->c; then, contests read, prices and shares of a reading. */
scrut_status scrut_cert_claims(const scrut_cert_reader *r, const scrut_yaml *node);
scrut_status scrut_cert_shares(const scrut_cert_reader *r, const scrut_yaml *prices, const scrut_yaml *shares,
                               scrut_certificate_reading *reading);
/* certificate_crossings.c: of a reading, contests read; NULL: there are none. */
scrut_status scrut_cert_crossings(const scrut_cert_reader *r, const scrut_yaml *node,
                                  scrut_certificate_reading *reading);

#endif
