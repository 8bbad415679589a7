#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: check_layers.sh [ROOT]
# Compares every #include of src, cli and include/scrutineer with docs/internals/layers.txt. TAP.
# Without ROOT it first shows on a copy with planted violations that it finds each kind of them.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 4

# includes ROOT: "file<TAB>line<TAB>header as written, with its < or \"" of every include.
includes() {
    (cd "$1" && find src cli include -name '*.[ch]' -print | LC_ALL=C sort | xargs \
        awk 'match($0, /^[ \t]*#[ \t]*include[ \t]*[<"][^>"]*/) {
            header = substr($0, RSTART, RLENGTH)
            sub(/^[ \t]*#[ \t]*include[ \t]*/, "", header)
            print FILENAME "\t" FNR "\t" header
        }' /dev/null)
}

# violations ROOT: one a line, with the reason.
violations() {
    includes "$1" | LC_ALL=C awk -F '\t' -v layers="$1/docs/internals/layers.txt" '
    function glob(pattern) { # a shell pattern with * only, as a regular expression
        gsub(/[.+]/, "\\\\&", pattern)
        gsub(/\*/, "[^/]*", pattern)
        return "^" pattern "$"
    }
    function module_of(file, parts) {
        split(file, parts, "/")
        if (parts[1] == "cli") return "cli"
        if (parts[1] == "src") return parts[2]
        sub(/\.h$/, "", parts[3])
        return owner[parts[3]]
    }
    function report(reason) { print $1 ":" $2 ": " reason }
    BEGIN {
        while ((getline line < layers) > 0) {
            sub(/^[ \t]+/, "", line)
            if (line == "" || line ~ /^#/) continue
            count = split(line, words, /[ \t]+/)
            if (words[1] == "corner") { corner[words[2]] = corner[words[2]] " " words[3]; continue }
            row[words[2]] = words[1] + 0
            for (i = 3; i <= count; i++) owner[words[i]] = words[2]
        }
    }
    {
        module = module_of($1)
        if (!(module in row)) { report("module \"" module "\" has no row in layers.txt"); next }
        name = substr($3, 2)
        if (name ~ /^scrutineer\//) {
            sub(/^scrutineer\//, "", name); sub(/\.h$/, "", name)
            if (!(name in owner)) { report("header " name ".h belongs to no module of layers.txt"); next }
            other = owner[name]
            if (other != module && row[other] >= row[module])
                report(module " (row " row[module] ") includes " other " (row " row[other] "): " name ".h")
            next
        }
        if ($3 ~ /^"/ && (name ~ /\//))
            report("a module includes private headers of its own folder only: " name)
        for (header in corner) {
            if (name !~ glob(header) || $3 ~ /^"/) continue
            allowed = 0
            places = split(corner[header], place, " ")
            for (i = 1; i <= places; i++) if ($1 ~ glob(place[i])) allowed = 1
            if (!allowed) report(name " belongs to" corner[header] " only")
        }
    }'
}

n=0
# result NAME CONDITION-STATUS DETAILS
result() {
    n=$((n + 1))
    if [ "$2" -eq 0 ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        printf '%s\n' "$3" | sed 's/^/# /'
    fi
}

# In a copy of the tree, which has a violation of each kind, each in a file of its own, all of them are found. The table:
# file, line that is added to it, what that is; separated by tabs.
check_plants() {
    copy=$(mktemp -d) || exit 4
    trap 'rm -rf "$copy"' EXIT
    mkdir -p "$copy/docs/internals"
    cp -R "$here/src" "$here/cli" "$here/include" "$copy/"
    cp "$here/docs/internals/layers.txt" "$copy/docs/internals/"
    cat >"$copy/plants" <<'END'
src/base/err.c	#include "scrutineer/csv.h"	a module that includes a higher row
src/text/text.c	#include "scrutineer/json.h"	a module that includes its row mate
include/scrutineer/num.h	#include "scrutineer/election.h"	a public header that includes a higher row
src/count/stray.c	#include <yaml.h>	a library outside its corner
src/base/mem.c	#include <openssl/sha.h>	a library in a second file of its module
src/count/astray.c	#include "../seats/seats_internal.h"	a private header of another module
src/attic/stray.c	#include <stdio.h>	a module without a row
src/report/stray.c	#include "scrutineer/unheard.h"	a header that belongs to no module
END
    while IFS=$tab read -r file line what; do
        mkdir -p "$copy/${file%/*}"
        echo "$line" >>"$copy/$file"
    done <"$copy/plants"
    found=$(violations "$copy")
    while IFS=$tab read -r file line what; do
        [ "$(printf '%s\n' "$found" | grep -c "^$file:")" -eq 1 ]
        result "the check finds $what" $? "$found"
    done <"$copy/plants"
}

tab=$(printf '\t')
if [ $# -eq 0 ]; then
    check_plants
    root=$here
else
    root=$1
fi
[ "$(includes "$root" | wc -l)" -gt 50 ]
result "the check sees the includes of the tree" $? "fewer than 50 found"
found=$(violations "$root")
[ -z "$found" ]
result "every include points to a lower row, and every library stays in its corner" $? "$found"
echo "1..$n"
