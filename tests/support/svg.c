/* SPDX-License-Identifier: Apache-2.0 */
#include "svg.h"

#include <check.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 16
#define NAME_MAX_ 32

/* Check writes a mark for each of its own assertions, which takes most of the time here. */
#define must(condition, ...)                                                                                           \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            ck_abort_msg(__VA_ARGS__);                                                                                 \
    } while (0)

/* ---- tags ---- */

typedef struct {
    const char *start, *end; /* of the tag: < .. > */
    char name[NAME_MAX_];
    bool closing, empty;
} tag;

static size_t read_name(const char *at, char name[NAME_MAX_])
{
    size_t length = 0;
    while (isalnum((unsigned char)at[length]) || at[length] == '-')
        length++;
    must(length > 0 && length < NAME_MAX_, "no name at %.40s", at);
    memcpy(name, at, length);
    name[length] = '\0';
    return length;
}

static const char *read_attributes(const char *at)
{
    char names[16][NAME_MAX_];
    size_t count = 0;
    while (*at == ' ') {
        at++;
        must(count < 16, "too many");
        at += read_name(at, names[count]);
        for (size_t i = 0; i < count; i++)
            must(strcmp(names[i], names[count]) != 0, "the attribute %s stands twice", names[i]);
        must(strncmp(names[count], "on", 2) != 0 && strcmp(names[count], "style") != 0, "an attribute %s",
             names[count]);
        must(at[0] == '=' && at[1] == '"', "an attribute without a quoted value: %.40s", at);
        const char *value = at + 2;
        at = strpbrk(value, "\"<");
        must(at != NULL && *at == '"', "a value that does not end: %.40s", value);
        if (strcmp(names[count], "href") == 0) {
            size_t before = strcspn(value, "/?#\"");
            bool scheme = memchr(value, ':', before) != NULL;
            must(!scheme || strncmp(value, "http", 4) == 0, "a link to %.40s", value);
        }
        at++;
        count++;
    }
    return at;
}

static const char *read_tag(const char *at, tag *t)
{
    *t = (tag){.start = at, .closing = at[1] == '/'};
    at += t->closing ? 2 : 1;
    at += read_name(at, t->name);
    at = read_attributes(at);
    t->empty = *at == '/';
    at += t->empty;
    must(*at == '>', "a tag that does not end: %.60s", t->start);
    t->end = at;
    return at + 1;
}

static const char *read_entity(const char *at)
{
    static const char *const KNOWN[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++)
        if (strncmp(at, KNOWN[i], strlen(KNOWN[i])) == 0)
            return at + strlen(KNOWN[i]);
    ck_abort_msg("a bare ampersand: %.40s", at);
    return NULL;
}

void svg_check_form(const char *svg)
{
    char open[DEPTH_MAX][NAME_MAX_];
    size_t depth = 0;
    const char *at = svg;
    while (*at != '\0') {
        if (*at == '&') {
            at = read_entity(at);
            continue;
        }
        must(*at != '>', "a bare >: %.40s", at);
        if (*at != '<') {
            must(depth > 0 || *at == '\n', "text outside: %.40s", at);
            at++;
            continue;
        }
        tag t;
        at = read_tag(at, &t);
        must(strcmp(t.name, "script") != 0, "a script");
        if (t.closing) {
            must(depth > 0, "a tag closed that is not open");
            depth--;
            must(strcmp(open[depth], t.name) == 0, "%s closed by %s", open[depth], t.name);
        } else if (!t.empty) {
            must(depth < DEPTH_MAX, "too many");
            memcpy(open[depth++], t.name, NAME_MAX_);
        }
    }
    must(depth == 0, "%s is not closed", open[depth - 1]);
}

/* ---- attributes ---- */

/* The value of an attribute in a tag, or NULL. */
static const char *attribute(const tag *t, const char *name)
{
    char sought[NAME_MAX_ + 4];
    snprintf(sought, sizeof sought, " %s=\"", name);
    const char *found = strstr(t->start, sought);
    return found != NULL && found < t->end ? found + strlen(sought) : NULL;
}

static double number(const tag *t, const char *name)
{
    const char *value = attribute(t, name);
    must(value != NULL, "no %s in %.80s", name, t->start);
    return strtod(value, NULL);
}

static bool has_class(const tag *t, const char *word)
{
    const char *classes = attribute(t, "class");
    size_t length = strlen(word);
    while (classes != NULL && *classes != '"') {
        size_t next = strcspn(classes, " \"");
        if (next == length && strncmp(classes, word, length) == 0)
            return true;
        classes += next + (classes[next] == ' ');
    }
    return false;
}

/* ---- places ---- */

typedef struct {
    double x, y, x_scale, y_scale;
} transform;

typedef struct {
    double width, height;
    transform stack[DEPTH_MAX];
    size_t depth;
} view;

static void point(const view *v, double x, double y, const char *what)
{
    const transform *t = &v->stack[v->depth];
    double left = t->x + x * t->x_scale, top = t->y + y * t->y_scale;
    must(left >= 0 && left <= v->width && top >= 0 && top <= v->height, "(%g, %g) outside %g x %g: %.120s", left, top,
         v->width, v->height, what);
}

/* M m L l H h V v A a Z z, as the pictures write them. */
static void path(const view *v, const char *d)
{
    double x = 0, y = 0, from_x = 0, from_y = 0, n[7];
    char command = ' ';
    const char *at = d;
    while (*at != '"') {
        if (isalpha((unsigned char)*at))
            command = *at++;
        bool relative = islower((unsigned char)command) != 0;
        int kind = toupper((unsigned char)command), wanted = kind == 'Z'                  ? 0
                                                             : kind == 'A'                ? 7
                                                             : kind == 'H' || kind == 'V' ? 1
                                                                                          : 2;
        for (int i = 0; i < wanted; i++) {
            char *end;
            n[i] = strtod(at, &end);
            must(end != at, "no number in a path at %.30s", at);
            at = end;
        }
        if (kind == 'Z') {
            x = from_x;
            y = from_y;
            continue;
        }
        if (kind != 'V')
            x = (relative ? x : 0) + n[kind == 'A' ? 5 : 0];
        if (kind != 'H')
            y = (relative ? y : 0) + n[kind == 'A' ? 6 : kind == 'V' ? 0 : 1];
        if (kind == 'M') {
            from_x = x;
            from_y = y;
            command = relative ? 'l' : 'L';
        }
        point(v, x, y, d);
    }
}

/* In hundredths of the letters' size: W and M are broad, the others `em`. */
static double width_of(const char *text, int em)
{
    double width = 0;
    for (; *text != '<'; text++) {
        if (*text == '&')
            text = strchr(text, ';');
        if (((unsigned char)*text & 0xC0) != 0x80)
            width += *text == 'W' || *text == 'M' ? 90 : em;
    }
    return width;
}

static void text_line(const view *v, const tag *t, int em)
{
    double size = has_class(t, "t") ? 300 : has_class(t, "s") ? 108 : 125;
    double width = width_of(t->end + 1, em) * size / 100, x = number(t, "x"), y = number(t, "y");
    double left = has_class(t, "e") ? x - width : has_class(t, "i") ? x - width / 2 : x;
    point(v, left, y, t->start);
    point(v, left + width, y - size * 0.7, t->start);
}

/* The numbers behind `word` and a bracket; one number counts for both. */
static void two_numbers(const char *value, const char *word, double *ret_first, double *ret_second)
{
    char *end;
    const char *at = strstr(value, word);
    must(at != NULL && at < strchr(value, '"'), "no %s in %.60s", word, value);
    *ret_first = *ret_second = strtod(at + strlen(word), &end);
    if (*end == ' ')
        *ret_second = strtod(end, &end);
    must(*end == ')' || *end == '"', "another transform or box: %.60s", value);
}

static void push(view *v, const tag *t)
{
    const char *value = attribute(t, "transform");
    double x = 0, y = 0, a = 1, b = 1;
    must(v->depth + 1 < DEPTH_MAX, "too many");
    transform base = v->stack[v->depth++];
    if (value != NULL) {
        two_numbers(value, "translate(", &x, &y);
        two_numbers(value, "scale(", &a, &b);
    }
    v->stack[v->depth] =
        (transform){base.x + x * base.x_scale, base.y + y * base.y_scale, base.x_scale * a, base.y_scale * b};
}

static void look_at(view *v, const tag *t, int em)
{
    if (strcmp(t->name, "g") == 0)
        push(v, t);
    if (strcmp(t->name, "path") == 0)
        path(v, attribute(t, "d"));
    if (strcmp(t->name, "text") == 0)
        text_line(v, t, em);
    if (strcmp(t->name, "rect") == 0) {
        double x = number(t, "x"), y = number(t, "y"), width = number(t, "width"), height = number(t, "height");
        must(width > 0 && height > 0, "an empty rectangle");
        point(v, x, y, t->start);
        point(v, x + width, y + height, t->start);
    }
}

void svg_check_inside(const char *svg, int em)
{
    view v = {.stack = {{0, 0, 1, 1}}};
    const char *box = strstr(svg, "viewBox=\"0 0 "), *at = svg;
    must(box != NULL, "not found");
    two_numbers(box + strlen("viewBox=\""), "0 0 ", &v.width, &v.height);
    while ((at = strchr(at, '<')) != NULL) {
        tag t;
        at = read_tag(at, &t);
        if (strcmp(t.name, "defs") == 0)
            at = strstr(at, "</defs>") + strlen("</defs>");
        else if (t.closing && strcmp(t.name, "g") == 0)
            v.depth--;
        else if (!t.closing)
            look_at(&v, &t, em);
    }
}

/* ---- ids ---- */

static bool has_id(const char *svg, const char *id, size_t length)
{
    size_t found = 0;
    for (const char *at = svg; (at = strstr(at, " id=\"")) != NULL;) {
        at += strlen(" id=\"");
        found += strncmp(at, id, length) == 0 && at[length] == '"';
    }
    must(found <= 1, "the id %.*s stands twice", (int)length, id);
    return found == 1;
}

static void each_after(const char *svg, const char *before, const char *end)
{
    for (const char *at = svg; (at = strstr(at, before)) != NULL;) {
        at += strlen(before);
        size_t length = strcspn(at, end);
        must(has_id(svg, at, length), "nothing has the id %.*s", (int)length, at);
    }
}

void svg_check_ids(const char *svg)
{
    each_after(svg, "url(#", ")");
    each_after(svg, " href=\"#", "\"");
    each_after(svg, "aria-labelledby=\"", "\"");
    each_after(svg, "aria-describedby=\"", "\"");
}

/* ---- looking ---- */

size_t svg_count(const char *svg, const char *needle)
{
    size_t count = 0;
    for (const char *at = svg; (at = strstr(at, needle)) != NULL; at += strlen(needle))
        count++;
    return count;
}

const char *svg_desc(const char *svg)
{
    static char text[1 << 18];
    const char *from = strstr(svg, "<desc");
    must(from != NULL, "not found");
    from = strchr(from, '>') + 1;
    size_t length = (size_t)(strstr(from, "</desc>") - from);
    must(length < sizeof text, "a long description");
    memcpy(text, from, length);
    text[length] = '\0';
    return text;
}

size_t svg_subpaths(const char *svg, const char *classes)
{
    char sought[80];
    snprintf(sought, sizeof sought, "<path class=\"%s\" d=\"", classes);
    const char *at = strstr(svg, sought);
    size_t count = 0;
    if (at == NULL)
        return 0;
    for (at += strlen(sought); *at != '"'; at++)
        count += *at == 'M';
    return count;
}
