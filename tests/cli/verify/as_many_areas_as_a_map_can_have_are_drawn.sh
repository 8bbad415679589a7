# SPDX-License-Identifier: Apache-2.0
# The roll of tests/cli/roll_audit, whose people of S live in 250 communes that have outlines, and then in 251.
feature() {
    printf '{"type": "Feature", "properties": {"code": "%s"}, "geometry": {"type": "Polygon", "coordinates": ' "$1"
    printf '[[[%d, 10], [%d, 10], [%d, 11], [%d, 11], [%d, 10]]]}}' "$2" $(($2 + 1)) $(($2 + 1)) "$2" "$2"
}
for communes in 250 251; do
    sed '/^  population/d' "$ROOT/tests/cli/roll_audit/case.yaml" >election.yaml
    echo 'map: {areas: {level: commune, file: communes.geojson, id: code}}' >>election.yaml
    awk -v people=1200 -f "$ROOT/tests/cli/roll_audit/roll.awk" |
        awk -F, -v OFS=, -v communes="$communes" '$6 == "S" { $7 = "d" NR % communes } { print }' >roll.csv
    {
        printf '{"type": "FeatureCollection", "features": ['
        commune=0
        while [ "$commune" -lt "$communes" ]; do
            [ "$commune" -eq 0 ] || printf ', '
            feature "d$commune" $((commune % 180))
            commune=$((commune + 1))
        done
        printf ']}'
    } >communes.geojson
    scrutineer verify . --out report >out.txt
    echo "$communes communes: $(grep -c 'id="area-surplus' report/constituency/s.html) map of them"
    rm -r report
done
