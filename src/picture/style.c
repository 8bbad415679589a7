/* SPDX-License-Identifier: Apache-2.0
 * style.c: the pictures' rules. Graphics are outlined in ink, so that a party's colour needs no contrast of its own;
 * letters over colour have a halo of the card. Sizes are in the units of the pictures: 108 and 125 are 9.8 and 11.3 CSS
 * pixels at 290, the narrowest place. */
#include "picture_internal.h"

const char scrut_picture_style[] =
    ".pic-symbols{position:absolute}"
    ".mk{width:.85em;height:.85em;margin-inline-end:.4em;vertical-align:-.05em;fill:var(--c,var(--soft));stroke:var(--"
    "ink);"
    "stroke-width:6;overflow:visible}"
    ".pic{display:block;width:100%;max-width:34rem;height:auto;direction:ltr;print-color-adjust:exact;"
    "-webkit-print-color-adjust:exact}"
    ".pic text{fill:var(--ink);font-size:125px}.pic .s{font-size:108px}.pic .f{fill:var(--soft)}.pic "
    ".b{font-weight:600}"
    ".pic .i{text-anchor:middle}.pic .e{text-anchor:end}.pic .t{font-size:300px;font-weight:600}.pic "
    ".tt{font-size:190px;font-weight:600}"
    ".pic .h{paint-order:stroke;stroke:var(--card);stroke-width:34;stroke-linejoin:round}"
    ".pic .c{fill:var(--c,var(--soft))}.pic .o,.pic .m{stroke:var(--ink);stroke-width:8}.pic .m{fill-rule:evenodd}"
    ".pic .x{fill:var(--card)}.pic .n{fill:var(--soft)}.pic .tie{fill:var(--soft);fill-opacity:.4}.pic "
    ".v{fill:var(--ink)}"
    ".pic .r{fill:var(--card);stroke:var(--c,var(--soft));stroke-width:22}.pic .q{fill:none;stroke:var(--soft);"
    "stroke-width:14;stroke-dasharray:22 16}"
    ".pic .g,.pic .k,.pic .d,.pic .j{fill:none;stroke:var(--line);stroke-width:8}.pic .k,.pic .d,.pic "
    ".j{stroke:var(--ink);"
    "stroke-width:14}.pic .d{stroke-dasharray:40 30}.pic .j{stroke-dasharray:8 24}.pic .l{opacity:.35}"
    ".pic .w{stroke:none;fill-rule:evenodd}.pic .y{fill:var(--card)}.pic .z{fill:var(--ink)}"
    ".pic a{cursor:pointer}.pic a text:not(.s){text-decoration:underline;fill:var(--link)}.pic a:hover "
    ".o{stroke-width:18}"
    ".pic a:focus-visible{outline:3px solid var(--link);outline-offset:1px}"
    ".pic-map .u{stroke:var(--card);stroke-width:3;stroke-linejoin:round;fill-rule:evenodd}.pic-map .u.x{stroke:var("
    "--soft)}.pic-map a:hover .u,.pic-map a:focus-visible .u{stroke:var(--ink);stroke-width:6}"
    ""
    ".pic-tiles .c.u{fill-opacity:.3;stroke:var(--ink);stroke-width:8}"
    ".pic .lv{fill:none;stroke:var(--ink);stroke-opacity:.2;shape-rendering:crispEdges}.pic "
    ".lf{fill:var(--ink);fill-opacity:.2}"
    "@media print{.pic{break-inside:avoid}}"
    "@media(forced-colors:active){.pic{forced-color-adjust:none;--ink:CanvasText;--soft:CanvasText;--line:GrayText;"
    "--card:Canvas;--link:LinkText}.mk{forced-color-adjust:none;stroke:CanvasText}}";
