// SPDX-License-Identifier: Apache-2.0
// Makes a picture larger in its place: by buttons, or by the keys + - 0 while the picture has the focus, where arrow
// keys move it. The sizes are rules of the style sheet, as the pages allow no style of an element's own.
import { make } from './dom';
import { word } from './words';

const STEPS = [100, 150, 200, 300, 400] as const;

function button(text: string, sign: string, press: () => void): HTMLButtonElement {
  const made = make('button', { type: 'button', 'aria-label': text, title: text }, sign);
  made.addEventListener('click', press);
  return made;
}

export function makeZoomable(picture: SVGElement): void {
  const title = picture.querySelector('title')?.textContent ?? '';
  const frame = make('div', { class: 'zoom', 'data-zoom': '100' });
  const status = make('span', { role: 'status' });
  let step = 0;

  function show(next: number): void {
    step = Math.min(Math.max(next, 0), STEPS.length - 1);
    const percent = String(STEPS[step] ?? 100);
    frame.dataset['zoom'] = percent;
    status.textContent = step > 0 ? word('{1} %', percent) : '';
    smaller.disabled = whole.disabled = step === 0;
    larger.disabled = step === STEPS.length - 1;
    // Only what can be moved is a stop of the Tab key.
    if (step > 0) {
      frame.setAttribute('tabindex', '0');
      frame.setAttribute('role', 'group');
      frame.setAttribute('aria-label', title);
    } else for (const name of ['tabindex', 'role', 'aria-label']) frame.removeAttribute(name);
  }

  const larger = button(word('Larger picture'), '+', () => show(step + 1));
  const smaller = button(word('Smaller picture'), '\u2212', () => show(step - 1));
  const whole = button(word('Whole picture'), '\u2922', () => show(0));
  frame.addEventListener('keydown', (event) => {
    const to = { '+': step + 1, '=': step + 1, '-': step - 1, '0': 0 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    show(to);
    if (step === 0) larger.focus();
  });
  picture.replaceWith(frame);
  frame.append(picture);
  frame.before(make('div', { class: 'zoom-controls', role: 'group', 'aria-label': title }, larger, smaller, whole, status));
  show(0);
}
