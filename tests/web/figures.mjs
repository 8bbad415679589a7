// SPDX-License-Identifier: Apache-2.0
// Every figure of the front page is followed to its own cells: where its link leads the same number stands, or parts
// that add up to it or are so many; parts lead on until cells of the evidence are named; and what those cells hold is
// read from the case's files and compared.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { report } from './tap.mjs';

const CLICKS = 3;
const NUMBER = /\d+(?:,\d{3})*(?:\.\d+)?/g;

const numbersOf = (text) => text.match(NUMBER) ?? [];
const valueOf = (number) => Number(number.replace(/,/g, ''));
const shorten = (text) => text.replace(/\s+/g, ' ').trim().slice(0, 120);

/* ---- the evidence ---- */

// Records of a CSV file, each with the line that it begins on.
function readCsv(text) {
  const separator = [',', ';', '\t'].sort((a, b) => text.split('\n', 1)[0].split(b).length - text.split('\n', 1)[0].split(a).length)[0];
  const records = [];
  let line = 1;
  let record = { line, cells: [''] };
  let quoted = false;
  const add = (c) => (record.cells[record.cells.length - 1] += c);
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (c === '\n') line += 1;
    if (quoted) {
      if (c !== '"') add(c);
      else if (text[i + 1] === '"') add(text[(i += 1)]);
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === separator) record.cells.push('');
    else if (c === '\n') {
      records.push(record);
      record = { line, cells: [''] };
    } else if (c !== '\r') add(c);
  }
  if (record.cells.length > 1 || record.cells[0] !== '') records.push(record);
  return { header: records[0].cells, rows: new Map(records.slice(1).map(({ line: at, cells }) => [at, cells])) };
}

class Evidence {
  constructor(folder) {
    this.folder = folder;
    this.files = new Map();
  }

  csv(file) {
    if (!this.files.has(file)) this.files.set(file, readCsv(readFileSync(join(this.folder, file), 'utf8').replace(/^\ufeff/, '')));
    return this.files.get(file);
  }

  // "file:line:column", "file:column", "file:line"
  place(cell) {
    for (let at = cell.indexOf(':'); at > 0; at = cell.indexOf(':', at + 1)) {
      const file = cell.slice(0, at);
      if (!existsSync(join(this.folder, file))) continue;
      const [, line, , column] = /^(\d+)?(:?)(.*)$/s.exec(cell.slice(at + 1));
      return { file, line: line === undefined ? 0 : Number(line), column };
    }
    return existsSync(join(this.folder, cell)) ? { file: cell, line: 0, column: '' } : null;
  }

  // What a cell holds: a number, the sum of a column, or NaN where there is none of these (a whole row).
  value({ file, line, column }, leftOut) {
    if (column === '' || !/\.csv$/.test(file)) return NaN;
    const { header, rows } = this.csv(file);
    const index = header.indexOf(column);
    if (index < 0) return undefined;
    if (line > 0) return valueOf(rows.get(line)?.[index] ?? 'none');
    let sum = 0;
    for (const [at, cells] of rows) if (!leftOut.has(`${file}:${at}`) && cells[index] !== '') sum += valueOf(cells[index]);
    return sum;
  }

  // Of a file that is no table: whether the line (0: any) has the number.
  mentions({ file, line }, number) {
    const lines = readFileSync(join(this.folder, file), 'utf8').split('\n');
    const read = line > 0 ? lines.slice(line - 1, line) : lines;
    return read.some((text) => numbersOf(text).some((n) => valueOf(n) === number));
  }
}

/* ---- one element that a link leads to ---- */

const isPart = (e) => e.has('data-part');
const isCell = (e) => e.name === 'code' && e.isOf('cell');
const partsOf = (e) => [...e.inside(isPart)].filter(isPart);
const cellsOf = (e) => [...e.inside(isPart)].filter(isCell);

class Walk {
  constructor(site, evidence) {
    this.site = site;
    this.evidence = evidence;
    this.problems = [];
    this.verified = new Map(); // elements whose cells were compared
    this.compared = 0;
  }

  target(path, href) {
    const [file, anchor = ''] = href.split('#');
    const page = file === '' ? path : posix.join(posix.dirname(path), file);
    if (!this.site.files.includes(page) || !page.endsWith('.html')) return null;
    const { ids } = this.site.tree(page);
    const element = ids.get(anchor === '' ? 'main' : anchor);
    return element === undefined ? null : { page, element };
  }

  // Lines that a source lists and does not count, as the page names them.
  leftOut(page) {
    const listed = [...this.site.tree(page).ids].filter(([id]) => id.endsWith('-left-out'));
    return new Set(listed.flatMap(([, e]) => e.find(isCell).map((cell) => cell.text)));
  }

  // The cells of a part hold what it says that it adds.
  compare(page, part) {
    const cells = cellsOf(part).map((cell) => [cell.text, this.evidence.place(cell.text)]);
    for (const [text, place] of cells) if (place === null) this.problems.push(`no such file: ${text}`);
    const places = cells.map(([, place]) => place).filter((place) => place !== null);
    const held = places.map((place) => this.evidence.value(place, this.leftOut(page)));
    if (held.includes(undefined)) this.problems.push(`no such column: ${cells.map(([text]) => text)}`);
    if (held.length === 0 || held.some((value) => Number.isNaN(value) || value === undefined)) {
      const tables = places.filter(({ file }) => !/\.csv$/.test(file));
      if (tables.length === 1 && !this.evidence.mentions(tables[0], Number(part.attributes['data-part'])))
        this.problems.push(`${cells[0][0]} does not hold ${part.attributes['data-part']}`);
      return;
    }
    const sum = held.reduce((a, b) => a + b, 0);
    this.compared += 1;
    if (sum !== Number(part.attributes['data-part'])) this.problems.push(`${shorten(part.text)}: its cells hold ${sum}`);
  }

  compareAll(page, element) {
    if (this.verified.has(element)) return;
    this.verified.set(element, true);
    if (isPart(element)) this.compare(page, element);
    for (const part of partsOf(element)) this.compareAll(page, part);
    const sum = partsOf(element).reduce((a, part) => a + Number(part.attributes['data-part']), 0);
    // Parts of a figure that is one itself add up to it.
    if (isPart(element) && partsOf(element).length > 0 && sum !== Number(element.attributes['data-part']))
      this.problems.push(`${shorten(element.text)}: its parts add up to ${sum}`);
    for (const row of element.find((e) => e.isOf('sum'))) this.compareSum(row);
  }

  // A row of sums: each whole number is what its column adds up to.
  compareSum(row) {
    const cells = (r) => r.children.filter((c) => typeof c !== 'string' && (c.name === 'td' || c.name === 'th'));
    const others = row.parent.children.filter((r) => typeof r !== 'string' && r.name === 'tr' && r !== row);
    cells(row).forEach((cell, i) => {
      const [number] = numbersOf(cell.text);
      if (cell.name !== 'td' || number === undefined) return;
      const sum = others.reduce((a, r) => a + valueOf(numbersOf(cells(r)[i]?.text ?? '')[0] ?? '0'), 0);
      if (sum !== valueOf(number)) this.problems.push(`sum ${number}: the column adds up to ${sum}`);
    });
  }

  // Whether cells are named here, or where links of every part lead, by so many clicks more.
  reachesCells(page, element, clicks) {
    if (element.find(isCell).length > 0) return true;
    if (clicks === 0) return false;
    // Nothing stands behind a part of zero.
    const parts = partsOf(element).filter((part) => part.attributes['data-part'] !== '0');
    const ways = parts.length > 0 ? parts : [element];
    return ways.every((way) =>
      [...way.find((e) => e.name === 'a'), ...(way.name === 'a' ? [way] : [])].some((a) => {
        const next = this.target(page, a.attributes.href ?? '');
        return next !== null && this.reachesCells(next.page, next.element, clicks - 1);
      }),
    );
  }

  // A number is accounted for where its link leads: shown there, the sum of the parts, or their count.
  accounts(element) {
    const parts = partsOf(element);
    const own = isPart(element) ? [element] : [];
    const sum = (key) => parts.reduce((a, part) => a + Number(part.attributes[key] ?? (key === 'data-most' ? part.attributes['data-part'] : 0)), 0);
    const sums = parts.length > 0 ? [sum('data-part'), sum('data-most'), sum('data-added')] : [];
    // Numbers that are shown inside parts are those of the parts; of others only those in words of the element's own.
    const shown = parts.length > 0 && own.length === 0 ? textOf(element, isPart) : textOf(element);
    return new Set([...sums, parts.length, ...own.map((e) => Number(e.attributes['data-part'])), ...numbersOf(shown).map(valueOf)]);
  }

  follow(page, a) {
    const text = textOf(a);
    const numbers = numbersOf(text).map(valueOf);
    if (numbers.length === 0) return;
    const to = this.target(page, a.attributes.href ?? '');
    if (to === null) {
      this.problems.push(`leads nowhere: ${shorten(text)}`);
      return;
    }
    const accounted = this.accounts(to.element);
    for (const number of numbers)
      if (!accounted.has(number)) this.problems.push(`"${shorten(text)}" -> ${a.attributes.href}: ${number} is not there`);
    if (numbers.some((number) => number !== 0) && !this.reachesCells(to.page, to.element, CLICKS - 1))
      this.problems.push(`"${shorten(text)}" -> ${a.attributes.href}: no cells within ${CLICKS} clicks`);
    this.compareAll(to.page, to.element);
  }
}

const UNSEEN = new Set(['desc', 'title', 'script']);

// What is seen of an element, without what `skip` holds for.
function textOf(element, skip = () => false) {
  return element.children
    .map((child) => (typeof child === 'string' ? child : UNSEEN.has(child.name) || skip(child) ? ' ' : `${textOf(child, skip)} `))
    .join('');
}

export function figuresLeadToTheirCells(site, folder) {
  const walk = new Walk(site, new Evidence(folder));
  const { ids } = site.tree('index.html');
  const main = ids.get('main');
  const links = main.find((e) => e.name === 'a');
  for (const a of links) walk.follow('index.html', a);
  const figures = links.reduce((count, a) => count + numbersOf(textOf(a)).length, 0);
  // Pictures have axes; their figures are those of their links.
  const bare = textOf(main, (e) => e.name === 'a' || e.name === 'svg' || e.name === 'h1');
  for (const number of numbersOf(bare)) walk.problems.push(`${number} stands in no link: ...${shorten(bare.slice(Math.max(0, bare.indexOf(number) - 60)))}`);
  for (const svg of main.find((e) => e.name === 'svg' && e.isOf('pic')))
    if (numbersOf(textOf(svg)).length > 0 && svg.find((e) => e.name === 'a').length === 0) walk.problems.push(`a picture without links: ${shorten(svg.text)}`);
  if (figures === 0 || walk.compared === 0) walk.problems.push('no figure was followed to a cell');
  report(
    `${site.name}: each of the ${figures} figures of the front page leads within ${CLICKS} clicks to its own cells, of which ${walk.compared} sets hold what the pages say`,
    walk.problems,
  );
}
