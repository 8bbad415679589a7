/* SPDX-License-Identifier: Apache-2.0
 * certificate_writer.h: what the parts of the certificate's writer share. */
#ifndef SCRUT_CERTIFICATE_WRITER_H
#define SCRUT_CERTIFICATE_WRITER_H

#include "certificate_internal.h"

/* certificate_crossings.c */
scrut_json *scrut_cert_crossings_json(const scrut_certificate *c, const scrut_certificate_reading *r);

#endif
