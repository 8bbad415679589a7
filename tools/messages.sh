#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: messages.sh POT            writes every sentence of the pages to POT (a gettext template)
#        messages.sh --update       brings po/*.po up to date with the sources; new sentences are left empty
# Sentences are the string literals in the calls named here, and literals inside SCRUT_KEY(...).
set -eu
export LC_ALL=C.UTF-8
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"

template() {
    find src cli -name '*.[ch]' -print | LC_ALL=C sort | xgettext --files-from=- --output="$1" --from-code=UTF-8 --language=C \
        --no-location --sort-output --no-wrap \
        --keyword= --keyword=SCRUT_KEY --keyword=word:2 --keyword=scrut_front_word:2 --keyword=scrut_word:2 --keyword=scrut_say:3 --keyword=say:2 \
        --keyword=scrut_say_count:3,4 --keyword=say_count:2,3 --keyword=scrut_page_section:4 --keyword=scrut_site_section:4 --keyword=scrut_site_more:3,4 --keyword=fact:2 --keyword=scrut_sentence:2 --keyword=scrut_sentence_count:2,3
    # A percent sign is no format here, and msgmerge calls a translation without it doubtful.
    sed '/^#, c-format$/d' "$1" >"$1.plain" && mv "$1.plain" "$1"
}

if [ "${1:-}" = --update ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    template "$folder/scrutineer.pot"
    for catalog in po/*.po; do
        msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-wrap --no-location --sort-output "$catalog" \
            "$folder/scrutineer.pot"
        msgattrib --no-obsolete --no-wrap --sort-output --output-file="$folder/new.po" "$catalog"
        cp "$folder/new.po" "$catalog"
    done
else
    template "$1"
fi
