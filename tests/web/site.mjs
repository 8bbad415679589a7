// SPDX-License-Identifier: Apache-2.0
// The pages of several cases, as files and in a browser. TAP.
//   node site.mjs NAME=FOLDER...   (SCRUT_WEB_MODULES: where node_modules lies; CHROMIUM: the browser)
import * as inBrowser from './browser.mjs';
import { kindOf, Site } from './files.mjs';
import * as onDisk from './static.mjs';
import { end } from './tap.mjs';

const long = process.env.SCRUT_TEST_EXTENT === 'long';
const DESK_LIGHT = { width: 1280, scheme: 'light' };
const PHONE_DARK = { width: 320, scheme: 'dark' };
const EVERY_VIEW = [DESK_LIGHT, PHONE_DARK, { width: 1280, scheme: 'dark' }, { width: 320, scheme: 'light' }];

const sites = process.argv.slice(2).map((argument) => {
  const [name, folder] = argument.split('=');
  return new Site(name, folder);
});

for (const site of sites) {
  onDisk.linksResolve(site);
  onDisk.idsAreUnique(site);
  onDisk.pagesAreReached(site);
  onDisk.sizesAreSmall(site);
  onDisk.figuresLeadToCells(site);
  onDisk.nothingIsAlive(site);
}

const browser = await inBrowser.launch();
for (const site of sites) {
  const paths = site.sample(long);
  await inBrowser.pagesAreAccessible(browser, site, paths, long ? EVERY_VIEW : [DESK_LIGHT, PHONE_DARK]);
  await inBrowser.scriptsChangeNoFact(browser, site, paths);
  await inBrowser.keyboardReachesAll(browser, site, paths);
}
const [first, model] = sites;
await inBrowser.pagePrints(browser, first, ['index.html', first.pages.find((path) => kindOf(path) === 'constituency')]);
await inBrowser.tablesSort(browser, model, model.sample(false));
await inBrowser.tablesFilter(browser, model, model.sample(false));
await inBrowser.calculatorAgrees(browser, model);
await inBrowser.khmerIsShaped(browser, first);
await browser.close();
end();
