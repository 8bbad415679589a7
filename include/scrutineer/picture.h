/* SPDX-License-Identifier: Apache-2.0
 * picture.h: charts and maps as SVG, from plain data.
 *
 * Every function is pure and appends one <svg> to `out`; the same data give the same bytes on every machine. A picture
 * has a title, and a description that says the same facts in words; it is one style (scrut_picture_style, once in the
 * page's style sheet), no script, no style attribute, no colour by itself: a party is the class p<rank>, whose --c the
 * page defines, and the mark of shape rank % SCRUT_PICTURE_MARKS. The page also defines --ink, --soft, --line, --card
 * and --link. A picture is as wide as its place and reads from 290 CSS pixels on.
 *
 * Texts are hostile until they are put: they are cleaned and escaped here. Without memory out->failed is set. Nothing
 * is kept after a call. A picture without rows is nothing at all: no <svg>. */
#ifndef SCRUTINEER_PICTURE_H
#define SCRUTINEER_PICTURE_H

#include "scrutineer/mem.h"
#include "scrutineer/buf.h"

#define SCRUT_PICTURE_MARKS 8                 /* shapes of marks */
#define SCRUT_PICTURE_NO_PARTY UINT32_MAX     /* a rank: nobody's, drawn in the neutral colour */
#define SCRUT_PICTURE_SEATS_MAX 1500          /* of a hemicycle */
#define SCRUT_PICTURE_TILES_MAX 600           /* of a tile grid */
#define SCRUT_PICTURE_GRID_MAX 100            /* columns and rows of a tile grid */
#define SCRUT_PICTURE_SHAPES_MAX 5000         /* features of a map */
#define SCRUT_PICTURE_BINS_MAX 100            /* of a fingerprint, each way */
#define SCRUT_PICTURE_FINGERPRINT_BYTES 16000 /* of a fingerprint's cells; it is drawn coarser above */

/* ---- what all pictures share ---- */

/* The words inside pictures, in the page's language. Every field must be set. */
typedef struct {
    const char *seats, *votes, *stations, *places;      /* "seats", "votes", "stations", "constituencies" */
    const char *majority, *quorum;                      /* lines of a hemicycle */
    const char *certain, *within_reach, *disputed;      /* states of a seat */
    const char *leads, *tie, *no_data, *not_on_map;     /* states of a place */
    const char *others;                                 /* what a legend has no room for */
    const char *share, *turnout, *leading_share;        /* "share", "turnout", "share of the leading list" */
    const char *cannot, *could, *would, *undecided;     /* may the votes at stake have changed the outcome? */
    const char *margin_could, *margin_would, *at_stake; /* "margin (could)", "margin (would)", "votes at stake" */
    const char *at_least, *at_most, *unknown;           /* "at least", "at most", "unknown" */
    const char *divisor, *quotient, *won, *no_seat;     /* of a rung */
    const char *last_seat, *runner_up, *between;        /* "last seat", "runner-up", "votes between them" */
    const char *before, *change, *interval, *reference; /* "before", "change", "interval", "announced" */
    const char *difference;                             /* "difference from", followed by the first source's label */
    const char *linear_scale, *log_scale;               /* said on the axis */
    const char *decimal, *percent, *points;             /* ".", "%", " points" (of a percentage, after a number) */
} scrut_picture_words;

SCRUT_API extern const scrut_picture_words scrut_picture_words_english;

/* Puts a whole number for people: grouped digits, digits of a script. */
typedef void (*scrut_picture_number)(const void *context, scrut_buf *out, int64_t value);

typedef struct {
    const char *id;                   /* begins every id of the picture: unique on the page; letters, digits, - and _ */
    const char *title;                /* what the picture shows: its name for those who do not see it */
    const char *stamp;                /* drawn below and said first, such as that the data are a model; NULL: none */
    const char *note;                 /* sentences in front of the description; NULL: none */
    const scrut_picture_words *words; /* NULL: English */
    scrut_picture_number number;      /* NULL: plain digits */
    const void *number_context;
} scrut_picture_frame;

typedef struct {
    const char *label;
    uint32_t rank; /* colour class p<rank> and mark; SCRUT_PICTURE_NO_PARTY */
} scrut_picture_party;

/* A figure that may be unknown: unknown is not zero. */
typedef struct {
    int64_t value;
    bool known;
} scrut_picture_value;

/* What is known of a figure: exact when both ends are known and equal, "at least" with the low end alone, "at most"
 * with the high end alone, unknown with neither. */
typedef struct {
    int64_t low, high;
    bool low_known, high_known;
} scrut_picture_range;

/* What the values of a picture count. Shares are hundredths of a percent, shown with one decimal. */
typedef enum {
    SCRUT_PICTURE_VOTES,
    SCRUT_PICTURE_SEATS,
    SCRUT_PICTURE_STATIONS,
    SCRUT_PICTURE_SHARE
} scrut_picture_unit;

/* A value as pictures print it, so that a table beside them can say the same; with `sign` a plus before what is more
 * than zero. */
SCRUT_API void scrut_picture_amount(scrut_buf *out, const scrut_picture_frame *frame, int64_t value,
                                    scrut_picture_unit unit, bool sign);

/* A `link` is the address that a mark leads to, relative or http(s); NULL or any other scheme: none. A picture with
 * links is a group for assistive technology, so that the links are reached; one without is an image. */

/* The rules for .pic and what is inside, and for .mk (marks in the text of a page). */
SCRUT_API extern const char scrut_picture_style[];

/* The shapes of marks as <symbol id="m0"> .. "m7", once a page, before any scrut_picture_mark. */
SCRUT_API void scrut_picture_symbols(scrut_buf *out);
/* A party's mark for running text and tables, hidden from assistive technology: a name must stand beside it. */
SCRUT_API void scrut_picture_mark(scrut_buf *out, uint32_t rank);

/* ---- hemicycle: the chamber ---- */

typedef struct {
    scrut_picture_party party;
    int64_t certain;      /* seats that nothing found could move */
    int64_t within_reach; /* seats of the party that what was found could move */
    const char *link;
} scrut_picture_bloc;

typedef struct {
    const scrut_picture_bloc *blocs; /* from left to right */
    size_t bloc_count;
    int64_t disputed;         /* seats that nobody holds: ties, unknown votes */
    int64_t majority, quorum; /* seats counted from the left; 0: no line */
} scrut_picture_chamber;

/* Nothing when the seats are none, more than SCRUT_PICTURE_SEATS_MAX, or negative somewhere. */
SCRUT_API void scrut_picture_hemicycle(scrut_buf *out, const scrut_picture_frame *frame,
                                       const scrut_picture_chamber *chamber);

/* ---- places: map and tile grid ---- */

typedef enum {
    SCRUT_PICTURE_LED,      /* by `leader` */
    SCRUT_PICTURE_DISPUTED, /* by `leader` as announced, and disputed: hatched */
    SCRUT_PICTURE_REACH,    /* by `leader`, within reach of what was found: dotted */
    SCRUT_PICTURE_TIED,     /* nobody alone leads */
    SCRUT_PICTURE_NO_DATA,
    SCRUT_PICTURE_SHADED, /* by no leader: `leader.rank` is a shade from 0, the lightest, `leader.label` what it means
                           */
} scrut_picture_state;
#define SCRUT_PICTURE_SHADES 5

typedef struct {
    const char *key;         /* of the shape on a map */
    const char *label;       /* the full name */
    const char *short_label; /* up to about four letters, drawn; NULL: the label, cut */
    const char *figure;      /* drawn under the short label: "5-4"; NULL: none */
    const char *facts; /* the place's figures in words for tooltip and description: "A 5 seats, B 4"; may be NULL */
    scrut_picture_party leader;
    scrut_picture_state state;
    const char *link;
} scrut_picture_place;

/* Outlines read from GeoJSON; in the arena. */
typedef struct scrut_picture_shapes scrut_picture_shapes;

/* Reads a FeatureCollection (or one Feature) of Polygon and MultiPolygon geometries in degrees; a feature's key is its
 * property `key_property`, or its "id" when that is NULL; a feature without a geometry has no outline. Features with
 * one key are one shape. Further properties and other members are passed over. The limits of yaml.h apply (its reader
 * reads JSON, which is a part of YAML). SCRUT_E_INPUT with line and column: not that; SCRUT_E_RANGE: a coordinate
 * outside +-360 or +-90 degrees; SCRUT_E_LIMIT; SCRUT_E_MEMORY. *ret_shapes is set on SCRUT_OK only. */
SCRUT_API SCRUT_MUST_CHECK scrut_status scrut_picture_shapes_read(const char *bytes, size_t length, const char *name,
                                                                  const char *key_property, scrut_arena *arena,
                                                                  scrut_picture_shapes **ret_shapes, scrut_error *err);
SCRUT_API size_t scrut_picture_shapes_count(const scrut_picture_shapes *shapes);
SCRUT_API const char *scrut_picture_shapes_key(const scrut_picture_shapes *shapes, size_t shape);
/* False: no shape has the key. */
SCRUT_API bool scrut_picture_shapes_find(const scrut_picture_shapes *shapes, const char *key, size_t *ret_shape);

/* Only the shapes that one of the places has, in the arena; their rings are those of `shapes`. NULL: no memory. */
SCRUT_API scrut_picture_shapes *scrut_picture_shapes_of(const scrut_picture_shapes *shapes,
                                                        const scrut_picture_place *places, size_t place_count,
                                                        scrut_arena *arena);

/* Shapes without a place are drawn as without data; places without a shape are named in the description and below. */
SCRUT_API void scrut_picture_map(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_shapes *shapes,
                                 const scrut_picture_place *places, size_t place_count);

typedef struct {
    int32_t column, row; /* from 0, row 0 on top */
} scrut_picture_cell;

/* A cell for each place, so that the grid is compact and the squared displacements from where the shapes lie on the map
 * are least in sum. Places without a shape follow in reading order below. `cells` holds place_count. False, and nothing
 * set: no place has a shape, more than SCRUT_PICTURE_TILES_MAX, or no memory. */
SCRUT_API SCRUT_MUST_CHECK bool scrut_picture_cells_from_shapes(const scrut_picture_shapes *shapes,
                                                                const scrut_picture_place *places, size_t place_count,
                                                                scrut_picture_cell *cells);

/* One square a place. `cells` NULL, or broader or taller than SCRUT_PICTURE_GRID_MAX: reading order. Two places in one
 * cell are a programmer's error. */
SCRUT_API void scrut_picture_tiles(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_place *places,
                                   size_t place_count, const scrut_picture_cell *cells);

/* ---- quotient ladder ---- */

typedef enum {
    SCRUT_PICTURE_WON,
    SCRUT_PICTURE_LAST_SEAT,
    SCRUT_PICTURE_RUNG_TIED, /* for the last seats */
    SCRUT_PICTURE_RUNNER_UP,
    SCRUT_PICTURE_NO_SEAT,
} scrut_picture_rung_state;

typedef struct {
    scrut_picture_party party;
    int64_t divisor;      /* 0: none to show */
    const char *quotient; /* as text */
    int64_t size;         /* the quotient rounded, or any number in proportion to it: the bar's length */
    int64_t seat;         /* the number of the seat that it won; 0: none */
    scrut_picture_rung_state state;
} scrut_picture_rung;

typedef struct {
    const scrut_picture_rung *rungs; /* from the largest quotient on */
    size_t rung_count;
    int64_t left_out;            /* seats above the first rung, not shown; 0: none */
    scrut_picture_value between; /* votes between the last seat and the runner-up */
} scrut_picture_rungs;

SCRUT_API void scrut_picture_ladder(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_rungs *rungs);

/* ---- margins against votes at stake ---- */

typedef enum {
    SCRUT_PICTURE_CANNOT,
    SCRUT_PICTURE_COULD,
    SCRUT_PICTURE_WOULD,
    SCRUT_PICTURE_UNDECIDED,
} scrut_picture_effect;

typedef struct {
    const char *label;                /* a constituency, or a question */
    scrut_picture_range could, would; /* the two readings of the margin; drawn once when equal */
    scrut_picture_range at_stake;     /* votes */
    scrut_picture_effect effect;
    const char *link;
} scrut_picture_margin;

/* `logarithmic`: the axis is one of tenfold steps, for margins that differ by orders; it says so. */
SCRUT_API void scrut_picture_margins(scrut_buf *out, const scrut_picture_frame *frame,
                                     const scrut_picture_margin *margins, size_t margin_count, bool logarithmic);

/* ---- differences between sources ---- */

typedef struct {
    const char *label;
    const scrut_picture_value *differences; /* one a source, to the first source; that of the first is not looked at */
    const char *link;
} scrut_picture_difference;

typedef struct {
    const char *const *sources; /* labels; the first is the one the others are compared with */
    size_t source_count;        /* at least 2, at most 1 + SCRUT_PICTURE_MARKS */
    const scrut_picture_difference *rows;
    size_t row_count;
    scrut_picture_unit unit;
} scrut_picture_sources;

SCRUT_API void scrut_picture_differences(scrut_buf *out, const scrut_picture_frame *frame,
                                         const scrut_picture_sources *sources);

/* ---- fingerprint: turnout against the leading list's share ---- */

typedef struct {
    /* counts[row * columns + column]: stations; column 0 is the lowest turnout, row 0 the lowest share; each way the
     * bins part 0 .. 100 % equally. */
    const uint32_t *counts;
    size_t columns, rows; /* at most SCRUT_PICTURE_BINS_MAX each */
    int64_t left_out;     /* stations whose figures are not complete */
    const char *caption;  /* under the drawing: what such a picture can and cannot show; NULL: none */
} scrut_picture_bins;

SCRUT_API void scrut_picture_fingerprint(scrut_buf *out, const scrut_picture_frame *frame,
                                         const scrut_picture_bins *bins);

/* ---- bars of parties ---- */

typedef struct {
    scrut_picture_party party;
    scrut_picture_value value;
    scrut_picture_value before;    /* in the previous election */
    scrut_picture_range estimated; /* the interval when the value is an estimate: a whisker */
    const char *link;
} scrut_picture_bar;

SCRUT_API void scrut_picture_bars(scrut_buf *out, const scrut_picture_frame *frame, const scrut_picture_bar *bars,
                                  size_t bar_count, scrut_picture_unit unit);

/* ---- small multiples: the first lists in every constituency ---- */

typedef struct {
    const char *label;
    const scrut_picture_value *values; /* one a party */
    const bool *stands;                /* one a party: whether it stands there at all; NULL: all do */
    const char *link;
} scrut_picture_panel;

typedef struct {
    const scrut_picture_party *parties;
    size_t party_count; /* at most SCRUT_PICTURE_MARKS */
    const scrut_picture_panel *panels;
    size_t panel_count;
    scrut_picture_unit unit; /* all panels have one scale */
} scrut_picture_panels;

SCRUT_API void scrut_picture_multiples(scrut_buf *out, const scrut_picture_frame *frame,
                                       const scrut_picture_panels *panels);

/* ---- intervals: estimates ---- */

typedef struct {
    const char *label;
    uint32_t rank; /* SCRUT_PICTURE_NO_PARTY: no party's */
    scrut_picture_value estimate;
    scrut_picture_range interval;  /* an end that is not known is drawn open, with an arrow */
    scrut_picture_value reference; /* what it is compared with: the announced figure */
    const char *link;
} scrut_picture_interval;

SCRUT_API void scrut_picture_intervals(scrut_buf *out, const scrut_picture_frame *frame,
                                       const scrut_picture_interval *intervals, size_t interval_count,
                                       scrut_picture_unit unit);

/* ---- pairs of bars: ages of men and women, days of birth ---- */

typedef struct {
    const char *label;   /* of the row, for the description; NULL: none */
    bool shown;          /* the label is drawn, too */
    int64_t left, right; /* lengths */
} scrut_picture_pair;

/* Rows from the top, thin ones; `left` and `right` name the two sides. `right` NULL: one side only. */
SCRUT_API void scrut_picture_pairs(scrut_buf *out, const scrut_picture_frame *frame, const char *left,
                                   const char *right, const scrut_picture_pair pairs[], size_t count);

#endif
