// SPDX-License-Identifier: Apache-2.0
// The question of bench_accounts, put to DuckDB. See README.md for how to run it.
//   node duckdb_returns.cjs FILE [THREADS]
'use strict';
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { DuckDBInstance } = createRequire(join(process.cwd(), 'here.js'))('@duckdb/node-api');

const COLUMNS = ['registered', 'received', 'unused', 'spoiled', 'cast', 'valid', 'invalid', 'blank',
    'v_a', 'v_b', 'v_c', 'v_d'];
const CONSTITUENCY_MAX = 1000;
const MASK = (1n << 64n) - 1n;

async function main() {
    const [file, threads = '2'] = process.argv.slice(2);
    const instance = await DuckDBInstance.create(':memory:', { threads });
    const connection = await instance.connect();
    const sums = COLUMNS.map((c) => `sum("${c}")::BIGINT AS "${c}"`).join(', ');
    const start = process.hrtime.bigint();
    const reader = await connection.runAndReadAll(`
        SELECT constituency, count(*) AS forms, ${sums},
            count(*) FILTER (valid + invalid + blank <> "cast") AS broken_0,
            count(*) FILTER (v_a + v_b + v_c + v_d <> valid) AS broken_1,
            count(*) FILTER ("cast" > registered) AS broken_2
        FROM read_csv('${file.replaceAll("'", "''")}', header = true, delim = ',', auto_detect = false,
            columns = {${['station', 'constituency', ...COLUMNS].map((c) => `'${c}': 'INTEGER'`).join(', ')}})
        GROUP BY constituency`);
    const rows = reader.getRowObjects();
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const byConstituency = new Map(rows.map((r) => [Number(r.constituency), r]));
    let digest = 0n;
    for (let k = 0; k < CONSTITUENCY_MAX; k++) {
        const row = byConstituency.get(k);
        digest = (digest * 31n + (row ? BigInt(row.forms) : 0n)) & MASK;
        for (const c of COLUMNS)
            digest = (digest * 31n + (row ? BigInt(row[c]) : 0n)) & MASK;
    }
    const broken = [0, 1, 2].map((n) => rows.reduce((sum, r) => sum + BigInt(r[`broken_${n}`]), 0n));
    console.log(`digest ${digest} broken ${broken.join(' ')}\nseconds ${seconds.toFixed(4)}`);
}

main().catch((error) => {
    console.error(error.message);
    process.exit(1);
});
