// SPDX-License-Identifier: Apache-2.0
// One constituency's allocation, exactly: quotients are compared by cross products of BigInt.

export type Method =
  | { divisor: readonly [string, string, string] }
  | { quota: number; rounding: string; rest: string; all?: boolean };

export interface Threshold {
  numerator?: string;
  denominator?: string;
  votes?: string;
  strict?: boolean;
  others?: string; // votes of the base that are nobody's
}

export interface Outcome {
  seats: number[];
  tied: number[]; // lists between which nothing decides
  tiedSeats: number;
}

interface Fraction {
  top: bigint;
  bottom: bigint; // positive
}

function compare(a: Fraction, b: Fraction): number {
  const left = a.top * b.bottom;
  const right = b.top * a.bottom;
  return left > right ? 1 : left < right ? -1 : 0;
}

// Gives one seat after another to the largest claim; claims of one size are served together, or are tied.
function serve(out: Outcome, seats: number, claim: (list: number) => Fraction | undefined): void {
  for (let left = seats; left > 0; ) {
    let best: Fraction | undefined;
    let group: number[] = [];
    out.seats.forEach((_, list) => {
      const own = claim(list);
      if (!own) return;
      const order = best ? compare(own, best) : 1;
      if (order > 0) [best, group] = [own, [list]];
      else if (order === 0) group.push(list);
    });
    if (group.length === 0) return;
    if (group.length > left) {
      out.tied = group;
      out.tiedSeats = left;
      return;
    }
    for (const list of group) out.seats[list]! += 1;
    left -= group.length;
  }
}

function byDivisor(numbers: readonly [string, string, string], votes: readonly bigint[], seats: number): Outcome {
  const [first, start, step] = numbers.map(BigInt) as [bigint, bigint, bigint];
  const out: Outcome = { seats: votes.map(() => 0), tied: [], tiedSeats: 0 };
  serve(out, seats, (list) => {
    const has = out.seats[list]!;
    const top = votes[list]!;
    return top > 0n ? { top, bottom: has === 0 ? first : start + step * BigInt(has) } : undefined;
  });
  return out;
}

function rounded(quota: Fraction, rounding: string): Fraction {
  const floor = quota.top / quota.bottom;
  const exact = floor * quota.bottom === quota.top;
  switch (rounding) {
    case 'floor':
      return { top: floor, bottom: 1n };
    case 'ceil':
      return { top: exact ? floor : floor + 1n, bottom: 1n };
    case 'nearest':
      return { top: (2n * quota.top + quota.bottom) / (2n * quota.bottom), bottom: 1n };
    case 'floor-plus-one':
      return { top: floor + 1n, bottom: 1n };
    default:
      return quota;
  }
}

function byQuota(method: Extract<Method, { quota: number }>, votes: readonly bigint[], all: bigint, seats: number): Outcome | undefined {
  const base = method.all ? all : votes.reduce((sum, own) => sum + own, 0n);
  const quota = rounded({ top: base, bottom: BigInt(seats + method.quota) }, method.rounding);
  if (quota.top <= 0n) return undefined;
  const full = votes.map((own) => Number((own * quota.bottom) / quota.top));
  const left = seats - full.reduce((sum, own) => sum + own, 0);
  if (left < 0) return undefined;
  const out: Outcome = { seats: [...full], tied: [], tiedSeats: 0 };
  serve(out, left, (list) => {
    const top = votes[list]!;
    const has = out.seats[list]!;
    if (top <= 0n) return undefined;
    if (method.rest === 'highest-average') return { top, bottom: BigInt(has + 1) };
    return has > full[list]! ? undefined : { top: top * quota.bottom - BigInt(full[list]!) * quota.top, bottom: 1n };
  });
  // More left-over seats than lists: the law of the case decides, which is not known here.
  return out.seats.reduce((sum, own) => sum + own, out.tiedSeats) === seats ? out : undefined;
}

export function passes(own: bigint, all: bigint, threshold: Threshold): boolean {
  const reached = threshold.votes !== undefined ? own : own * BigInt(threshold.denominator ?? '1');
  const least =
    threshold.votes !== undefined
      ? BigInt(threshold.votes)
      : BigInt(threshold.numerator ?? '0') * (all + BigInt(threshold.others ?? '0'));
  return threshold.strict ? reached > least : reached >= least;
}

// Undefined: the rules, as far as they are known here, give no answer. Lists that cannot win have votes of 0.
export function allocate(method: Method, votes: readonly bigint[], all: bigint, seats: number): Outcome | undefined {
  return 'divisor' in method ? byDivisor(method.divisor, votes, seats) : byQuota(method, votes, all, seats);
}
