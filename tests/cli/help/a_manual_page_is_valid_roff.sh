# SPDX-License-Identifier: Apache-2.0
for page in "" $(scrutineer help | sed -n "s/^  \([a-z][a-z-]*\( [a-z][a-z-]*\)\{0,1\}\)  .*/\1/p" | tr " " "-"); do
    scrutineer help --man $page >page || echo "no page $page"
    # man warns about roff that it does not understand; without man the first line is looked at.
    if command -v man >/dev/null; then
        man --warnings -l page 2>&1 >/dev/null
    else
        grep -q "^\.TH SCRUTINEER" page || echo "$page is no manual page"
    fi
done
