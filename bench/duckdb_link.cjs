// SPDX-License-Identifier: Apache-2.0
// usage: node duckdb_link.cjs SQL ROLL [THREADS]
// The steps load, tf, block and score of SQL (dedupe_duckdb.sql beside the generator of the roll), then the lines that
// bench_link prints, which must be equal. Needs the npm package @duckdb/node-api in the working folder.
const fs = require('fs');
const { createRequire } = require('module');
const { DuckDBInstance } = createRequire(process.cwd() + '/')('@duckdb/node-api');

(async () => {
  const [sql, roll, threads = '2'] = process.argv.slice(2);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`SET threads=${threads}`);
  await connection.run('SET preserve_insertion_order=false');
  const rows = async (query) => (await (await connection.runAndReadAll(query)).getRows()).map((row) => row.join(' '));
  const seconds = {};
  for (const step of fs.readFileSync(sql, 'utf8').split(':CSV').join(roll).split(/^-- step /m).slice(1)) {
    const name = step.slice(0, step.indexOf('\n')).trim();
    if (name === 'u')
      continue;
    const before = process.cpuUsage();
    await connection.run(step.slice(step.indexOf('\n')));
    const used = process.cpuUsage(before);
    seconds[name] = (used.user + used.system) / 1e6;
  }
  const found = await rows('SELECT count(*) FROM pairs GROUP BY rule ORDER BY rule');
  const [pairs] = await rows('SELECT count(*) FROM pairs');
  const [kept] = await rows('SELECT count(*) FROM scored');
  console.log(`pairs ${pairs} = ${found.join(' + ')}, kept ${kept}`);
  for (const t of [0, 2, 4, 6, 8])
    console.log(`mw>= ${t}`, ...(await rows(`SELECT count(*), count(*) FILTER (WHERE truth) FROM scored WHERE mw >= ${t}`)));
  const [sum] = await rows(`SELECT sum((31 * least(id_l, id_r)::BIGINT + 17 * greatest(id_l, id_r)::BIGINT) % 1000003
    * (floor(mw * 1099511627776.0)::BIGINT % 1000000007) % 1000000007)::BIGINT FROM scored`);
  console.log(`checksum ${sum}`);
  console.log(`block + score: ${(seconds.block + seconds.score).toFixed(3)} s cpu`);
})();
