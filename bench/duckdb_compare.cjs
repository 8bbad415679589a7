// SPDX-License-Identifier: Apache-2.0
// Two or more files of returns joined by station with DuckDB: how many stations of each later file are in both, how many
// of these differ, net and gross votes a list, and the stations that only one of the two holds.
//   node duckdb_compare.cjs THREADS FIRST SECOND [FILE...]
'use strict';
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { DuckDBInstance } = createRequire(join(process.cwd(), 'here.js'))('@duckdb/node-api');

const COLUMNS = ['station', 'constituency', 'registered', 'received', 'unused', 'spoiled', 'cast', 'valid', 'invalid',
    'blank', 'v_a', 'v_b', 'v_c', 'v_d'];
const LISTS = ['v_a', 'v_b', 'v_c', 'v_d'];
const COMPARED = [...LISTS, 'cast', 'valid', 'invalid', 'blank'];

async function main() {
    const [threads, ...files] = process.argv.slice(2);
    const instance = await DuckDBInstance.create(':memory:', { threads });
    const connection = await instance.connect();
    const types = COLUMNS.map((c) => `'${c}': 'INTEGER'`).join(', ');
    for (const [i, file] of files.entries())
        await connection.run(`CREATE TABLE t${i} AS SELECT * FROM read_csv('${file.replaceAll("'", "''")}',
            header = true, delim = ',', auto_detect = false, columns = {${types}})`);
    for (let a = 0; a < files.length; a++)
        for (let b = a + 1; b < files.length; b++) {
            const differ = COMPARED.map((c) => `a."${c}" <> b."${c}"`).join(' OR ');
            const both = 'a.station IS NOT NULL AND b.station IS NOT NULL';
            const sums = LISTS.map((c) => `sum(b.${c} - a.${c}) AS net_${c}, sum(abs(b.${c} - a.${c})) AS gross_${c}`);
            const reader = await connection.runAndReadAll(`
                SELECT count(*) FILTER (${both}) AS in_both, count(*) FILTER (${differ}) AS differing,
                    count(*) FILTER (b.station IS NULL) AS only_a, count(*) FILTER (a.station IS NULL) AS only_b,
                    ${sums.join(', ')}
                FROM t${a} a FULL OUTER JOIN t${b} b ON a.station = b.station`);
            const row = reader.getRowObjects()[0];
            console.log(`${row.in_both} ${row.differing} ${row.only_a} ${row.only_b}`,
                LISTS.map((c) => `${row['net_' + c]}/${row['gross_' + c]}`).join(' '));
        }
}

main().catch((error) => {
    console.error(error.message);
    process.exit(1);
});
