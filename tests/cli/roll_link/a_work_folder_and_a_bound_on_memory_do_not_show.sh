# SPDX-License-Identifier: Apache-2.0
awk -f "$ROOT/tests/cli/roll_link/people.awk" >roll.csv
link() {
    scrutineer roll link --list roll.csv --map surname=family,given=first,born=dob,category=sex,category=village "$@"
}
link --pairs a --groups ag --model am >ao
link --pairs b --groups bg --model bm --work work >bo
rm work/unit-1-00-0?
link --pairs c --groups cg --model cm --work work --threads 1 >co
mkdir temporary
TMPDIR=$PWD/temporary link --pairs d --groups dg --model dm --memory 64M >do
for x in b c d; do
    cmp a $x && cmp ag ${x}g && cmp am ${x}m && cmp ao ${x}o
done
rmdir temporary && echo "nothing is left of the temporary folder"
find work ! -perm 0600 ! -name work
grep -c . work/manifest
