/* SPDX-License-Identifier: Apache-2.0
 * The model as a table, from which anybody can recompute a weight (docs/formats/roll.md). */
#include "link_internal.h"

static void print_quoted(const char *name, scrut_buf *out)
{
    scrut_buf_putc(out, '"');
    for (; *name != '\0'; name++) {
        if (*name == '"')
            scrut_buf_putc(out, '"');
        scrut_buf_putc(out, *name);
    }
    scrut_buf_puts(out, "\"\n");
}

/* Levels that are told apart by the rarer value have several rows. */
static void print_level(scrut_link_kind kind, unsigned outcome, scrut_buf *out)
{
    int class = scrut_link_class(kind, outcome);
    scrut_buf_puts(out, scrut_link_level_name(kind, scrut_link_level(kind, outcome)));
    if (class >= 0)
        scrut_buf_printf(out, ": one row in %u", 1u << scrut_link_near_rarity((unsigned)class));
}

static void print_outcome(const records *r, const model *m, size_t field, unsigned outcome, scrut_buf *out)
{
    const scrut_link_field *f = &r->fields[field];
    if (!(m->strangers[field].u[outcome] > 0))
        return;
    scrut_buf_printf(out, "%zu,%u,", field + 1, outcome);
    if (outcome < OUTCOME_NEAR)
        scrut_buf_printf(out, "equal: one row in %u", 1u << 2 * (outcome - OUTCOME_EQUAL));
    else
        print_level(f->kind, outcome, out);
    scrut_buf_printf(out, ",%.17g,%.17g,%.17g,%d,", m->same.chance[field][outcome], m->household.chance[field][outcome],
                     m->strangers[field].u[outcome], m->same.weight[field][outcome]);
    if (r->columns[field].own) /* says nothing of households */
        scrut_buf_putc(out, ',');
    else
        scrut_buf_printf(out, "%d,", m->household.weight[field][outcome]);
    scrut_buf_printf(out, "%d,%d,", m->clean[field][outcome], m->spoilt[field][outcome]);
    print_quoted(f->name, out);
}

void scrut_link_model_print(const records *r, const model *m, scrut_buf *out)
{
    scrut_buf_puts(
        out,
        "field,outcome,meaning,same,household,strangers,weight,household_weight,clean_weight,spoilt_weight,column\n");
    scrut_buf_printf(out, "0,0,share of all pairs,%.17g,%.17g,,%d,%d,,,\n", m->same.share, m->household.share,
                     m->same.prior, m->household.prior);
    for (size_t f = 0; f < r->field_count; f++) {
        for (unsigned o = OUTCOME_EQUAL; o < OUTCOMES; o++)
            print_outcome(r, m, f, o, out);
    }
}
