#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: check_install.sh BUILD-FOLDER
# Installs into a staging folder and uses what lies there as a stranger would. TAP.
set -u
cd "$(dirname -- "$0")/.." || exit 4
build=$1
stage=$build/stage
rm -rf "$stage"
n=0

# test_that NAME COMMAND...
test_that() {
    n=$((n + 1))
    name=$1
    shift
    if output=$("$@" 2>&1); then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name"
        printf '%s\n' "$output" | sed 's/^/# /'
    fi
}

install_staged() {
    DESTDIR=$stage meson install -C "$build" --no-rebuild
}

headers_stand_alone() {
    for header in "$stage/usr/local/include/scrutineer"/*.h; do
        echo "#include <scrutineer/$(basename "$header")>" |
            gcc -std=c11 -Wall -Wextra -Werror -fsyntax-only -I"$stage/usr/local/include" -x c - || return 1
    done
}

example_runs() {
    pc=$(find "$stage" -name scrutineer.pc) && [ -n "$pc" ] || return 1
    export PKG_CONFIG_PATH="${pc%/*}" PKG_CONFIG_SYSROOT_DIR="$stage"
    # shellcheck disable=SC2046
    gcc -std=c11 -Wall -Wextra -Werror examples/use_library.c -o "$stage/use_library" \
        $(pkg-config --cflags --libs scrutineer) || return 1
    output=$(LD_LIBRARY_PATH=$(dirname "$(find "$stage" -name 'libscrutineer.so')") "$stage/use_library") || return 1
    echo "$output"
    [ "$output" = "A: 3 seats
B: 1 seat
C: 1 seat" ]
}

program_runs() {
    LD_LIBRARY_PATH=$(dirname "$(find "$stage" -name 'libscrutineer.so')") "$stage/usr/local/bin/scrutineer" version
}

pages_are_installed() {
    for command in $("$build/cli/scrutineer" help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
        [ -s "$stage/usr/local/share/man/man1/scrutineer-$command.1" ] || { echo "no page of $command"; return 1; }
    done
    [ -s "$stage/usr/local/share/man/man1/scrutineer.1" ]
}

completion_completes() {
    bash -c '. "$1"; COMP_WORDS=(scrutineer ver); COMP_CWORD=1; _scrutineer; echo "${COMPREPLY[*]}" | grep -w version' \
        bash "$stage/usr/local/share/bash-completion/completions/scrutineer"
}

exports_only_ours() {
    library=$(find "$stage" -name 'libscrutineer.so')
    # gold names the ends of its sections too
    others=$(nm -D --defined-only "$library" | awk '{ print $3 }' | grep -v -e '^scrut_' -e '^__bss_start$' -e '^_edata$' -e '^_end$')
    [ -z "$others" ] || { echo "exported: $others"; return 1; }
}

presets_are_installed() {
    for id in $("$build/cli/scrutineer" presets | sed -n 's/^\([a-z][^ ]*\)  .*/\1/p'); do
        "$build/cli/scrutineer" presets "$id" | cmp - "$stage/usr/local/share/scrutineer/presets/$id.yaml" || return 1
    done
    [ -n "${id:-}" ]
}

test_that "a staged installation succeeds" install_staged
test_that "every installed header compiles alone" headers_stand_alone
test_that "a program of a stranger is built with pkg-config, runs and gives the right seats" example_runs
test_that "the installed program runs" program_runs
test_that "every command has a manual page" pages_are_installed
test_that "bash completion completes" completion_completes
test_that "the library exports only its own names" exports_only_ours
test_that "the presets are installed as the program has them" presets_are_installed
echo "1..$n"
