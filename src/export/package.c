/* SPDX-License-Identifier: Apache-2.0
 * package.c: datapackage.json, a descriptor of our tables that readers of Data Package 1.0 and 2.0 take: the profile of
 * version 1 is named, keys are arrays, and nothing that only version 2 knows is needed to read a table rightly. */
#include "export_internal.h"
#include "scrutineer/seal.h"

#include <string.h>

static scrut_json *strings(const char *const *texts, size_t count)
{
    scrut_json *array = scrut_json_array();
    for (size_t i = 0; i < count; i++)
        scrut_json_append(array, scrut_json_string(texts[i]));
    return array;
}

static scrut_json *field(const table_column *c)
{
    static const char *const TYPES[] = {
        [COLUMN_TEXT] = "string", [COLUMN_WHOLE] = "integer", [COLUMN_YES_NO] = "boolean"};
    static const char *const YES[] = {"yes"}, *const NO[] = {"no"};
    scrut_json *object = scrut_json_object();
    scrut_json_set(object, "name", scrut_json_string(c->name));
    scrut_json_set(object, "type", scrut_json_string(TYPES[c->type]));
    if (c->type == COLUMN_YES_NO) {
        scrut_json_set(object, "trueValues", strings(YES, 1));
        scrut_json_set(object, "falseValues", strings(NO, 1));
    }
    return object;
}

/* Only what holds in every case: a source may give a station twice. */
static void set_keys(scrut_json *schema, const char *file)
{
    static const char *const PARTY[] = {"party"}, *const FIGURES[] = {"kind", "figures"};
    if (strcmp(file, "parties.csv") == 0)
        scrut_json_set(schema, "primaryKey", strings(PARTY, 1));
    if (strcmp(file, "figures.csv") == 0)
        scrut_json_set(schema, "primaryKey", strings(FIGURES, 2));
    if (strcmp(file, "seats.csv") != 0)
        return;
    scrut_json *keys = scrut_json_array(), *key = scrut_json_object(), *reference = scrut_json_object();
    scrut_json_set(reference, "resource", scrut_json_string("parties"));
    scrut_json_set(reference, "fields", strings(PARTY, 1));
    scrut_json_set(key, "fields", strings(PARTY, 1));
    scrut_json_set(key, "reference", reference);
    scrut_json_append(keys, key);
    scrut_json_set(schema, "foreignKeys", keys);
}

static scrut_json *schema_of(const output_file *f)
{
    static const char *const MISSING[] = {""};
    scrut_json *schema = scrut_json_object(), *fields = scrut_json_array();
    for (size_t i = 0; i < f->column_count; i++)
        scrut_json_append(fields, field(&f->columns[i]));
    scrut_json_set(schema, "fields", fields);
    scrut_json_set(schema, "missingValues", strings(MISSING, 1));
    set_keys(schema, f->summary->name);
    return schema;
}

static scrut_json *resource(exporter *x, const output_file *f)
{
    scrut_json *object = scrut_json_object();
    const scrut_export_file *s = f->summary;
    const char *hash = export_print(x, "sha256:%s", s->sha256);
    const char *name = export_print(x, "%.*s", (int)strcspn(s->name, "."), s->name);
    scrut_json_set(object, "name", scrut_json_string(name));
    scrut_json_set(object, "title", scrut_json_string(f->title));
    scrut_json_set(object, "path", scrut_json_string(s->name));
    scrut_json_set(object, "bytes", scrut_json_int(s->bytes));
    scrut_json_set(object, "hash", scrut_json_string(hash));
    scrut_json_set(object, "format", scrut_json_string("csv"));
    scrut_json_set(object, "mediatype", scrut_json_string("text/csv"));
    scrut_json_set(object, "encoding", scrut_json_string("utf-8"));
    scrut_json_set(object, "profile", scrut_json_string("tabular-data-resource"));
    scrut_json_set(object, "schema", schema_of(f));
    return object;
}

void export_package(exporter *x)
{
    scrut_json *root = scrut_json_object(), *resources = scrut_json_array();
    for (size_t i = 0; i < x->summary->file_count; i++)
        scrut_json_append(resources, resource(x, &x->files[i]));
    scrut_json_set(root, "name", scrut_package_name_json(x->c));
    scrut_json_set(root, "title", scrut_json_string(x->c->title));
    scrut_json_set(root, "profile", scrut_json_string("tabular-data-package"));
    if (x->c->model)
        scrut_json_set(root, "description",
                       scrut_json_string("MODEL: these figures are a model, not evidence of an election."));
    scrut_json_set(root, "resources", resources);
    export_begin(x, "datapackage.json", NULL);
    if (x->status == SCRUT_OK)
        x->status = scrut_json_write(root, 1, &x->buf, x->err);
    scrut_json_free(root);
    scrut_buf_putc(&x->buf, '\n');
    export_end(x);
}
