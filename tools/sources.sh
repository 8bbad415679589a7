# SPDX-License-Identifier: Apache-2.0
# Sourced: the C files that are ours, one a line.
c_files() {
    find src cli include tests examples tools bench -name '*.[ch]' -print | LC_ALL=C sort
}
