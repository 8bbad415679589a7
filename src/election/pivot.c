/* SPDX-License-Identifier: Apache-2.0 */
#include "election_internal.h"
