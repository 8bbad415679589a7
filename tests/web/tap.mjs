// SPDX-License-Identifier: Apache-2.0
// Results as TAP: a test is a sentence and what contradicts it.
let count = 0;
let failed = 0;

// `problems`: what was found against the sentence; empty when it is true.
export function report(sentence, problems) {
  count += 1;
  const fine = problems.length === 0;
  if (!fine) failed += 1;
  console.log(`${fine ? 'ok' : 'not ok'} ${count} - ${sentence}`);
  for (const problem of problems.slice(0, 12)) console.log(`# ${String(problem).replace(/\n/g, '\n# ')}`);
  if (problems.length > 12) console.log(`# and ${problems.length - 12} more`);
}

export function end() {
  console.log(`1..${count}`);
  process.exitCode = failed > 0 ? 1 : 0;
}
