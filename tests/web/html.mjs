// SPDX-License-Identifier: Apache-2.0
// A page as a tree of elements, read without a browser. Our own pages only: every element is closed.
const VOID = new Set(['meta', 'link', 'br', 'wbr', 'col', 'input', 'img', 'hr']);
const TOKEN = /<!--[\s\S]*?-->|<!DOCTYPE[^>]*>|<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[^\s=>\/"]+(?:="[^"]*")?)*)\s*(\/?)>|[^<]+/g;
const ATTRIBUTE = /([^\s=>\/"]+)(?:="([^"]*)")?/g;
const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", '#x27': "'" };

function plain(text) {
  return text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole);
}

function attributesOf(text) {
  return Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name, value = '']) => [name, plain(value)]));
}

export class Element {
  constructor(name, attributes, parent) {
    this.name = name;
    this.attributes = attributes;
    this.parent = parent;
    this.children = []; // elements and texts
  }

  get text() {
    return this.children.map((child) => (typeof child === 'string' ? child : child.text)).join('');
  }

  // All elements inside, in the order of the page; those below one that `skip` holds for are left out.
  *inside(skip = () => false) {
    for (const child of this.children) {
      if (typeof child === 'string') continue;
      yield child;
      if (!skip(child)) yield* child.inside(skip);
    }
  }

  find(test) {
    return [...this.inside()].filter(test);
  }

  has(name) {
    return this.attributes[name] !== undefined;
  }

  isOf(css) {
    return (this.attributes.class ?? '').split(' ').includes(css);
  }
}

// The root of a page and its elements by id. Throws at an element that is not closed.
export function parse(html) {
  const root = new Element('', {}, null);
  const ids = new Map();
  let at = root;
  for (const [whole, close, name, attributes, selfClosed] of html.matchAll(TOKEN)) {
    if (name === undefined) {
      if (!whole.startsWith('<')) at.children.push(plain(whole));
    } else if (close) {
      if (at.name !== name) throw new Error(`</${name}> closes <${at.name}>`);
      at = at.parent;
    } else {
      const element = new Element(name, attributesOf(attributes), at);
      at.children.push(element);
      if (element.has('id')) ids.set(element.attributes.id, element);
      if (!selfClosed && !VOID.has(name)) at = element;
    }
  }
  if (at !== root) throw new Error(`<${at.name}> is not closed`);
  return { root, ids };
}
