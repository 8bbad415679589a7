// SPDX-License-Identifier: Apache-2.0
// What must hold of a site's files: links, sizes, where figures lead, nothing alive from the evidence.
import { brotliCompressSync } from 'node:zlib';
import { kindOf } from './files.mjs';
import { report } from './tap.mjs';

const FIRST_VIEW_BYTES = 60_000; // compressed, without the font
const STATION_BYTES = 30_000;
const SINGLE_BYTES = 3_000_000;

export function linksResolve(site) {
  const known = new Set(site.files);
  const problems = [];
  for (const path of site.pages)
    for (const { file, anchor, written } of site.page(path).links) {
      if (written.startsWith('data:')) continue;
      if (/^[a-z]+:|^\/\//i.test(written)) problems.push(`${path}: leads out of the site: ${written}`);
      else if (!known.has(file)) problems.push(`${path}: no such file: ${written}`);
      else if (anchor !== '' && file.endsWith('.html') && !site.page(file).anchors.has(anchor))
        problems.push(`${path}: no such anchor: ${written}`);
    }
  report(`${site.name}: every link and anchor of all ${site.pages.length} pages is there`, problems);
}

export function idsAreUnique(site) {
  const problems = [];
  for (const path of site.pages) {
    const { html, anchors } = site.page(path);
    const count = [...html.matchAll(/\sid="[^"]*"/g)].length;
    if (count !== anchors.size) problems.push(`${path}: ${count - anchors.size} ids stand twice`);
  }
  report(`${site.name}: no id stands twice on a page`, problems);
}

// From the start, files are whole folders of pages: every page can be reached from the front page.
export function pagesAreReached(site) {
  const seen = new Set(['index.html']);
  for (const path of seen)
    for (const { file } of site.page(path).links) if (file.endsWith('.html') && site.files.includes(file)) seen.add(file);
  const lost = site.pages.filter((path) => !seen.has(path));
  report(`${site.name}: every page can be reached from the front page`, lost);
}

function compressed(text) {
  return brotliCompressSync(Buffer.from(text)).length;
}

export function sizesAreSmall(site) {
  const shared = compressed(site.text('style.css')) + compressed(site.text('scrutineer.js'));
  const first = shared + compressed(site.text('index.html'));
  report(
    `${site.name}: the first view is at most ${FIRST_VIEW_BYTES} bytes, compressed, without the font (${first})`,
    first <= FIRST_VIEW_BYTES ? [] : [`${first} bytes`],
  );
  const stations = site.pages.filter((path) => kindOf(path) === 'station');
  const sizes = stations.map((path) => [Buffer.byteLength(site.text(path)), path]).sort((a, b) => b[0] - a[0]);
  const large = sizes.filter(([size, path]) => size > STATION_BYTES && compressed(site.text(path)) > STATION_BYTES);
  if (stations.length > 0)
    report(`${site.name}: every station's page is at most ${STATION_BYTES} bytes compressed (largest before: ${sizes[0][0]})`, large);
}

export function singleIsSmall(site) {
  const bytes = Buffer.byteLength(site.text('index.html'));
  report(`${site.name}: the report in one file is at most ${SINGLE_BYTES} bytes (${bytes})`, bytes <= SINGLE_BYTES ? [] : [`${bytes} bytes`]);
}

/* ---- text of the evidence ---- */

const ALLOWED = new Set(
  ('html head meta title link script body a svg symbol path pattern defs g use text tspan rect circle line polyline polygon ' +
    'desc header p span nav ul ol li main h1 h2 h3 h4 section div table caption thead tbody tfoot tr th td small strong em b i ' +
    'code pre figure figcaption details summary dl dt dd br abbr footer form bdi time sup sub wbr ellipse clippath col colgroup').split(' '),
);

export function nothingIsAlive(site) {
  const problems = [];
  for (const path of site.pages) {
    const html = site.text(path);
    const blocks = withoutJson(html);
    for (const [, name] of blocks.matchAll(/<\/?([a-zA-Z][a-zA-Z0-9]*)/g))
      if (!ALLOWED.has(name.toLowerCase())) problems.push(`${path}: element ${name}`);
    // What stands in quotation marks is a value.
    const names = blocks.replace(/"[^"]*"/g, '""');
    for (const [attribute] of names.matchAll(/<[^>]*\s(on[a-z]+|style|srcdoc|formaction)\s*=/gi)) problems.push(`${path}: ${attribute.slice(-60)}`);
    if (/(?:href|src)="\s*(?:javascript|vbscript|data:text)/i.test(blocks)) problems.push(`${path}: a script in a link`);
    if (/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/.test(html)) problems.push(`${path}: a character that turns the direction of text`);
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(html)) problems.push(`${path}: a control character`);
    if ([...blocks.matchAll(/<script\b/g)].length > 3) problems.push(`${path}: more scripts than the site has`);
  }
  report(`${site.name}: no text of the evidence becomes an element, an attribute, a script or a turn of direction`, problems);
}

function withoutJson(html) {
  return html.replace(/(<script type="application\/json"[^>]*>)[^<]*/g, '$1');
}
