/* SPDX-License-Identifier: Apache-2.0
 * Any bytes are shapes that can be drawn and put into cells, or an error with words. */
#include "fuzz.h"
#include "scrutineer/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACES_MAX 40

static void must(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_geojson: %s\n", what);
        abort();
    }
}

static void draw(const scrut_picture_shapes *shapes)
{
    scrut_picture_place places[PLACES_MAX] = {{0}};
    scrut_picture_cell cells[PLACES_MAX];
    scrut_picture_frame frame = {.id = "p", .title = "fuzz"};
    scrut_buf out = {0};
    size_t count = scrut_picture_shapes_count(shapes), found;
    must(count <= SCRUT_PICTURE_SHAPES_MAX, "more shapes than the limit");
    count = count < PLACES_MAX ? count : PLACES_MAX;
    for (size_t i = 0; i < count; i++) {
        const char *key = scrut_picture_shapes_key(shapes, i);
        must(scrut_picture_shapes_find(shapes, key, &found) && found == i, "a key that is not found");
        places[i] = (scrut_picture_place){.key = key, .label = key, .state = (scrut_picture_state)(i % 5)};
    }
    scrut_picture_map(&out, &frame, shapes, places, count);
    if (scrut_picture_cells_from_shapes(shapes, places, count, cells))
        scrut_picture_tiles(&out, &frame, places, count, cells);
    must(!out.failed, "no memory");
    must(out.length == 0 || memchr(out.bytes, '\0', out.length) == NULL, "a NUL in a picture");
    scrut_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scrut_arena *arena = scrut_arena_new();
    scrut_picture_shapes *shapes = NULL;
    scrut_error err = {.status = SCRUT_OK};
    must(arena != NULL, "no memory");
    scrut_status status = scrut_picture_shapes_read(
        (const char *)data, size, "fuzz", size > 0 && data[size - 1] == ' ' ? NULL : "c", arena, &shapes, &err);
    must((status == SCRUT_OK) == (shapes != NULL), "status and shapes");
    if (shapes != NULL)
        draw(shapes);
    else
        must(err.status == status && err.message[0] != '\0', "an error without words");
    scrut_arena_free(arena);
    return 0;
}
