/* SPDX-License-Identifier: Apache-2.0
 * Rows as numbers of values, each in as many bits as its column needs: some 16 bytes a row. */
#include "link_internal.h"
#include "link_kernels.h"
#include "scrutineer/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__linux__)
/* Linux only, so that <sys/mman.h> does not declare it to a strict POSIX program. What was written to a shared mapping
 * stays in its file. */
extern int madvise(void *address, size_t length, int advice);
#define DROP_PAGES(address, length) (void)madvise(address, length, 4 /* MADV_DONTNEED */)
#else
#define DROP_PAGES(address, length) (void)0
#endif

/* The last page is a large one, too, if it is half full: many small ones take longer to come by. */
large_memory scrut_link_large_new(size_t bytes)
{
    size_t pages = (bytes + SCRUT_LARGE_PAGE / 2) / SCRUT_LARGE_PAGE, in_pages = pages * SCRUT_LARGE_PAGE;
    size_t size = (bytes > in_pages ? bytes : in_pages) + (pages > 0 ? SCRUT_LARGE_PAGE : 0);
    large_memory m = {.base = bytes > 0 && size >= bytes ? calloc(size, 1) : NULL};
    m.bytes = m.base;
    if (m.base != NULL && pages > 0) {
        m.bytes = (char *)m.base + (SCRUT_LARGE_PAGE - (uintptr_t)m.base % SCRUT_LARGE_PAGE) % SCRUT_LARGE_PAGE;
        scrut_ask_large_pages(m.bytes, in_pages);
    }
    return m;
}

void scrut_link_large_free(large_memory *m)
{
    free(m->base);
    *m = (large_memory){0};
}

static unsigned bits_for(uint32_t count)
{
    unsigned bits = 1;
    while (bits < 32 && count > (uint64_t)1 << bits)
        bits++;
    return bits;
}

static size_t plane_bytes(const records *r)
{
    return (r->row_count + (size_t)1) * sizeof(uint64_t);
}

/* A file of the plane's size that nobody else sees, for it has no name any more; all of its place on the disk is taken
 * now, not when it is written through the mapping. */
static scrut_status map_file(int file, const char *path, size_t bytes, uint64_t **ret_plane, scrut_error *err)
{
    unlink(path);
    int why = posix_fallocate(file, 0, (off_t)bytes);
    if (why != 0)
        return scrut_fail(err, SCRUT_E_IO, path, -1, -1, -1, "cannot reserve %zu bytes for rows: %s", bytes,
                          strerror(why));
    void *plane = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (plane == MAP_FAILED)
        return scrut_fail_memory(err);
    *ret_plane = plane;
    return SCRUT_OK;
}

static scrut_status map_plane(const records *r, uint64_t **ret_plane, scrut_error *err)
{
    scrut_buf path = {0};
    scrut_buf_printf(&path, "%s/rows.XXXXXX", r->rows_folder);
    int file = path.failed ? -1 : mkstemp(path.bytes);
    scrut_status status = path.failed ? scrut_fail_memory(err) : SCRUT_OK;
    if (status == SCRUT_OK && file < 0)
        status = scrut_fail(err, SCRUT_E_IO, r->rows_folder, -1, -1, -1, "cannot create a file for rows: %s",
                            strerror(errno));
    if (status == SCRUT_OK)
        status = map_file(file, path.bytes, plane_bytes(r), ret_plane, err);
    if (file >= 0)
        close(file);
    scrut_buf_free(&path);
    return status;
}

static scrut_status new_plane(const records *r, uint64_t **ret_plane, scrut_error *err)
{
    if (r->rows_folder != NULL)
        return map_plane(r, ret_plane, err);
    uint64_t *plane = calloc(1, plane_bytes(r));
    if (plane == NULL)
        return scrut_fail_memory(err);
    scrut_ask_large_pages(plane, plane_bytes(r));
    *ret_plane = plane;
    return SCRUT_OK;
}

scrut_status scrut_link_pack_place(records *r, size_t field, uint32_t count, scrut_error *err)
{
    unsigned bits = bits_for(count);
    if (r->plane_count == 0 || r->plane_bits + bits > 64) {
        uint64_t *plane = NULL;
        scrut_status status = new_plane(r, &plane, err);
        if (status != SCRUT_OK)
            return status;
        r->planes[r->plane_count++] = plane;
        r->plane_bits = 0;
    }
    r->places[field] =
        (place){(uint8_t)(r->plane_count - 1), (uint8_t)r->plane_bits, (uint32_t)((UINT64_C(1) << bits) - 1)};
    r->plane_bits += bits;
    return SCRUT_OK;
}

void scrut_link_drop_rows(const records *r)
{
    for (size_t i = 0; r->rows_folder != NULL && i < r->plane_count; i++)
        DROP_PAGES(r->planes[i], plane_bytes(r));
}

void scrut_link_unpack(records *r)
{
    for (size_t i = 0; i < r->plane_count; i++) {
        if (r->rows_folder != NULL)
            munmap(r->planes[i], plane_bytes(r));
        else
            free(r->planes[i]);
    }
    r->plane_count = 0;
}

uint64_t scrut_link_content(const records *r, uint32_t row)
{
    uint32_t content[SCRUT_LINK_FIELDS_MAX];
    for (size_t f = 0; f < r->field_count; f++)
        content[f] = scrut_link_value(r, row, f);
    return scrut_hash64((const char *)content, r->field_count * sizeof content[0]);
}
