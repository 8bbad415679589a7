# SPDX-License-Identifier: Apache-2.0
# The findings are another test's; here only that their table is there.
scrutineer export "$ROOT/tests/data/two-valleys" --to csv --out o | sed 's/findings.csv: .*/findings.csv/'
for table in parties units figures stations areas constituencies nation announcements seats; do
    echo "$table:"
    cat "o/$table.csv"
done
