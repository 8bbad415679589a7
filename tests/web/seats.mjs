// SPDX-License-Identifier: Apache-2.0
// The calculator's allocation beside the program's: two implementations, random votes. TAP.
//   node seats.mjs PROGRAM      (SCRUT_WEB_MODULES: where node_modules lies)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { here } from './files.mjs';
import { end, report } from './tap.mjs';

const program = process.argv[2];
const { buildSync } = createRequire(join(process.env.SCRUT_WEB_MODULES, 'package.json'))('esbuild');
const folder = mkdtempSync(join(tmpdir(), 'seats-'));
const outfile = join(folder, 'seats.mjs');
buildSync({ entryPoints: [join(here, '../../web/src/seats.ts')], bundle: true, format: 'esm', outfile });
const { allocate } = await import(pathToFileURL(outfile).href);
rmSync(folder, { recursive: true });

const quota = (plus, rounding, rest) => ({ quota: plus, rounding, rest });
const METHODS = {
  dhondt: { divisor: ['1', '1', '1'] },
  'sainte-lague': { divisor: ['1', '1', '2'] },
  'modified-sainte-lague': { divisor: ['7', '5', '10'] },
  danish: { divisor: ['1', '1', '3'] },
  hare: quota(0, 'exact', 'largest-remainder'),
  droop: quota(1, 'floor-plus-one', 'largest-remainder'),
  'imperiali-quota': quota(2, 'exact', 'largest-remainder'),
  'quota-highest-average': quota(0, 'exact', 'highest-average'),
};
const SEED = 20130728;
const ROUNDS = process.env.SCRUT_TEST_EXTENT === 'long' ? 400 : 12;

// SplitMix64: the same numbers everywhere.
function numbers(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return (z ^ (z >> 31n)) % BigInt(below);
  };
}

// Undefined: the rules give no answer (quotas that give more seats than there are).
function ask(method, votes, seats) {
  const lists = votes.map((own, i) => `L${i}=${own}`).join(',');
  const args = ['seats', '--method', method, '--seats', String(seats), '--votes', lists, '--json'];
  const out = spawnSync(program, args, { encoding: 'utf8' });
  return out.status === 0 ? JSON.parse(out.stdout) : undefined;
}

function same(answer, outcome) {
  if (answer === undefined || outcome === undefined) return answer === outcome;
  const certain = outcome.seats.every((own, i) => own === answer.allocation[`L${i}`]);
  const tied = outcome.tied.map((i) => `L${i}`).sort();
  return certain && outcome.tiedSeats === (answer.tie?.seats ?? 0) && tied.join() === (answer.tie?.parties ?? []).sort().join();
}

const draw = numbers(SEED);
for (const [name, method] of Object.entries(METHODS)) {
  const problems = [];
  let given = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const lists = 2 + Number(draw(6));
    const seats = 1 + Number(draw(20));
    // Small numbers tie often; products of the large ones are more than a double can hold.
    const size = [12n, 2000n, 1n << 40n][round % 3];
    const votes = Array.from({ length: lists }, () => 1n + draw(size));
    const outcome = allocate(method, votes, votes.reduce((a, b) => a + b), seats);
    const answer = ask(name, votes, seats);
    given += answer === undefined ? 0 : 1;
    if (!same(answer, outcome)) problems.push(`${seats} seats, votes ${votes}: ${JSON.stringify(outcome)} and ${JSON.stringify(answer)}`);
  }
  if (given < ROUNDS / 3) problems.push(`the program gave seats in ${given} draws only`);
  report(`${name}: the calculator gives the program's seats and ties (seed ${SEED}, ${ROUNDS} draws)`, problems);
}
end();
