/* SPDX-License-Identifier: Apache-2.0
 * Every picture is drawn, and a map is read, while the n-th allocation fails, for n = 1, 2, ... until none fails any
 * more. Each time the buffer has failed, or holds the very same picture; and (with AddressSanitizer) nothing leaks. */
#include "allocations.h"
#include "../unit/picture/pictures.h"

#include <string.h>

static const char MAP[] =
    "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"id\": \"a\", "
    "\"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}";

/* No assertion in here: Check asks for memory, too. */
static bool draw(size_t kind, scrut_buf *out)
{
    if (strcmp(picture_name(kind), "map") != 0) {
        draw_picture(kind, NULL, "a.html", out);
        return !out->failed;
    }
    scrut_arena *arena = scrut_arena_new();
    scrut_picture_shapes *shapes = NULL;
    const scrut_picture_frame frame = frame_of("Map");
    const scrut_picture_place place = {.key = "a", .label = "A"};
    scrut_picture_cell cell = {0, 0};
    scrut_status status = arena != NULL
                              ? scrut_picture_shapes_read(MAP, sizeof MAP - 1, "map", NULL, arena, &shapes, NULL)
                              : SCRUT_E_MEMORY;
    if (status == SCRUT_OK) {
        scrut_picture_map(out, &frame, shapes, &place, 1);
        if (!scrut_picture_cells_from_shapes(shapes, &place, 1, &cell))
            status = SCRUT_E_MEMORY;
    }
    scrut_arena_free(arena);
    return status == SCRUT_OK && !out->failed;
}

static scrut_status run(int kind, scrut_buf *text)
{
    return draw((size_t)kind, text) ? SCRUT_OK : SCRUT_E_MEMORY;
}

START_TEST(one_failed_allocation_is_said_and_changes_no_picture)
{
    fail_every_allocation((fault_trial){.run = run, .what = _i, .step = 1}, false);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pictures without memory");
    TCase *tests = tcase_create("core");
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, one_failed_allocation_is_said_and_changes_no_picture, 0, PICTURE_KINDS);
    return scrut_test_main(suite);
}
