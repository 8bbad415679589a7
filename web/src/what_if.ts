// SPDX-License-Identifier: Apache-2.0
// A calculator of one constituency: other votes, the seats that the rules give them.
import { labelled, make } from './dom';
import { grouped, wholeNumber } from './numbers';
import { allocate, passes, type Method, type Outcome, type Threshold } from './seats';
import { word } from './words';

// A list here: its place among the parties, its votes, its seats as the program gave them, and how it takes part.
type List = [party: number, votes: string, given: number, standing: number];
const CANNOT_WIN = 0;
const EXEMPT = 2; // from thresholds

interface Constituency {
  name: string;
  seats: number;
  lists: List[];
  thresholds: Threshold[];
}

interface Data {
  parties: string[];
  method: Method;
  constituencies: Constituency[];
}

interface Result {
  outcome: Outcome | undefined;
  below: boolean[];
}

function compute(method: Method, of: Constituency, votes: readonly bigint[]): Result {
  const all = votes.reduce((sum, own) => sum + own, 0n);
  const below = of.lists.map(
    ([, , , standing], i) => standing !== EXEMPT && !of.thresholds.every((threshold) => passes(votes[i]!, all, threshold)),
  );
  const able = of.lists.map(([, , , standing], i) => (standing !== CANNOT_WIN && !below[i] ? votes[i]! : 0n));
  return { outcome: allocate(method, able, all, of.seats), below };
}

// A constituency that comes out otherwise here than in the program is not offered.
function agrees(method: Method, of: Constituency): boolean {
  const { outcome } = compute(method, of, of.lists.map(([, votes]) => BigInt(votes)));
  return outcome !== undefined && outcome.tiedSeats === 0 && of.lists.every(([, , given], i) => outcome.seats[i] === given);
}

class Calculator {
  private readonly body = make('tbody');
  private readonly status = make('p', { role: 'status' });
  private boxes: HTMLInputElement[] = [];
  private cells: { seats: HTMLTableCellElement; difference: HTMLTableCellElement }[] = [];
  private of: Constituency;

  constructor(private readonly form: HTMLFormElement, private readonly data: Data, private readonly offered: Constituency[]) {
    this.of = offered[0]!;
  }

  start(): void {
    const list = make('select');
    this.offered.forEach((of, i) => list.append(make('option', { value: String(i) }, `${of.name} (${of.seats})`)));
    list.addEventListener('change', () => this.choose(Number(list.value)));
    const back = make('button', { type: 'button' }, word('Back to the figures of the case'));
    back.addEventListener('click', () => this.choose(Number(list.value)));
    const controls = make('div', { class: 'controls' }, labelled(word('Constituency'), list), back);
    this.form.append(controls, this.table(), this.status);
    this.form.addEventListener('submit', (event) => event.preventDefault());
    this.body.addEventListener('input', () => this.show());
    this.choose(0);
    this.form.hidden = false;
  }

  private table(): HTMLElement {
    const heads = (['List', 'Votes', 'Seats as computed', 'Seats with these votes', 'Difference'] as const).map((key) =>
      make('th', { scope: 'col' }, word(key)),
    );
    const table = make('table', { class: 'n' }, make('thead', {}, make('tr', {}, ...heads)), this.body);
    return make('div', { class: 'scroll' }, table);
  }

  private choose(index: number): void {
    this.of = this.offered[index]!;
    this.boxes = [];
    this.cells = [];
    this.body.replaceChildren(...this.of.lists.map((list) => this.row(list)));
    this.show();
  }

  private name(i: number): string {
    return this.data.parties[this.of.lists[i]![0]] ?? '';
  }

  private row([party, votes, given]: List): HTMLTableRowElement {
    const name = this.data.parties[party] ?? '';
    const box = make('input', { inputmode: 'numeric', autocomplete: 'off', 'aria-label': `${word('Votes')}: ${name}` });
    box.value = grouped(BigInt(votes));
    const cells = { seats: make('td'), difference: make('td') };
    this.boxes.push(box);
    this.cells.push(cells);
    const computed = make('td', {}, String(given));
    return make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, box), computed, cells.seats, cells.difference);
  }

  private show(): void {
    const votes = this.boxes.map((box) => wholeNumber(box.value));
    this.boxes.forEach((box, i) => box.setAttribute('aria-invalid', String(votes[i] === undefined)));
    const numbers = votes.flatMap((own) => (own === undefined ? [] : [own]));
    const result = numbers.length === votes.length ? compute(this.data.method, this.of, numbers) : undefined;
    this.cells.forEach((cells, i) => this.fill(cells, i, result));
    this.status.textContent = this.sentence(result);
  }

  private fill(cells: { seats: HTMLElement; difference: HTMLElement }, i: number, result: Result | undefined): void {
    const own = result?.outcome?.seats[i];
    if (own === undefined) {
      cells.seats.textContent = cells.difference.textContent = '\u2013';
      return;
    }
    const change = own - this.of.lists[i]![2];
    const tied = result?.outcome?.tied.includes(i) ? ' + ?' : '';
    cells.seats.textContent = result?.below[i] ? `0 (${word('below the threshold')})` : `${own}${tied}`;
    cells.difference.textContent = change > 0 ? `+${change}` : change < 0 ? `\u2212${-change}` : '0';
  }

  private sentence(result: Result | undefined): string {
    if (!result) return word('Votes must be whole numbers.');
    if (!result.outcome) return word('These rules give no answer for these votes.');
    const { tied, tiedSeats } = result.outcome;
    const names = tied.map((i) => this.name(i)).join(', ');
    const tie =
      tiedSeats > 0 ? word('{1} seats are tied between {2}; a further rule or a lot decides.', tiedSeats, names) : '';
    const outside = this.of.lists.every(([, , , standing]) => standing !== CANNOT_WIN)
      ? ''
      : word('What each list must reach outside this constituency is left as it is.');
    return [tie, outside].filter((text) => text !== '').join(' ');
  }
}

export function startWhatIf(): void {
  const form = document.querySelector<HTMLFormElement>('form#what-if');
  const block = document.getElementById('what-if-data');
  if (!form || !block) return;
  const data = JSON.parse(block.textContent ?? '') as Data;
  const offered = data.constituencies.filter((of) => agrees(data.method, of));
  if (offered.length > 0) new Calculator(form, data, offered).start();
}
