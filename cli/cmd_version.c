/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

/* What the build found, written by the build as "name version" pairs. */
static const struct {
    const char *name, *version;
} FEATURES[] = {SCRUT_FEATURES};

static scrut_json *version_json(bool features)
{
    scrut_json *root = scrut_json_object();
    scrut_json_set(root, "format", scrut_json_string("scrutineer-version/1"));
    scrut_json_set(root, "version", scrut_json_string(SCRUT_VERSION));
    if (!features)
        return root;
    scrut_json *list = scrut_json_object();
    for (size_t i = 0; i < sizeof FEATURES / sizeof FEATURES[0]; i++)
        scrut_json_set(list, FEATURES[i].name, scrut_json_string(FEATURES[i].version));
    scrut_json_set(root, "features", list);
    return root;
}

int cmd_version(const scrut_cli_args *args)
{
    bool features = scrut_cli_given(args, "features");
    if (scrut_cli_given(args, "json"))
        return scrut_cli_print_json(version_json(features), SCRUT_EXIT_OK);
    scrut_buf text = {0};
    scrut_buf_printf(&text, "scrutineer %s\n", SCRUT_VERSION);
    for (size_t i = 0; features && i < sizeof FEATURES / sizeof FEATURES[0]; i++)
        scrut_buf_printf(&text, "  %-10s %s\n", FEATURES[i].name, FEATURES[i].version);
    return scrut_cli_print(&text, SCRUT_EXIT_OK);
}
