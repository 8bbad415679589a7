# SPDX-License-Identifier: Apache-2.0
scrutineer seats "$ROOT/tests/data/quiet-island" --rules "$ROOT/tests/data/two-valleys/one-each.yaml" --compare kh-1998-draft,fi
