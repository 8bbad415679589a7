// SPDX-License-Identifier: Apache-2.0
// Adds controls to pages that are whole without it; see docs/internals/site.md.
import { makeFilterable } from './filter';
import { makeSortable } from './sort';
import { startWhatIf } from './what_if';
import { makeZoomable } from './zoom';

for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) {
  makeFilterable(table);
  makeSortable(table);
}
for (const picture of document.querySelectorAll<SVGElement>('main svg.pic')) makeZoomable(picture);
startWhatIf();
