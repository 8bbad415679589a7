// SPDX-License-Identifier: Apache-2.0
// What must hold of pages in a browser. Chromium is Debian's; nothing may leave the machine.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { here } from './files.mjs';
import { report } from './tap.mjs';

const require = createRequire(join(process.env.SCRUT_WEB_MODULES, 'package.json'));
const { chromium } = require('playwright-core');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const TABS_MAX = 250; // more stops than this on a page are not walked one by one

export function launch() {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const args = process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet;
  return chromium.launch({ executablePath: process.env.CHROMIUM, args });
}

export function address(site, path) {
  return pathToFileURL(join(site.folder, path)).href;
}

// A page that remembers what it says and asks for. `base`: all that it may ask for begins so.
async function watched(context, base) {
  const page = await context.newPage();
  const seen = { problems: [] };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.problems.push(`script: ${error.message}`));
  page.on('dialog', (dialog) => {
    seen.problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) seen.problems.push(`request: ${request.url()}`);
  });
  return { page, seen };
}

// Rules about what is drawn; all others are about the page itself, which is the same in every view.
const OF_VIEWS = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block', 'css-orientation-lock'];

async function violations(page, again) {
  const runOnly = again ? { type: 'rule', values: OF_VIEWS } : { type: 'tag', values: RULES };
  await page.evaluate(AXE);
  return page.evaluate(async (only) => {
    const result = await globalThis.axe.run(document, { runOnly: only, resultTypes: ['violations'], preload: false });
    return result.violations.map((v) => `${v.id}: ${v.nodes.length} times, first ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary ?? ''}`);
  }, runOnly);
}

async function overflow(page) {
  return page.evaluate(() => {
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over <= 0) return '';
    const wide = [...document.querySelectorAll('body *')].filter(
      (e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll') && e.children.length === 0,
    );
    return `${over} px too wide: ${wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 100)).join(' ')}`;
  });
}

// `again`: the pages were looked at in another view.
async function look(browser, site, paths, { width, scheme }, again) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    offline: true,
  });
  const found = { axe: [], wide: [], noise: [] };
  const { page, seen } = await watched(context, pathToFileURL(site.folder).href);
  for (const path of paths) {
    seen.problems.length = 0;
    await page.goto(address(site, path));
    const over = await overflow(page);
    if (over !== '') found.wide.push(`${path}: ${over}`);
    // Before axe, which sets styles of its own.
    for (const line of seen.problems) found.noise.push(`${path}: ${line}`);
    for (const line of await violations(page, again)) found.axe.push(`${path}: ${line}`);
  }
  await context.close();
  return found;
}

export async function pagesAreAccessible(browser, site, paths, views, everyRule) {
  for (const [i, view] of views.entries()) {
    const found = await look(browser, site, paths, view, i > 0 && !everyRule);
    const where = `${paths.length} pages at ${view.width} px, ${view.scheme}`;
    report(`${site.name}: no rule of accessibility is broken, ${where}`, found.axe);
    report(`${site.name}: nothing is wider than the window, ${where}`, found.wide);
    report(`${site.name}: no error, dialog or request to elsewhere, ${where}`, found.noise);
  }
}

/* ---- without scripts ---- */

// What the page itself says: without the controls that the script adds.
function ownText() {
  const copy = document.querySelector('main').cloneNode(true);
  for (const added of copy.querySelectorAll('.controls, .zoom-controls, #what-if, script')) added.remove();
  const tables = [...copy.querySelectorAll('table')].map((table) => table.rows.length);
  return { text: copy.textContent.replace(/\s+/g, ' ').trim(), tables };
}

async function ownTexts(browser, site, paths, javaScriptEnabled) {
  const context = await browser.newContext({ javaScriptEnabled, offline: true });
  const page = await context.newPage();
  const texts = [];
  for (const path of paths) {
    await page.goto(address(site, path));
    texts.push(JSON.stringify(await page.evaluate(ownText)));
  }
  await context.close();
  return texts;
}

export async function scriptsChangeNoFact(browser, site, paths) {
  const on = await ownTexts(browser, site, paths, true);
  const off = await ownTexts(browser, site, paths, false);
  const differ = paths.filter((_, i) => on[i] !== off[i] || off[i].length < 40);
  report(`${site.name}: with scripts off the same texts and tables are there (${paths.length} pages)`, differ);
}

/* ---- by keyboard ---- */

function stops() {
  const reached = 'a[href], button:enabled, input, select, textarea, summary, [tabindex="0"]';
  return [...document.querySelectorAll(reached)].filter((e) => e.checkVisibility() && e.getClientRects().length > 0).length;
}

function focused() {
  const e = document.activeElement;
  if (e === null || e === document.body) return null;
  globalThis.stopsSeen ??= new Set();
  globalThis.stopsSeen.add(e);
  const style = getComputedStyle(e);
  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return { count: globalThis.stopsSeen.size, visible: seen, html: e.outerHTML.slice(0, 120) };
}

async function walk(page, path, problems) {
  const wanted = await page.evaluate(stops);
  if (wanted > TABS_MAX) return false;
  let count = 0;
  for (let i = 0; i < wanted + 5; i += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(focused);
    if (at === null) break;
    count = at.count;
    if (!at.visible) problems.push(`${path}: focus cannot be seen on ${at.html}`);
  }
  if (count < wanted) problems.push(`${path}: ${count} of ${wanted} links and controls are reached by Tab`);
  return true;
}

export async function keyboardReachesAll(browser, site, paths) {
  const context = await browser.newContext({ offline: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const problems = [];
  let walked = 0;
  for (const path of paths) {
    await page.goto(address(site, path));
    if (await walk(page, path, problems)) walked += 1;
  }
  await context.close();
  if (walked === 0) problems.push('no page was walked');
  report(`${site.name}: Tab reaches every link and control, and focus is seen (${walked} pages)`, problems);
}

/* ---- the script's controls ---- */

async function firstPageWith(page, site, paths, selector) {
  for (const path of paths) {
    await page.goto(address(site, path));
    if ((await page.locator(selector).count()) > 0) return path;
  }
  return undefined;
}

function columnOf(index) {
  const table = [...document.querySelectorAll('table.sortable')].find((t) => t.querySelector('button.sort'));
  const rows = [...table.tBodies[0].rows].filter((row) => !row.classList.contains('sum'));
  return rows.map((row) => row.cells[index]?.textContent.trim() ?? '');
}

const numberOf = (text) => Number(/[\d,.]+/.exec(text)?.[0].replace(/,/g, ''));
const rises = (values) => values.every((value, i) => i === 0 || !(value < values[i - 1]));

export async function tablesSort(browser, site, paths) {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const problems = [];
  const path = await firstPageWith(page, site, paths, 'table.sortable button.sort');
  if (path === undefined) problems.push('no page has a table to sort');
  else problems.push(...(await sortOneTable(page, path)));
  await context.close();
  report(`${site.name}: a table sorts by a column of numbers both ways and back, what is not known last`, problems);
}

async function sortOneTable(page, path) {
  const index = await page.evaluate(() => {
    const table = [...document.querySelectorAll('table.sortable')].find((t) => t.querySelector('button.sort'));
    const rows = [...table.tBodies[0].rows].filter((row) => !row.classList.contains('sum'));
    return [...table.tHead.rows[0].cells].findIndex((_, i) =>
      rows.every((row) => row.cells[i] && /^(\s*[\d,]+\s*|\s*\u2013\s*)$/.test(row.cells[i].textContent)) && rows.some((row) => /\d/.test(row.cells[i].textContent)));
  });
  if (index < 0) return [`${path}: no column of numbers`];
  const table = page.locator('table.sortable').filter({ has: page.locator('button.sort') }).first();
  const button = table.locator('thead th').nth(index).locator('button.sort');
  const before = await page.evaluate(columnOf, index);
  const orders = [];
  for (let press = 0; press < 3; press += 1) {
    await button.click();
    orders.push(await page.evaluate(columnOf, index));
  }
  const problems = [];
  const known = (texts) => texts.filter((text) => /\d/.test(text)).map(numberOf);
  const lastAreUnknown = (texts) => !texts.slice(0, known(texts).length).some((text) => !/\d/.test(text));
  if (!rises(known(orders[0])) || !lastAreUnknown(orders[0])) problems.push(`${path}: ascending: ${orders[0].slice(0, 20)}`);
  if (!rises(known(orders[1]).reverse()) || !lastAreUnknown(orders[1])) problems.push(`${path}: descending: ${orders[1].slice(0, 20)}`);
  if (orders[2].join() !== before.join()) problems.push(`${path}: the page's own order is lost`);
  if (new Set(known(before)).size < 2) problems.push(`${path}: a column without two different numbers shows nothing`);
  return problems;
}

export async function tablesFilter(browser, site, paths) {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const problems = [];
  const path = await firstPageWith(page, site, paths, '.controls input[type=search]');
  if (path === undefined) problems.push('no page has a table to search');
  else problems.push(...(await filterOneTable(page, path)));
  await context.close();
  report(`${site.name}: typing hides the rows without the words, and says how many are left`, problems);
}

async function filterOneTable(page, path) {
  const box = page.locator('.controls input[type=search]').first();
  const rows = () => page.evaluate(() => {
    const table = document.querySelector('.controls').nextElementSibling.querySelector('table') ?? document.querySelector('.controls + table');
    return [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.classList.contains('sum')).map((row) => [row.hidden, row.textContent.toLowerCase()]);
  });
  const all = await rows();
  const word = /[\p{L}\d-]{3,}/u.exec(all[Math.floor(all.length / 2)][1])?.[0] ?? '';
  await box.fill(word);
  const left = await rows();
  const problems = [];
  if (left.some(([hidden, text]) => hidden === text.includes(word))) problems.push(`${path}: rows with "${word}" are hidden, or others shown`);
  const status = await page.locator('.controls [role=status]').first().textContent();
  const shown = left.filter(([hidden]) => !hidden).length;
  if (numberOf(status) !== shown) problems.push(`${path}: "${status}" of ${shown} rows`);
  await box.fill('');
  if ((await rows()).some(([hidden]) => hidden)) problems.push(`${path}: rows stay hidden`);
  return problems;
}

export async function calculatorAgrees(browser, site) {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  await page.goto(address(site, 'margins.html'));
  const form = page.locator('form#what-if');
  const problems = [];
  if (!(await form.isVisible().catch(() => false))) problems.push('there is no calculator');
  else {
    const seats = () => form.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [row.cells[2].textContent, row.cells[3].textContent]));
    const before = await seats();
    if (before.some(([given, now]) => given !== now && !now.startsWith('0 ('))) problems.push(`at first: ${JSON.stringify(before)}`);
    const boxes = form.locator('tbody input');
    for (let i = 1; i < (await boxes.count()); i += 1) await boxes.nth(i).fill('0');
    const all = before.reduce((sum, [given]) => sum + Number(given), 0);
    if (Number((await seats())[0][1]) !== all) problems.push(`the only list with votes does not hold ${all} seats`);
    await boxes.nth(0).fill('12x');
    if ((await boxes.nth(0).getAttribute('aria-invalid')) !== 'true') problems.push('"12x" passes as a number of votes');
    if (!/whole numbers/.test(await form.locator('[role=status]').textContent())) problems.push('nothing is said of "12x"');
  }
  await context.close();
  report(`${site.name}: the calculator starts from the program's seats and follows the votes typed`, problems);
}

/* ---- Khmer ---- */

const WORDS = ['ស្ត្រី', 'ក្រុម', 'ភ្នំពេញ', 'ការបោះឆ្នោត', 'គណបក្ស', '០១២៣៤៥'];
const TOLERANCE = 0.02; // share of pixels that differ clearly

function khmerPage(words) {
  return `<!DOCTYPE html><html lang="km"><head><meta charset="utf-8"><link rel="stylesheet" href="style.css"></head>
<body><h1>${words.slice(0, 3).join(' ')}<br>${words.slice(3).join(' ')}</h1></body></html>`;
}

async function drawn(page, site, words) {
  writeFileSync(join(site.folder, 'khmer-words.html'), khmerPage(words));
  await page.goto(address(site, 'khmer-words.html'));
  const loaded = await page.evaluate(async () => {
    await document.fonts.load('52px "Noto Sans Khmer"', document.body.textContent);
    await document.fonts.ready;
    for (let frame = 0; frame < 3; frame += 1) await new Promise((done) => requestAnimationFrame(done));
    return [...document.fonts].filter((face) => face.status === 'loaded').length;
  });
  return { picture: await page.locator('h1').screenshot(), loaded };
}

// Share of pixels of two PNGs whose grey differs by more than a third.
async function difference(page, a, b) {
  await page.goto('about:blank');
  return page.evaluate(async (pictures) => {
    const pixels = await Promise.all(
      pictures.map(async (base64) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        canvas.getContext('2d').drawImage(bitmap, 0, 0);
        return canvas.getContext('2d').getImageData(0, 0, bitmap.width, bitmap.height);
      }),
    );
    if (pixels[0].width !== pixels[1].width || pixels[0].height !== pixels[1].height) return 1;
    let differ = 0;
    let ink = 0;
    for (let i = 0; i < pixels[0].data.length; i += 4) {
      if (Math.abs(pixels[0].data[i] - pixels[1].data[i]) > 85) differ += 1;
      if (pixels[0].data[i] < 128) ink += 1;
    }
    return differ / Math.max(ink, 1);
  }, [a.toString('base64'), b.toString('base64')]);
}

export async function khmerIsShaped(browser, site) {
  const stored = join(here, 'khmer.png');
  const context = await browser.newContext({ viewport: { width: 800, height: 400 }, offline: true, colorScheme: 'light' });
  const page = await context.newPage();
  const { picture, loaded } = await drawn(page, site, WORDS);
  if (process.env.SCRUT_WEB_UPDATE) writeFileSync(stored, picture);
  // Parted by a joiner that forbids it, consonants no longer stand below one another.
  const parted = await drawn(page, site, WORDS.map((text) => text.replace(/\u17d2/g, '\u17d2\u200c')));
  const wanted = readFileSync(stored);
  const far = await difference(page, picture, wanted);
  const control = await difference(page, parted.picture, wanted);
  await context.close();
  report(`${site.name}: the page brings its own Khmer font`, loaded > 0 ? [] : ['it was not loaded']);
  report(`${site.name}: Khmer words look as in the stored picture`, far <= TOLERANCE ? [] : [`${far} of the ink differs`]);
  report(`${site.name}: unshaped Khmer words do not look so`, control > 2 * TOLERANCE ? [] : [`only ${control} of the ink differs`]);
}
