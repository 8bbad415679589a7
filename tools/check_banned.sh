#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A call of any function of src/base/banned.h must not compile, and no file may take a ban back. TAP.
set -u
cd "$(dirname -- "$0")/.." || exit 4
names=$(sed -n 's/^#define \([a-z]*\)(.*SCRUT_BANNED.*/\1/p' src/base/banned.h)
# One compilation of a call of each, which says of each that it is banned.
said=$(for name in $names; do
    arguments=$(sed -n "s/^#define $name(\([^)]*\)).*/\1/p" src/base/banned.h | sed 's/\.\.\./a, b/; s/[a-z]/0/g')
    echo "void call_$name(void); void call_$name(void) { $name($arguments); }"
done | LC_ALL=C gcc -std=c11 -D_POSIX_C_SOURCE=200809L -include src/base/banned.h -Werror -fsyntax-only -fmax-errors=0 -x c - 2>&1)
n=0
for name in $names; do
    n=$((n + 1))
    case $said in
    *"error: 'scrut_sorry_${name}_is_a_banned_function' undeclared"*) echo "ok $n - a call of $name does not compile" ;;
    *) echo "not ok $n - a call of $name does not compile" ;;
    esac
done
n=$((n + 1))
found=$(grep -rnE "#[[:space:]]*undef[[:space:]]+($(echo "$names" | tr '\n' '|' | sed 's/|$//'))\b|\((strcpy|strcat|sprintf|atoi|strtok)\)[[:space:]]*\(" \
    --include='*.[ch]' src cli include examples tests bench tools | grep -v '^src/base/banned.h:')
if [ -z "$found" ]; then
    echo "ok $n - no file takes a ban back"
else
    echo "not ok $n - no file takes a ban back"
    echo "$found" | sed 's/^/# /'
fi
echo "1..$n"
