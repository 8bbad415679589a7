// SPDX-License-Identifier: Apache-2.0
// Pages on paper, in colours that the reader forces, with less motion, and pictures made larger.
import { address } from './browser.mjs';
import { report } from './tap.mjs';

const PAPER = { width: 688, height: 1000 }; // A4 without margins, in CSS pixels

// What must not be on paper: a dark ground, controls, what is cut off.
function onPaper() {
  const problems = [];
  const seen = (e) => e.checkVisibility() && e.getClientRects().length > 0;
  const light = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return a === 0 || (r + g + b) / 3 > 200;
  };
  for (const e of document.querySelectorAll('body, body *')) {
    if (e.closest('svg') !== null || !seen(e)) continue;
    const style = getComputedStyle(e);
    if (!light(style.backgroundColor)) problems.push(`dark ground: ${e.outerHTML.slice(0, 80)}`);
    if (light(style.color) && e.textContent.trim() !== '') problems.push(`light text: ${e.outerHTML.slice(0, 80)}`);
    if ((style.overflowX === 'auto' || style.overflowX === 'scroll') && e.scrollWidth > e.clientWidth + 1) problems.push(`cut off: ${e.outerHTML.slice(0, 80)}`);
  }
  for (const e of document.querySelectorAll('.controls, .zoom-controls, #what-if, header nav, .skip')) if (seen(e) && !e.matches('.crumbs')) problems.push(`a control: ${e.outerHTML.slice(0, 80)}`);
  for (const table of document.querySelectorAll('main table'))
    if (seen(table) && table.getBoundingClientRect().right > innerWidth + 1) problems.push(`wider than the paper: ${table.caption?.textContent}`);
  const named = [...document.querySelectorAll('main p > a[href$=".html"]')].filter(seen);
  for (const a of named) if (!getComputedStyle(a, '::after').content.includes('attr(') && !getComputedStyle(a, '::after').content.includes('.html')) problems.push(`where it leads is not said: ${a.outerHTML.slice(0, 80)}`);
  return problems;
}

export async function pagesPrint(browser, site, paths) {
  const context = await browser.newContext({ offline: true, viewport: PAPER, colorScheme: 'dark' });
  const page = await context.newPage();
  const problems = [];
  for (const path of paths) {
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await page.goto(address(site, path));
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const problem of await page.evaluate(onPaper)) problems.push(`${path}: ${problem}`);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    if (pdf.subarray(0, 5).toString() !== '%PDF-' || pdf.length < 8000) problems.push(`${path}: ${pdf.length} bytes`);
  }
  await context.close();
  report(`${site.name}: pages print dark on light, whole, without controls (${paths.length} pages)`, problems);
}

/* ---- forced colours, less motion ---- */

function inForcedColours() {
  const problems = [];
  if (!matchMedia('(forced-colors: active)').matches) problems.push('colours are not forced');
  const probe = document.createElement('span');
  document.body.append(probe);
  const system = (name) => {
    probe.className = '';
    probe.setAttribute('color', name);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`span[color=${name}]{color:${name};forced-color-adjust:none}`);
    document.adoptedStyleSheets = [sheet];
    return getComputedStyle(probe).color;
  };
  const ink = system('CanvasText');
  for (const e of document.querySelectorAll('.tag, .model, .warn, .bad, .answers > div'))
    if (e.checkVisibility() && parseFloat(getComputedStyle(e).borderTopWidth) < 1) problems.push(`no border: ${e.outerHTML.slice(0, 80)}`);
  for (const e of document.querySelectorAll('td.diff')) if (e.checkVisibility() && getComputedStyle(e).outlineStyle === 'none') problems.push(`not marked: ${e.outerHTML.slice(0, 80)}`);
  for (const text of document.querySelectorAll('.pic > text')) if (getComputedStyle(text).fill !== ink) problems.push(`${text.textContent}: ${getComputedStyle(text).fill} is not ${ink}`);
  // Parties stay apart by their colours and shapes.
  const marks = [...document.querySelectorAll('td svg.mk, th svg.mk')];
  const looks = new Set(marks.map((mark) => `${getComputedStyle(mark).fill} ${mark.innerHTML}`));
  if (marks.length > 1 && looks.size < 2) problems.push('all marks look alike');
  if (getComputedStyle(document.documentElement).scrollBehavior !== 'auto') problems.push('the page scrolls smoothly');
  for (const e of document.querySelectorAll('body *')) {
    const style = getComputedStyle(e);
    if (style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0) problems.push(`moves: ${e.outerHTML.slice(0, 80)}`);
  }
  return problems;
}

export async function coloursMayBeForced(browser, site, paths) {
  const context = await browser.newContext({ offline: true, forcedColors: 'active', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const problems = [];
  for (const path of paths) {
    await page.goto(address(site, path));
    for (const problem of await page.evaluate(inForcedColours)) problems.push(`${path}: ${problem}`);
  }
  await context.close();
  report(`${site.name}: with forced colours tags, marks and pictures are still told apart, and nothing moves (${paths.length} pages)`, problems);
}

/* ---- larger pictures ---- */

export async function picturesGrow(browser, site, path) {
  const context = await browser.newContext({ offline: true, viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  const problems = [];
  const expect = (what, fine) => fine || problems.push(what);
  await page.goto(address(site, path));
  const frame = page.locator('.zoom').first();
  const width = () => frame.locator('svg.pic').evaluate((e) => Math.round(e.getBoundingClientRect().width));
  const larger = page.locator('.zoom-controls button').nth(0);
  const before = await width();
  expect('a picture as a whole is a stop of the Tab key', (await frame.getAttribute('tabindex')) === null);
  expect('it is made smaller than whole', await page.locator('.zoom-controls button').nth(1).isDisabled());
  await larger.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const twice = await width();
  expect(`twice as wide: ${before} -> ${twice}`, Math.abs(twice - 2 * before) <= 2);
  expect('the size is said', /200/.test(await page.locator('.zoom-controls [role=status]').first().textContent()));
  expect('the page grew wider than the window', await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await frame.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('.zoom').scrollLeft > 0, undefined, { timeout: 5000 }).catch(() => problems.push('arrow keys do not move it'));
  await page.keyboard.press('+');
  expect('the key + does not make it larger', (await width()) > twice);
  await page.keyboard.press('0');
  expect('the key 0 does not make it whole', (await width()) === before);
  await context.close();
  report(`${site.name}: a picture grows and moves by buttons and keys`, problems);
}
