/* SPDX-License-Identifier: Apache-2.0
 * recheck_sharing.c: all lists at a cut: the cheapest way to share claims out, list by list. */
#include "certificate_internal.h"

static int64_t cost_of(const scrut_naive_sharing *sh, size_t i, int64_t k)
{
    return sh->reaching ? scrut_naive_gain(sh->s, i, k, sh->cut) : scrut_naive_loss(sh->s, i, k, sh->cut);
}

static void offer(const scrut_naive_sharing *sh, size_t i, int64_t k, int64_t cost)
{
    size_t width = (size_t)sh->claims + 1;
    const int64_t *from = sh->best + i * width;
    int64_t *to = sh->best + (i + 1) * width;
    *sh->s->steps -= sh->claims / 4; /* cells are cheaper than claims */
    for (int64_t j = 0; j <= sh->claims; j++) {
        if (from[j] < 0 || from[j] + cost > sh->limit)
            continue;
        int64_t sum = j + k;
        if (sum > sh->claims && !sh->reaching)
            break;
        sum = sum < sh->claims ? sum : sh->claims;
        if (to[sum] < 0 || from[j] + cost < to[sum])
            to[sum] = from[j] + cost;
    }
}

/* Costs of one list rise with the claims it reaches, and fall with those it may keep. */
static void add_list(const scrut_naive_sharing *sh, size_t i)
{
    for (int64_t k = 0; k <= sh->claims; k++) {
        int64_t cost = sh->lists[i] ? cost_of(sh, i, k) : 0;
        bool affordable = cost >= 0 && cost <= sh->limit;
        if (affordable)
            offer(sh, i, k, cost);
        if (!sh->lists[i] || (sh->reaching ? !affordable : cost == 0) || *sh->s->steps < 0)
            return;
    }
}

int64_t scrut_naive_share_out(scrut_naive_sharing *sh)
{
    size_t width = (size_t)sh->claims + 1, rows = sh->s->contest->list_count + 1;
    int64_t least = -1;
    for (size_t n = 0; n < rows * width; n++)
        sh->best[n] = -1;
    *sh->s->steps -= (int64_t)(rows * width);
    sh->best[0] = 0;
    for (size_t i = 0; i + 1 < rows; i++)
        add_list(sh, i);
    const int64_t *last = sh->best + (rows - 1) * width;
    for (size_t j = sh->reaching ? width - 1 : 0; j < width; j++)
        if (last[j] >= 0 && (least < 0 || last[j] < least))
            least = last[j];
    return least;
}

void scrut_naive_read_shares(const scrut_naive_sharing *sh, int64_t shares[])
{
    size_t width = (size_t)sh->claims + 1, count = sh->s->contest->list_count, at = width - 1;
    const int64_t *last = sh->best + count * width;
    for (size_t j = 0; j < width && !sh->reaching; j++)
        if (last[j] >= 0 && (last[at] < 0 || last[j] < last[at]))
            at = j;
    for (size_t i = count; i-- > 0;) {
        int64_t have = sh->best[(i + 1) * width + at];
        shares[i] = 0;
        for (size_t j = 0; j < width && sh->lists[i]; j++) {
            int64_t before = sh->best[i * width + j], k = (int64_t)at - (int64_t)j;
            if (before < 0 || k < 0)
                continue;
            int64_t cost = cost_of(sh, i, k);
            if (cost >= 0 && before + cost == have) {
                shares[i] = k;
                at = j;
                break;
            }
        }
    }
}
