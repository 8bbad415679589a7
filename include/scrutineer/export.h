/* SPDX-License-Identifier: Apache-2.0
 * export.h: a verdict's figures in the formats of others (docs/formats/export.md): NIST SP 1500-100, a data package,
 * OpenElections CSV, and our own tables.
 *
 * Files are written piece by piece under temporary names and put in place when all of them are whole, so that a folder
 * never holds half an export. The same verdict and options give the same bytes: no clock, no locale. An unknown figure
 * is an empty cell or no element at all, never zero. What a format cannot hold is said in the summary. */
#ifndef SCRUTINEER_EXPORT_H
#define SCRUTINEER_EXPORT_H

#include "scrutineer/hash.h"
#include "scrutineer/verdict.h"

#define SCRUT_EXPORT_FILES_MAX 16

typedef enum {
    SCRUT_EXPORT_NIST,          /* NIST SP 1500-100 version 2, JSON */
    SCRUT_EXPORT_DATAPACKAGE,   /* our tables with datapackage.json */
    SCRUT_EXPORT_OPENELECTIONS, /* one CSV */
    SCRUT_EXPORT_CSV,           /* our tables */
} scrut_export_format;

typedef struct {
    scrut_export_format format;
    const char *folder;    /* made when it is not there */
    const scrut_tally *of; /* NIST, OPENELECTIONS: the figures; one of the verdict's tallies */
    const char *generated; /* NIST: date and time that the report bears; NULL: the figures' own date */
    const char *version;   /* of the program */
} scrut_export_options;

typedef struct {
    const char *name; /* inside the folder */
    int64_t rows;     /* of a table; -1: it is none */
    int64_t bytes;
    char sha256[SCRUT_SHA256_HEX];
} scrut_export_file;

typedef struct {
    scrut_arena *arena; /* holds the texts */
    scrut_export_file files[SCRUT_EXPORT_FILES_MAX];
    size_t file_count;
    const char **not_held; /* clauses: what the format cannot hold of this case */
    size_t not_held_count;
} scrut_export_summary;

/* The figures that NIST and OPENELECTIONS hold unless others are named: the first source of returns, else the last
 * announcement with votes. NULL: the case has no votes. */
SCRUT_API const scrut_tally *scrut_export_default_figures(const scrut_verdict *verdict);

/* True for a date and time with a zone as NIST's schema has it: 2020-05-17T12:00:00+02:00, or with Z. */
SCRUT_API bool scrut_export_is_time(const char *text);

/* SCRUT_E_INPUT: the case lacks what the format requires (a date of the election), or a file of the case stands where
 * one would be written; SCRUT_E_IO; SCRUT_E_MEMORY.
 * Free the summary with scrut_export_summary_free. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_export_write(const scrut_verdict *verdict,
                                                           const scrut_export_options *options,
                                                           scrut_export_summary *ret_summary, scrut_error *err);
SCRUT_API void scrut_export_summary_free(scrut_export_summary *summary);

#endif
