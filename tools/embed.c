/* SPDX-License-Identifier: Apache-2.0
 * embed.c: runs at build time. Writes text files as a table of a C header, in the order of their ids (the file name
 * without folder and ending): embed OUTPUT TABLE FILE... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* C strings are cut into lines of this many bytes. */
enum { LINE_BYTES = 64 };

static int compare_names(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

static int write_id(FILE *out, const char *path)
{
    const char *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path, *dot = strrchr(base, '.');
    int length = dot != NULL ? (int)(dot - base) : (int)strlen(base);
    return fprintf(out, "    {\"%.*s\",\n     ", length, base);
}

/* Octal escapes take exactly three digits, so that no digit after one is eaten. */
static void write_byte(FILE *out, int byte)
{
    if (byte == '"' || byte == '\\' || byte == '?' || byte < 32 || byte > 126)
        fprintf(out, "\\%03o", (unsigned)byte);
    else
        fputc(byte, out);
}

static int embed_file(FILE *out, const char *path)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        fprintf(stderr, "embed: cannot open %s\n", path);
        return 1;
    }
    unsigned long length = 0;
    write_id(out, path);
    fputc('"', out);
    for (int byte = fgetc(in); byte != EOF; byte = fgetc(in)) {
        if (length > 0 && length % LINE_BYTES == 0)
            fputs("\"\n     \"", out);
        write_byte(out, byte);
        length++;
    }
    int failed = ferror(in);
    fclose(in);
    fprintf(out, "\",\n     %lu},\n", length);
    return failed;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("embed OUTPUT TABLE FILE...\n", stderr);
        return 2;
    }
    FILE *out = fopen(argv[1], "wb");
    if (out == NULL) {
        fprintf(stderr, "embed: cannot write %s\n", argv[1]);
        return 1;
    }
    qsort(argv + 3, (size_t)argc - 3, sizeof *argv, compare_names);
    fprintf(out,
            "/* Written by tools/embed.c. */\nstatic const struct {\n    const char *id, *text;\n    unsigned long "
            "length;\n"
            "} %s[] = {\n",
            argv[2]);
    int failed = 0;
    for (int i = 3; i < argc; i++)
        failed = embed_file(out, argv[i]) != 0 || failed;
    fputs("};\n", out);
    failed = ferror(out) != 0 || failed;
    return fclose(out) != 0 || failed;
}
