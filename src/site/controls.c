/* SPDX-License-Identifier: Apache-2.0
 * controls.c: what the script's controls need of a page: their style, and their words where these are not English. */
#include "site_internal.h"

const char scrut_site_control_style[] =
    ":lang(km){font-synthesis:none}"
    ".controls{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;margin:.75rem 0}"
    ".controls label{display:grid;grid-template-columns:minmax(0,1fr);gap:.15rem;font-size:.94rem;max-width:100%}"
    ".controls p{margin:0}"
    ".controls input,.controls select,.controls button,#what-if "
    "input{font:inherit;color:inherit;background:var(--card);"
    "border:1px solid var(--strong);border-radius:.3rem;padding:.2rem .4rem;min-height:1.9rem;max-width:100%}"
    "#what-if{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1.25rem;margin:0 0 "
    "1.25rem}"
    "#what-if td input{width:8rem;text-align:end}#what-if input[aria-invalid=true]{border:3px solid var(--bad-ink)}"
    ".sort{font:inherit;color:inherit;text-align:inherit;background:none;border:0;padding:.1rem;min-height:1.5rem;"
    "min-width:1.5rem;cursor:pointer}"
    ".sort:hover{text-decoration:underline}"
    ".sort::after{content:\" \\2195\";color:var(--soft)}"
    "[aria-sort=ascending]>.sort::after{content:\" \\2191\";color:inherit}"
    "[aria-sort=descending]>.sort::after{content:\" \\2193\";color:inherit}"
    ".zoom-controls{display:flex;gap:.4rem;margin-block-end:.4rem;align-items:center;font-size:.94rem;color:var(--soft)"
    "}"
    ".zoom-controls button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--strong);"
    "border-radius:.3rem;min-width:1.9rem;min-height:1.7rem;padding:0 .4rem;cursor:pointer}"
    ".zoom-controls button:disabled{opacity:.4;cursor:default}"
    ".zoom{overflow:auto;max-width:100%}.zoom:focus-visible{outline:3px solid var(--link);outline-offset:2px}"
    ".zoom[data-zoom=\"150\"] .pic{width:150%;max-width:51rem}.zoom[data-zoom=\"200\"] .pic{width:200%;"
    "max-width:68rem}.zoom[data-zoom=\"300\"] .pic{width:300%;max-width:102rem}"
    ".zoom[data-zoom=\"400\"] .pic{width:400%;max-width:136rem}"
    ":is(button,input,select):focus-visible{outline:3px solid var(--link);outline-offset:2px}"
    "@media print{.controls,.zoom-controls,#what-if{display:none}.zoom{overflow:visible}.zoom "
    ".pic{width:100%!important;"
    "max-width:34rem!important}.sort::after{content:\"\"}}\n";

/* As in web/src/words.ts; a test compares them. */
static const char *const WORDS[] = {
    SCRUT_KEY("Find in this table"),
    SCRUT_KEY("{1} of {2} rows"),
    SCRUT_KEY("any"),
    SCRUT_KEY("Constituency"),
    SCRUT_KEY("List"),
    SCRUT_KEY("Votes"),
    SCRUT_KEY("Seats as computed"),
    SCRUT_KEY("Seats with these votes"),
    SCRUT_KEY("Difference"),
    SCRUT_KEY("Back to the figures of the case"),
    SCRUT_KEY("Votes must be whole numbers."),
    SCRUT_KEY("These rules give no answer for these votes."),
    SCRUT_KEY("{1} seats are tied between {2}; a further rule or a lot decides."),
    SCRUT_KEY("below the threshold"),
    SCRUT_KEY("What each list must reach outside this constituency is left as it is."),
    SCRUT_KEY("Larger picture"),
    SCRUT_KEY("Smaller picture"),
    SCRUT_KEY("Whole picture"),
    SCRUT_KEY("{1} %"),
};

static void put_text(scrut_buf *out, const char *text)
{
    scrut_buf_putc(out, '"');
    for (; *text != '\0'; text++)
        if (*text == '"' || *text == '\\' || *text == '<')
            scrut_buf_printf(out, "\\u%04x", (unsigned)*text);
        else
            scrut_buf_putc(out, *text);
    scrut_buf_putc(out, '"');
}

void scrut_site_script_words(const scrut_page *page, scrut_buf *out)
{
    const scrut_language *language = page->view->language;
    if (language == NULL || language->catalog == NULL)
        return;
    scrut_buf_puts(out, "<script type=\"application/json\" id=\"script-words\">");
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        scrut_buf_putc(out, i == 0 ? '{' : ',');
        put_text(out, WORDS[i]);
        scrut_buf_putc(out, ':');
        put_text(out, scrut_word(language, WORDS[i]));
    }
    scrut_buf_puts(out, "}</script>\n");
}
