# SPDX-License-Identifier: Apache-2.0
# The roll of tests/cli/roll_audit with 1,200 people, of whom every tenth is listed twice: 60 in c0 and c1 of N, 60 in c2
# and c3 of S, a third of them with two marks; so c0 has 300 names, c1 300 and 60 second ones, and every pair is one of two
# areas. The map has outlines of three communes and of a place that the roll does not tell.
cp "$ROOT/tests/cli/roll_audit/case.yaml" election.yaml
echo 'map: {areas: {level: commune, file: communes.geojson, id: code}}' >>election.yaml
awk -v people=1200 -f "$ROOT/tests/cli/roll_audit/roll.awk" >roll.csv
feature() {
    printf '{"type": "Feature", "properties": {"code": "%s"}, "geometry": {"type": "Polygon", "coordinates": ' "$1"
    printf '[[[%d, 10], [%d, 10], [%d, 11], [%d, 11], [%d, 10]]]}}' "$2" $(($2 + 1)) $(($2 + 1)) "$2" "$2"
}
{
    printf '{"type": "FeatureCollection", "features": ['
    feature c0 100; printf ', '; feature c1 101; printf ', '; feature c2 102; printf ', '; feature elsewhere 103
    printf ']}'
} >communes.geojson
scrutineer verify . --out report >out.txt
section() {
    sed -n '/<section id="roll-areas"/,/<\/section>/p' "$1" | sed '/class="pic/d; s/<[^>]*>/ /g; s/  */ /g'
}
echo "== N"
section report/constituency/n.html
echo "== map of S: c3 has no outline"
sed -n '/id="area-surplus/s/.*<desc[^>]*>\([^<]*\)<.*/\1/p' report/constituency/s.html
echo "== all of the roll, and links to areas"
section report/roll.html | grep -c ' c[0-3] '
grep -o 'href="constituency/[ns].html#roll-areas"' report/roll.html
grep -c 'href="constituency/n.html#roll-area-1"' report/roll.html
