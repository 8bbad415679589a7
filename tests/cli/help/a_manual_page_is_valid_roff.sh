# SPDX-License-Identifier: Apache-2.0
for page in "" $(scrutineer help | sed -n "s/^  \([a-z][a-z-]*\( [a-z][a-z-]*\)\{0,1\}\)  .*/\1/p" | tr " " "-"); do
    scrutineer help --man $page >"page-$page" || echo "no page $page"
    grep -q "^\.TH SCRUTINEER" "page-$page" || echo "$page is no manual page"
done
# The formatter of man warns about roff that it does not understand, here of all pages at one start.
if command -v groff >/dev/null; then
    groff -k -t -mandoc -Tutf8 -wmac -z page-* 2>&1
fi
