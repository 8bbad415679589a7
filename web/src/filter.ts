// SPDX-License-Identifier: Apache-2.0
// A box and lists above a table that hide rows which do not have what is asked for.
import { labelled, make } from './dom';
import { asciiDigits, grouped } from './numbers';
import { word } from './words';

const ROWS_WORTH_IT = 10;

function plain(text: string): string {
  return asciiDigits(text).normalize('NFKC').toLowerCase();
}

interface Facet {
  column: number;
  list: HTMLSelectElement;
}

function cellText(row: HTMLTableRowElement, column: number): string {
  return (row.cells[column]?.textContent ?? '').trim().replace(/\s+/g, ' ');
}

function makeFacet(rows: readonly HTMLTableRowElement[], column: number): Facet | undefined {
  const texts = [...new Set(rows.map((row) => cellText(row, column)))].filter((text) => text !== '');
  if (texts.length < 2) return undefined;
  texts.sort(new Intl.Collator(document.documentElement.lang || undefined, { numeric: true }).compare);
  const list = make('select');
  list.append(make('option', { value: '' }, word('any')));
  for (const text of texts) list.append(make('option', { value: text }, text));
  return { column, list };
}

class Filter {
  private readonly rows: HTMLTableRowElement[];
  private readonly texts: string[];
  private readonly box = make('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' });
  private readonly status = make('p', { role: 'status', class: 'soft' });
  private readonly facets: Facet[];

  constructor(private readonly table: HTMLTableElement) {
    this.rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.classList.contains('sum'));
    this.texts = this.rows.map((row) => plain(row.textContent ?? ''));
    const columns = (table.dataset['facets'] ?? '').split(' ').filter((text) => /^\d+$/.test(text)).map(Number);
    this.facets = columns.flatMap((column) => makeFacet(this.rows, column) ?? []);
  }

  private title(column: number): string {
    const heads = this.table.tHead?.rows;
    return (heads?.[heads.length - 1]?.cells[column]?.textContent ?? '').trim();
  }

  start(): void {
    if (this.rows.length <= ROWS_WORTH_IT && this.table.dataset['filter'] === undefined) return;
    const controls = make('div', { class: 'controls' }, labelled(word('Find in this table'), this.box));
    for (const facet of this.facets) controls.append(labelled(this.title(facet.column), facet.list));
    controls.append(this.status);
    controls.addEventListener('input', () => this.apply());
    (this.table.closest('.scroll') ?? this.table).before(controls);
  }

  private apply(): void {
    const asked = plain(this.box.value).split(/\s+/).filter((text) => text !== '');
    let left = 0;
    this.rows.forEach((row, i) => {
      const fits =
        asked.every((text) => this.texts[i]?.includes(text)) &&
        this.facets.every(({ column, list }) => list.value === '' || cellText(row, column) === list.value);
      row.hidden = !fits;
      if (fits) left += 1;
    });
    this.status.textContent = word('{1} of {2} rows', grouped(left), grouped(this.rows.length));
  }
}

export function makeFilterable(table: HTMLTableElement): void {
  new Filter(table).start();
}
