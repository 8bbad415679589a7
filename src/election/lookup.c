/* SPDX-License-Identifier: Apache-2.0
 * lookup.c: a name that a person writes, once the case is loaded: an id letter by letter, or else an id, name or alias
 * that no two share. */
#include "scrutineer/election.h"
#include "scrutineer/text.h"

#include <string.h>

/* The names of one thing. */
typedef struct {
    const char *id, *name, *name_local;
    const char **aliases;
    size_t alias_count;
} names;

static bool same_key(const scrut_buf *key, const char *text)
{
    scrut_buf other = {0};
    bool same = text != NULL && scrut_text_key(text, strlen(text), &other, NULL) == SCRUT_OK &&
                other.length == key->length && other.length > 0 && memcmp(other.bytes, key->bytes, key->length) == 0;
    scrut_buf_free(&other);
    return same;
}

static bool called(const names *n, const scrut_buf *key)
{
    bool found = same_key(key, n->id) || same_key(key, n->name) || same_key(key, n->name_local);
    for (size_t i = 0; i < n->alias_count && !found; i++)
        found = same_key(key, n->aliases[i]);
    return found;
}

typedef names names_function(const scrut_case *c, size_t index);

static uint32_t find(const scrut_case *c, size_t count, names_function *names_of, const char *text)
{
    uint32_t found = SCRUT_NONE;
    scrut_buf key = {0};
    for (size_t i = 0; i < count; i++)
        if (strcmp(names_of(c, i).id, text) == 0)
            return (uint32_t)i;
    bool readable = scrut_text_key(text, strlen(text), &key, NULL) == SCRUT_OK;
    for (size_t i = 0; i < count && readable; i++) {
        names n = names_of(c, i);
        if (!called(&n, &key))
            continue;
        if (found != SCRUT_NONE) {
            found = SCRUT_NONE; /* two share it */
            break;
        }
        found = (uint32_t)i;
    }
    scrut_buf_free(&key);
    return found;
}

static names names_of_party(const scrut_case *c, size_t index)
{
    const scrut_party *p = &c->parties[index];
    return (names){p->id, p->name, p->name_local, p->aliases, p->alias_count};
}

static names names_of_constituency(const scrut_case *c, size_t index)
{
    const scrut_constituency *k = &c->constituencies[index];
    return (names){k->id, k->name, k->name_local, k->aliases, k->alias_count};
}

uint32_t scrut_case_find_party(const scrut_case *c, const char *text)
{
    return find(c, c->party_count, names_of_party, text);
}

uint32_t scrut_case_find_constituency(const scrut_case *c, const char *text)
{
    return find(c, c->constituency_count, names_of_constituency, text);
}
