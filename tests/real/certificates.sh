#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# National margins of real elections, of a list, a coalition and of several lists at once, their certificates, and what the rechecking code says of them.
#   certificates.sh PROGRAM          TAP on stdout
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=${1:?usage: certificates.sh PROGRAM}
data=${SCRUT_DATA:-$here/../../../shared/data}
if [ ! -d "$data" ]; then
    echo '1..0 # SKIP shared election data not found'
    exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
n=0

# margin DATASET COULD WOULD ARGUMENTS...: the ballots, and a certificate that is right in every part, also where fewer
# ballots could shut lists out in the nation.
margin() {
    dataset=$1
    could=$2
    would=$3
    shift 3
    n=$((n + 1))
    folder=$work/$dataset
    mkdir -p "$folder"
    cp "$here/$dataset/election.yaml" "$folder"
    while read -r file; do
        if [ ! -f "$data/$file" ]; then
            echo "ok $n - $dataset $* # SKIP $file is not in the data folder"
            return
        fi
        cp "$data/$file" "$folder"
    done <"$here/$dataset/files"
    "$program" margin "$folder" --figures official "$@" --certificate "$work/certificate.json" >"$work/out" 2>&1 &&
        "$program" margin --verify "$work/certificate.json" >"$work/verified" 2>&1
    status=$?
    if [ $status -eq 0 ] && grep -q "^could: $could ballots" "$work/verified" &&
        grep -q "^would: $would ballots" "$work/verified" && [ "$(grep -c 'the moves do it: yes$' "$work/verified")" -eq 2 ] &&
        ! grep -q -e ': no ' -e 'taken as stated' "$work/verified" &&
        [ "$(grep -c 'one fewer does not: yes$' "$work/verified")" -eq 2 ]; then
        echo "ok $n - $dataset $*: $could could, $would would, rechecked"
    else
        echo "not ok $n - $dataset $*: $could could, $would would, rechecked"
        sed 's/^/# /' "$work/out" "$work/verified" 2>/dev/null | head -n 40
    fi
}

margin seats-poland-2019 125 125 --party PiS --at-least 236
margin seats-poland-2011 89,492 89,496 --party PO --at-least 231
margin seats-spain-2023-07 8,190 8,190 --coalition PP+VOX+U.P.N. --at-least 176
margin seats-spain-2023-07 6,416 6,417 --party PP --at-least 142
margin seats-spain-2023-07 2,251 2,252 --vector PP=140,VOX=32
if [ "${SCRUT_TEST_EXTENT:-normal}" != short ]; then # minutes under sanitizers
    margin seats-poland-2019 4,688 4,689 --party PiS --at-most 230
    margin seats-poland-2015 3,294 3,295 --party PiS --at-most 230
    margin seats-poland-2011 788,174 788,186 --party PiS --at-least 231
    margin seats-spain-2023-07 3,649 3,650 --party PP --at-least 141
    margin seats-poland-2019 25,890 25,893 --vector PiS=231,KO=140,SLD=47,PSL=30
    margin seats-poland-2015 968,070 968,080 --party PO --at-least 231
    margin seats-poland-2019 1,758,236 1,758,251 --party KO --at-least 231
    # Lists let in; thresholds that move with the ballots.
    margin seats-poland-2015 58,820 58,824 --party PiS --at-most 210
    margin seats-poland-2015 78,081 78,084 --party PiS --at-most 200
    margin seats-poland-2015 74,948 74,948 --party PiS --at-most 210 --metric add
    margin seats-poland-2015 1,636,019 1,636,030 --party PO --at-least 231 --metric remove
    margin seats-finland-2019 3,994 3,994 --vector SDP=38,PS=41,KOK=40
    margin seats-spain-2023-07 88,299 88,305 --vector PP=142,VOX=35,SUMAR=28
    margin seats-spain-2023-07 887,788 887,799 --vector PP=176,PSOE=100
fi
echo "1..$n"
