// SPDX-License-Identifier: Apache-2.0
// A site as it lies on the disk: its pages, their links and anchors, read without a browser.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from './html.mjs';

export const here = dirname(fileURLToPath(import.meta.url));

export function allFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

const KINDS = [
  ['station', /^station\//],
  ['stations', /^stations\//],
  ['constituency', /^constituency\//],
];

const OF_OTHER_LANGUAGES = new Set(['index', 'margins', 'constituency', 'station']);

// The kind of a page, by its path inside its language's folder.
export function kindOf(path) {
  const inside = path.replace(/^[a-z]{2,3}\/(?=[^/]+\.html$|constituency\/|stations?\/)/, '');
  return KINDS.find(([, pattern]) => pattern.test(inside))?.[0] ?? inside.replace('.html', '');
}

// Data blocks hold texts that only look like elements.
function withoutBlocks(html) {
  return html.replace(/(<script type="application\/json"[^>]*>)[^<]*/g, '$1');
}

export class Site {
  constructor(name, folder) {
    this.name = name;
    this.folder = folder;
    this.files = allFiles(folder);
    this.pages = this.files.filter((file) => file.endsWith('.html'));
    this.parsed = new Map();
    this.trees = new Map();
  }

  text(path) {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  // { html, links: [target path, anchor or '', as written], anchors: Set }
  page(path) {
    if (!this.parsed.has(path)) {
      const html = withoutBlocks(this.text(path));
      const links = [...html.matchAll(/\s(?:xlink:)?(?:href|src)="([^"]*)"/g)].map(([, written]) => {
        const [target, anchor = ''] = written.split('#');
        const file = target === '' ? path : posix.join(posix.dirname(path), target);
        return { file: target.endsWith('/') ? posix.join(file, 'index.html') : file, anchor, written };
      });
      const anchors = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
      this.parsed.set(path, { html, links, anchors });
    }
    return this.parsed.get(path);
  }

  // The page as a tree: { root, ids }
  tree(path) {
    if (!this.trees.has(path)) this.trees.set(path, parse(withoutBlocks(this.text(path))));
    return this.trees.get(path);
  }

  // One page of each kind, the largest, and of another language a few; all of them when `all`.
  sample(all) {
    if (all) return this.pages;
    const largest = new Map();
    for (const path of this.pages) {
      const language = /^[a-z]{2,3}\//.test(path) && !/^(constituency|stations?)\//.test(path) ? path.slice(0, 3) : '';
      if (language !== '' && !OF_OTHER_LANGUAGES.has(kindOf(path))) continue;
      const key = `${language}${kindOf(path)}`;
      const size = this.text(path).length;
      if (size > (largest.get(key)?.size ?? -1)) largest.set(key, { path, size });
    }
    return [...largest.values()].map(({ path }) => path);
  }
}
