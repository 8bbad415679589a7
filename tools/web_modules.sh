#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: web_modules.sh FOLDER
# Installs the npm packages that web/package-lock.json names into FOLDER (never into the source tree), once. Exit
# status 77 with the reason when that cannot be done here.
set -u
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
folder=${1:?usage: web_modules.sh FOLDER}

for tool in node npm; do
    command -v "$tool" >/dev/null 2>&1 || { echo "$tool is not installed"; exit 77; }
done
mkdir -p "$folder" || exit 1
if [ -f "$folder/installed" ] && cmp -s "$folder/installed" "$root/web/package-lock.json"; then
    exit 0
fi
rm -f "$folder/installed"
cp "$root/web/package.json" "$root/web/package-lock.json" "$root/web/.npmrc" "$folder" || exit 1
# A registry that does not answer must not hold everything up.
if ! (cd "$folder" && npm ci --prefer-offline --fetch-retries 1 --fetch-timeout 20000 >npm.log 2>&1); then
    # What the lock file and the packages disagree about is our fault, not the network's.
    if grep -q -e EINTEGRITY -e EUSAGE "$folder/npm.log"; then
        cat "$folder/npm.log"
        exit 1
    fi
    echo "npm cannot install the packages of web/package-lock.json: $(grep -m 1 -i 'error' "$folder/npm.log")"
    exit 77
fi
cp "$root/web/package-lock.json" "$folder/installed"
