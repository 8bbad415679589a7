#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: agreement.sh PROGRAM ACCEPTED-OPTIONS
# The parser, the help, the manual pages and the completion know the same commands and options (after
# curl's test 1139), and nothing in help or documents mentions an option that is not there. TAP.
set -u
program=$1
parser=$2
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd) || exit 4
n=0

result() {
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        printf '%s\n' "$2" | sed 's/^/# /'
    fi
}

# differences A B: lines that only one of two lists has.
differences() {
    printf '%s\n' "$1" | tr ' ' '\n' | sed '/^$/d' | LC_ALL=C sort -u >"$work/a"
    printf '%s\n' "$2" | tr ' ' '\n' | sed '/^$/d' | LC_ALL=C sort -u >"$work/b"
    [ -s "$work/a" ] || echo "the first list is empty"
    diff "$work/a" "$work/b"
}

options_of_help() {
    awk '/^options:/ { on = 1; next } /^[a-z]/ { on = 0 }
        on && match($0, /^  (-., )?--[a-z-]+/) { option = substr($0, RSTART, RLENGTH); sub(/.*--/, "", option); print option }' \
        "$work/help.$1"
}
options_of_usage() {
    awk '/^usage:/ { on = 1; next } /^$/ { on = 0 } on' "$work/help.$1" | grep -o '\[--[a-z-]*' | sed 's/\[--//'
    echo help
}
options_of_man() {
    awk '/^\.SH/ { on = /OPTIONS/ } on && /^\\fB/ { sub(/.*\\fB\\-\\-/, ""); sub(/\\fR.*/, "")
        gsub(/\\-/, "-"); print }' "$work/man.$1"
}
options_of_completion() {
    sed -n "s/--//g; s/^    $1) options=\"\(.*\)\" ;;/\1/p" "$work/completion"
}
# Options that the parser accepts, of those that any part mentions for any command.
options_of_parser() {
    awk -v command="$1" '/^[a-z-]+ [a-z-]+$/ { option = $1 == command ? $2 : ""; if (option != "") asked[option] = 1 }
        /unknown option/ && option != "" { delete asked[option] } END { for (option in asked) print option }' "$work/asked"
}
# Documents: "scrutineer COMMAND ... --option" on one line, in code or text.
mentions() {
    {
        for command in $commands; do sed -n '/^examples:/,/^exit/p' "$work/help.$command"; done
        [ -f "$root/README.md" ] && cat "$root/README.md"
        find "$root/docs" -name '*.md' -exec cat {} +
    } | sed 's/scrutineer roll \([a-z]\)/scrutineer roll-\1/g' | grep -o 'scrutineer [a-z][a-z-]* [^`|;#]*' | while read -r _ command rest; do
        case " $(echo $commands) " in *" $command "*) ;; *) continue ;; esac
        for word in $rest; do
            case $word in --[a-z]*)
                word=${word#--}
                echo "$command:${word%%[!a-z-]*}"
                ;;
            esac
        done
    done | LC_ALL=C sort -u
}

work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
# Names of two words, "roll link", are written with a dash, as the program understands them too.
commands=$("$program" help | sed -n 's/^  \([a-z][a-z-]*\( [a-z][a-z-]*\)\{0,1\}\)  .*/\1/p' | tr ' ' '-')
first_words=$("$program" help | sed -n 's/^  \([a-z][a-z-]*\).*  .*/\1/p')
for command in $commands; do
    "$program" "$command" --help >"$work/help.$command"
    "$program" help --man "$command" >"$work/man.$command"
done
"$program" help --completion bash >"$work/completion"
every_option=$(for command in $commands; do
    options_of_help "$command"
    options_of_usage "$command"
    options_of_man "$command"
    options_of_completion "$command"
done | tr ' ' '\n' | LC_ALL=C sort -u)
# shellcheck disable=SC2086
"$parser" $every_option >"$work/asked" 2>&1

result "there are commands and options to compare" \
    "$([ "$(echo "$commands" | wc -l)" -ge 4 ] && [ "$(echo "$every_option" | wc -l)" -ge 8 ] || echo "too few: $commands $every_option")"
result "the manual page of the program names every command" \
    "$(differences "$commands" "$("$program" help --man | sed -n 's/^\.BR scrutineer\\-\([a-z-]*\) .*/\1/p')")"
result "the completion offers the first word of every command" \
    "$(differences "$first_words" "$(sed -n 's/^    local commands="\(.*\)"/\1/p' "$work/completion")")"
for command in $commands; do
    help=$(options_of_help "$command")
    result "$command: the usage line shows the options of its help" "$(differences "$help" "$(options_of_usage "$command")")"
    result "$command: its manual page describes the options of its help" "$(differences "$help" "$(options_of_man "$command")")"
    result "$command: the completion offers the options of its help" \
        "$(differences "$help" "$(options_of_completion "$command")")"
    result "$command: the parser accepts the options of its help and no other" \
        "$(differences "$help" "$(options_of_parser "$command")")"
done
for command in $commands; do options_of_help "$command" | sed "s/^/$command:/"; done | LC_ALL=C sort -u >"$work/options"
result "examples and documents use only options that exist" "$(mentions | LC_ALL=C comm -23 - "$work/options" |
    sed 's/\(.*\):\(.*\)/scrutineer \1 has no --\2/')"
echo "1..$n"
