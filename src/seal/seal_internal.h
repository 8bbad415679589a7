/* SPDX-License-Identifier: Apache-2.0
 * seal_internal.h: what the parts of the seal share. */
#ifndef SCRUT_SEAL_INTERNAL_H
#define SCRUT_SEAL_INTERNAL_H

#include "scrutineer/seal.h"
#include "scrutineer/yaml.h"

#define SEAL_FORMATS "scrutineer-seal/" /* of this and later versions */
#define SHA256_PREFIX "sha256:"         /* without it a hash of a data package is MD5 */

#endif
