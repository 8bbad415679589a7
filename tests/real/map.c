/* SPDX-License-Identifier: Apache-2.0
 * The provinces of Cambodia as a map and as a tile grid: map FOLDER. TAP. */
#include "scrutineer/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROVINCES 24
#define BYTES_MAX 25000

static int number, failed;

static void result(bool fine, const char *what, size_t measured)
{
    failed += !fine;
    printf("# %zu\n%s %d - %s\n", measured, fine ? "ok" : "not ok", ++number, what);
}

static size_t occurrences(const char *text, const char *needle)
{
    size_t count = 0;
    for (const char *at = text; at != NULL && (at = strstr(at, needle)) != NULL; at += strlen(needle))
        count++;
    return count;
}

static void fill_places(const scrut_picture_shapes *shapes, scrut_picture_place places[])
{
    for (size_t i = 0; i < scrut_picture_shapes_count(shapes) && i < PROVINCES; i++) {
        const char *key = scrut_picture_shapes_key(shapes, i);
        places[i] = (scrut_picture_place){
            .key = key, .label = key, .figure = "5-4", .leader = {"A", (uint32_t)(i % 2)}, .link = "constituency.html"};
    }
}

static void check_map(const scrut_picture_shapes *shapes, const scrut_picture_place places[])
{
    const scrut_picture_frame frame = {.id = "map", .title = "Provinces"};
    scrut_buf out = {0};
    scrut_picture_map(&out, &frame, shapes, places, PROVINCES);
    result(!out.failed && out.length <= BYTES_MAX, "the map takes at most 25,000 bytes", out.length);
    result(occurrences(out.bytes, "<path class=\"u c p") == PROVINCES, "every province is drawn once",
           occurrences(out.bytes, "<path class=\"u c p"));
    result(occurrences(out.bytes, "<a href=") == PROVINCES, "every province leads to its page",
           occurrences(out.bytes, "<a href="));
    scrut_buf_free(&out);
}

/* Kep (23) is on the southern coast, Ratanakiri (16) in the north-east, Pailin (24) in the west. */
static void check_cells(const scrut_picture_shapes *shapes, const scrut_picture_place places[])
{
    scrut_picture_cell cells[PROVINCES];
    bool fine = scrut_picture_cells_from_shapes(shapes, places, PROVINCES, cells);
    size_t apart = 0, kep = 0, ratanakiri = 0, pailin = 0;
    for (size_t i = 0; fine && i < PROVINCES; i++) {
        kep = strcmp(places[i].key, "23") == 0 ? i : kep;
        ratanakiri = strcmp(places[i].key, "16") == 0 ? i : ratanakiri;
        pailin = strcmp(places[i].key, "24") == 0 ? i : pailin;
        for (size_t k = 0; k < i; k++)
            apart += cells[i].column != cells[k].column || cells[i].row != cells[k].row;
    }
    result(apart == PROVINCES * (PROVINCES - 1) / 2, "every province has a square of its own", apart);
    bool placed = fine;
    for (size_t i = 0; fine && i < PROVINCES; i++)
        placed = placed && cells[i].row <= cells[kep].row && cells[i].column <= cells[ratanakiri].column &&
                 cells[i].column >= cells[pailin].column;
    result(placed, "Kep is lowest, Ratanakiri rightmost and Pailin leftmost in the grid", PROVINCES);
}

int main(int argc, char **argv)
{
    const char *folder = getenv("SCRUT_DATA");
    scrut_arena *arena = scrut_arena_new();
    scrut_picture_shapes *shapes = NULL;
    scrut_picture_place places[PROVINCES] = {{0}};
    scrut_buf path = {0};
    char *bytes = NULL;
    size_t length = 0;
    scrut_buf_printf(&path, "%s/cambodia-map-2013/provinces.geojson",
                     folder != NULL ? folder
                     : argc > 1     ? argv[1]
                                    : ".");
    if (scrut_read_file(path.bytes, (size_t)1 << 22, &bytes, &length, NULL) != SCRUT_OK) {
        puts("1..0 # SKIP the map of Cambodia not found in the data folder");
    } else {
        scrut_status status =
            scrut_picture_shapes_read(bytes, length, "provinces.geojson", "code", arena, &shapes, NULL);
        size_t count = status == SCRUT_OK ? scrut_picture_shapes_count(shapes) : 0;
        result(count == PROVINCES, "the map has 24 provinces", count);
        if (count == PROVINCES) {
            fill_places(shapes, places);
            check_map(shapes, places);
            check_cells(shapes, places);
        }
        printf("1..%d\n", number);
    }
    free(bytes);
    scrut_buf_free(&path);
    scrut_arena_free(arena);
    return failed > 0;
}
