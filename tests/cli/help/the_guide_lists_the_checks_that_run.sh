# SPDX-License-Identifier: Apache-2.0
scrutineer help --checks | diff "$ROOT/docs/guide/checks.md" -
