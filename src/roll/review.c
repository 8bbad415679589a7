/* SPDX-License-Identifier: Apache-2.0
 * review.c: pairs of names for a reviewer: drawn by lot, sealed, and every opening recorded. */
#include "audit_internal.h"
#include "scrutineer/box.h"
#include "scrutineer/hash.h"
#include "scrutineer/rng.h"
#include "scrutineer/roll_review.h"
#include "scrutineer/text.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SEALED_MAGIC "scrutineer-sealed/1\n"
#define PUBLIC_MAGIC "scrutineer-reviewer/1"
#define SECRET_MAGIC "scrutineer-reviewer-key/1"
#define KEY_BYTES_MAX 4096
#define FILE_BYTES_MAX ((size_t)1 << 30)
#define PURPOSE_REVIEW 0x52657631 /* "Rev1" */

/* ---- reviewers -------------------------------------------------------------------------------------------------- */

scrut_status scrut_reviewer_read(const char *path, bool secret, scrut_reviewer *ret, scrut_error *err)
{
    char *bytes = NULL;
    size_t length;
    scrut_reviewer r;
    char magic[32];
    scrut_status status = scrut_read_file(path, KEY_BYTES_MAX, &bytes, &length, err);
    if (status != SCRUT_OK)
        return status;
    int read = sscanf(bytes, "%31s %63s %64s", magic, r.name, r.key);
    memset(bytes, 0, length);
    free(bytes);
    if (read != 3 || strcmp(magic, secret ? SECRET_MAGIC : PUBLIC_MAGIC) != 0)
        return scrut_fail(err, SCRUT_E_INPUT, path, -1, -1, -1, "expected a %s key of a reviewer: \"%s NAME KEY\"",
                          secret ? "secret" : "public", secret ? SECRET_MAGIC : PUBLIC_MAGIC);
    *ret = r;
    return SCRUT_OK;
}

static bool is_name(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)name[i]) && name[i] != '-' && name[i] != '_')
            return false;
    return length > 0 && length < sizeof((scrut_reviewer *)0)->name;
}

scrut_status scrut_reviewer_make(const char *folder, const char *name, scrut_error *err)
{
    char public_key[SCRUT_BOX_KEY_HEX], secret_key[SCRUT_BOX_KEY_HEX];
    scrut_buf path = {0}, text = {0};
    if (!is_name(name))
        return scrut_fail(err, SCRUT_E_INPUT, NULL, -1, -1, -1,
                          "a reviewer's name has letters, digits, - and _, at most 63 of them");
    scrut_status status = scrut_box_keys(public_key, secret_key, err);
    if (status != SCRUT_OK)
        return status;
    scrut_buf_printf(&path, "%s/%s.key", folder, name);
    scrut_buf_printf(&text, SECRET_MAGIC " %s %s\n", name, secret_key);
    status = path.failed || text.failed ? scrut_fail_memory(err)
                                        : scrut_write_private(path.bytes, text.bytes, text.length, err);
    scrut_buf_clear(&path);
    scrut_buf_clear(&text);
    scrut_buf_printf(&path, "%s/%s.pub", folder, name);
    scrut_buf_printf(&text, PUBLIC_MAGIC " %s %s\n", name, public_key);
    if (status == SCRUT_OK)
        status = path.failed || text.failed ? scrut_fail_memory(err)
                                            : scrut_write_file(path.bytes, text.bytes, text.length, err);
    scrut_buf_free(&path);
    scrut_buf_free(&text);
    return status;
}

/* ---- the pairs -------------------------------------------------------------------------------------------------- */

/* Pairs that are more likely one person than two come first; then `sample` of them are drawn to the front (Fisher and
 * Yates) and put into the order of their rows. */
static size_t draw_pairs(auditing *a, int64_t sample, uint64_t seed, scrut_review *ret)
{
    size_t count = 0;
    scrut_rng rng = scrut_rng_open(seed, PURPOSE_REVIEW, 0);
    for (size_t i = 0; i < a->pair_count; i++)
        if (a->pairs[i].chance >= .5)
            a->pairs[count++] = a->pairs[i];
    size_t drawn = (int64_t)count < sample ? count : (size_t)sample;
    for (size_t i = 0; i < drawn; i++) {
        size_t from = i + scrut_rng_below(&rng, (uint32_t)(count - i));
        scrut_likely_pair swap = a->pairs[i];
        a->pairs[i] = a->pairs[from];
        a->pairs[from] = swap;
    }
    *ret = (scrut_review){.pairs = (int64_t)drawn, .of = (int64_t)count};
    for (size_t i = 0; i < drawn; i++) {
        ret->same += a->pairs[i].chance;
        ret->different += 1 - a->pairs[i].chance;
    }
    return drawn;
}

static void put_row(const people *p, uint32_t row, scrut_buf *out)
{
    scrut_buf_printf(out, ",%u", row + 1);
    for (size_t k = 0; k < p->list->column_count; k++) {
        size_t length;
        const char *cell = people_cell(p, (size_t)p->column[k], row, &length);
        scrut_buf text = {0};
        scrut_buf_append(&text, cell, length);
        scrut_buf_putc(out, ',');
        scrut_put_csv(out, text.bytes);
        out->failed = out->failed || text.failed;
        scrut_buf_free(&text);
    }
}

static void put_pairs(const auditing *a, size_t drawn, const scrut_review *review, scrut_buf *out)
{
    scrut_buf_printf(out,
                     "# Pairs of rows to look at, drawn by lot. Of %lld pairs %.1f are expected to be two people: %.3f "
                     "for each pair that is one person. This is no list to remove anybody by.\n",
                     (long long)review->pairs, review->different,
                     review->same > 0 ? review->different / review->same : 0);
    scrut_buf_puts(out, "pair,chance,row");
    for (size_t k = 0; k < a->p.list->column_count; k++) {
        scrut_buf_putc(out, ',');
        scrut_put_csv(out, a->p.list->columns[k].header);
    }
    scrut_buf_putc(out, '\n');
    for (size_t i = 0; i < drawn; i++)
        for (int side = 0; side < 2; side++) {
            scrut_buf_printf(out, "%zu,%.3f", i + 1, a->pairs[i].chance);
            put_row(&a->p, side == 0 ? a->pairs[i].a : a->pairs[i].b, out);
            scrut_buf_putc(out, '\n');
        }
}

static scrut_status write_sealed(const char *path, const scrut_reviewer *reviewer, const scrut_buf *plain,
                                 scrut_review *ret, scrut_error *err)
{
    scrut_buf sealed = {0};
    scrut_buf_puts(&sealed, SEALED_MAGIC);
    scrut_status status = plain->failed ? scrut_fail_memory(err)
                                        : scrut_box_seal(plain->bytes, plain->length, reviewer->key, &sealed, err);
    if (status == SCRUT_OK) {
        scrut_sha256_hex(sealed.bytes, sealed.length, ret->sha256);
        status = scrut_write_private(path, sealed.bytes, sealed.length, err);
    }
    scrut_buf_free(&sealed);
    return status;
}

static scrut_status export_pairs(auditing *a, const scrut_reviewer *reviewer, int64_t sample, uint64_t seed,
                                 const char *path, scrut_review *ret)
{
    const scrut_roll_version *version = &a->roll->versions[a->roll->version_count - 1];
    scrut_buf plain = {0};
    scrut_status status = people_load(a->c, &version->list, PEOPLE_ALL, a->pool, &a->p, a->err);
    if (status == SCRUT_OK)
        status = link_people(a);
    if (status == SCRUT_OK && a->cluster == NULL)
        status = scrut_fail(a->err, SCRUT_E_INPUT, version->list.file, -1, -1, -1,
                            "two columns at least are needed by which people can be told apart");
    if (status == SCRUT_OK) {
        put_pairs(a, draw_pairs(a, sample, seed, ret), ret, &plain);
        status = write_sealed(path, reviewer, &plain, ret, a->err);
    }
    if (plain.bytes != NULL)
        memset(plain.bytes, 0, plain.length);
    scrut_buf_free(&plain);
    free(a->pairs);
    free(a->cluster);
    people_free(&a->p);
    return status;
}

scrut_status scrut_roll_export(const scrut_case *c, const scrut_reviewer *reviewer, int64_t sample, uint64_t seed,
                               scrut_pool *pool, const char *path, scrut_review *ret, scrut_error *err)
{
    auditing a = {.c = c, .roll = c->roll, .pool = pool, .err = err};
    struct rlimit cores;
    bool limited = cores_off(&cores);
    scrut_status status = export_pairs(&a, reviewer, sample, seed, path, ret);
    cores_back(limited, &cores);
    return status;
}

/* ---- opening ---------------------------------------------------------------------------------------------------- */

/* The last line of the record, whose hash the next one carries. */
static scrut_status last_line(const char *record, int64_t *ret_lines, char hash[SCRUT_SHA256_HEX], scrut_error *err)
{
    char *bytes = NULL;
    size_t length = 0;
    *ret_lines = 0;
    hash[0] = '\0';
    if (access(record, F_OK) != 0)
        return SCRUT_OK;
    scrut_status status = scrut_read_file(record, FILE_BYTES_MAX, &bytes, &length, err);
    if (status != SCRUT_OK)
        return status;
    size_t start = 0;
    for (size_t i = 0; i < length; i++)
        *ret_lines += bytes[i] == '\n';
    for (size_t i = 0; i + 1 < length; i++)
        start = bytes[i] == '\n' ? i + 1 : start;
    scrut_sha256_hex(bytes + start, length - start, hash);
    free(bytes);
    return SCRUT_OK;
}

static scrut_status append_line(const char *record, const scrut_buf *line, scrut_error *err)
{
    int file = open(record, O_WRONLY | O_CREAT | O_APPEND, 0644);
    bool fine = file >= 0 && write(file, line->bytes, line->length) == (ssize_t)line->length && fsync(file) == 0;
    int why = errno;
    if (file >= 0)
        fine = close(file) == 0 && fine;
    return fine ? SCRUT_OK : scrut_fail(err, SCRUT_E_IO, record, -1, -1, -1, "cannot be written: %s", strerror(why));
}

static scrut_status record_opening(const char *record, const char *sha256, const char *name, const char *reason,
                                   scrut_error *err)
{
    int64_t lines;
    char before[SCRUT_SHA256_HEX] = "";
    scrut_buf line = {0};
    scrut_status status = last_line(record, &lines, before, err);
    if (status != SCRUT_OK)
        return status;
    if (lines == 0)
        scrut_buf_puts(&line, "number,file,reviewer,reason,previous\n");
    scrut_buf_printf(&line, "%lld,%s,%s,", (long long)(lines == 0 ? 1 : lines), sha256, name);
    scrut_put_csv(&line, reason);
    scrut_buf_printf(&line, ",%s\n", before);
    status = line.failed ? scrut_fail_memory(err) : append_line(record, &line, err);
    scrut_buf_free(&line);
    return status;
}

scrut_status scrut_roll_open(const char *path, const scrut_reviewer *secret, const char *reason, const char *record,
                             scrut_buf *out, scrut_error *err)
{
    char *bytes = NULL, sha256[SCRUT_SHA256_HEX];
    size_t length = 0, magic = strlen(SEALED_MAGIC);
    scrut_buf plain = {0};
    scrut_status status = scrut_read_file(path, FILE_BYTES_MAX, &bytes, &length, err);
    if (status == SCRUT_OK && (length < magic || memcmp(bytes, SEALED_MAGIC, magic) != 0))
        status = scrut_fail(err, SCRUT_E_INPUT, path, -1, -1, -1, "is no file that \"roll export\" wrote");
    if (status == SCRUT_OK)
        status = scrut_box_open(bytes + magic, length - magic, secret->key, &plain, err);
    if (status == SCRUT_OK) {
        scrut_sha256_hex(bytes, length, sha256);
        status = record_opening(record, sha256, secret->name, reason, err);
    }
    if (status == SCRUT_OK)
        scrut_buf_append(out, plain.bytes, plain.length);
    if (plain.bytes != NULL)
        memset(plain.bytes, 0, plain.length);
    scrut_buf_free(&plain);
    free(bytes);
    return status == SCRUT_OK && out->failed ? scrut_fail_memory(err) : status;
}
