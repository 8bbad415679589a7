// SPDX-License-Identifier: Apache-2.0
// Rows of a table by one of its columns.
import { make } from './dom';
import { leadingNumber } from './numbers';

type Direction = 'none' | 'ascending' | 'descending';
const NEXT: Readonly<Record<Direction, Direction>> = { none: 'ascending', ascending: 'descending', descending: 'none' };

interface Key {
  row: HTMLTableRowElement;
  text: string;
  number: number | undefined;
}

function keyOf(row: HTMLTableRowElement, column: number): Key {
  const cell = row.cells[column];
  const text = (cell?.dataset['sort'] ?? cell?.textContent ?? '').trim();
  return { row, text, number: leadingNumber(text) };
}

// An empty cell or a dash: not known, which is neither least nor most.
function known(key: Key): boolean {
  return !/^[-\u2013\u2014]?$/.test(key.text);
}

export function sorted(rows: readonly HTMLTableRowElement[], column: number, descending: boolean, lang: string): HTMLTableRowElement[] {
  const keys = rows.map((row) => keyOf(row, column));
  const here = keys.filter(known);
  const collator = new Intl.Collator(lang || undefined, { numeric: true });
  const numbers = here.every((key) => key.number !== undefined);
  const order = (a: Key, b: Key): number =>
    numbers ? (a.number ?? 0) - (b.number ?? 0) : collator.compare(a.text, b.text);
  here.sort((a, b) => (descending ? order(b, a) : order(a, b)));
  return [...here, ...keys.filter((key) => !known(key))].map((key) => key.row);
}

class SortedTable {
  private readonly original: { body: HTMLTableSectionElement; rows: HTMLTableRowElement[] }[];
  private readonly heads: HTMLTableCellElement[];

  constructor(private readonly table: HTMLTableElement) {
    this.original = [...table.tBodies].map((body) => ({ body, rows: [...body.rows] }));
    this.heads = [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [])];
  }

  start(): void {
    if (this.heads.some((head) => head.colSpan > 1 || head.rowSpan > 1)) return;
    this.heads.forEach((head, column) => {
      if ((head.textContent ?? '').trim() === '' || head.querySelector('a, button')) return;
      const button = make('button', { type: 'button', class: 'sort' });
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute('aria-sort', 'none');
      button.addEventListener('click', () => this.press(head, column));
    });
  }

  private press(head: HTMLTableCellElement, column: number): void {
    const direction = NEXT[head.getAttribute('aria-sort') as Direction];
    for (const other of this.heads) if (other.hasAttribute('aria-sort')) other.setAttribute('aria-sort', 'none');
    head.setAttribute('aria-sort', direction);
    for (const { body, rows } of this.original) body.append(...this.arranged(rows, column, direction));
  }

  private arranged(rows: readonly HTMLTableRowElement[], column: number, direction: Direction): HTMLTableRowElement[] {
    if (direction === 'none') return [...rows];
    const last = rows.filter((row) => row.classList.contains('sum'));
    const others = rows.filter((row) => !row.classList.contains('sum'));
    const lang = this.table.closest<HTMLElement>('[lang]')?.lang ?? '';
    return [...sorted(others, column, direction === 'descending', lang), ...last];
  }
}

export function makeSortable(table: HTMLTableElement): void {
  new SortedTable(table).start();
}
