// SPDX-License-Identifier: Apache-2.0
// The pages of several cases, as files and in a browser. TAP.
//   node site.mjs SINGLE NAME=SITE=CASE...   (SINGLE: a folder that `verify --single` wrote; SCRUT_WEB_MODULES: where node_modules lies; CHROMIUM: the browser)
import * as inBrowser from './browser.mjs';
import { figuresLeadToTheirCells } from './figures.mjs';
import { kindOf, Site } from './files.mjs';
import * as inMedia from './media.mjs';
import * as onDisk from './static.mjs';
import { end } from './tap.mjs';

const long = process.env.SCRUT_TEST_EXTENT === 'long';
const DESK_LIGHT = { width: 1280, scheme: 'light' };
const PHONE_DARK = { width: 320, scheme: 'dark' };
const EVERY_VIEW = [DESK_LIGHT, PHONE_DARK, { width: 1280, scheme: 'dark' }, { width: 320, scheme: 'light' }];

// Of the others only what the view and the evidence change is looked at, unless there is time.
const WHOLE = new Set(['cambodia', 'model']);

const PRINTED = ['index', 'constituency', 'margins', 'station'];
const FORCED = ['index', 'constituency', 'margins', 'findings', 'claims'];

const [single, ...folders] = process.argv.slice(2);
const pairs = folders.map((argument) => {
  const [name, folder, evidence] = argument.split('=');
  return { site: new Site(name, folder), evidence };
});

const sites = pairs.map(({ site }) => site);

for (const { site, evidence } of pairs) {
  onDisk.linksResolve(site);
  onDisk.idsAreUnique(site);
  onDisk.pagesAreReached(site);
  onDisk.sizesAreSmall(site);
  // Names that hold digits look like figures: not of the hostile case.
  if (site.name !== 'hostile') figuresLeadToTheirCells(site, evidence);
  onDisk.nothingIsAlive(site);
}

const browser = await inBrowser.launch();
for (const site of sites) {
  const paths = site.sample(long);
  const whole = long || WHOLE.has(site.name);
  await inBrowser.pagesAreAccessible(browser, site, paths, long ? EVERY_VIEW : whole ? [DESK_LIGHT, PHONE_DARK] : [PHONE_DARK], long);
  if (!whole) continue;
  await inBrowser.scriptsChangeNoFact(browser, site, paths);
  await inBrowser.keyboardReachesAll(browser, site, paths);
}
const [first, model] = sites;
await inMedia.pagesPrint(browser, first, ['index.html']);
await inMedia.pagesPrint(browser, model, PRINTED.map((kind) => model.sample(false).find((path) => kindOf(path) === kind)));
await inMedia.coloursMayBeForced(browser, model, FORCED.map((kind) => model.sample(false).find((path) => kindOf(path) === kind)));
await inMedia.picturesGrow(browser, model, 'index.html');
await inBrowser.tablesSort(browser, model, model.sample(false));
await inBrowser.tablesFilter(browser, model, model.sample(false));
await inBrowser.calculatorAgrees(browser, model);
await inBrowser.khmerIsShaped(browser, first);
const alone = new Site('one page', single);
onDisk.singleIsSmall(alone);
await inBrowser.pagesAreAccessible(browser, alone, ['index.html'], [PHONE_DARK]);
await browser.close();
end();
