// SPDX-License-Identifier: Apache-2.0
// Elements are only ever made from names and texts; nothing is parsed as HTML.
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function labelled(text: string, control: HTMLElement): HTMLLabelElement {
  return make('label', {}, make('span', {}, text), control);
}
