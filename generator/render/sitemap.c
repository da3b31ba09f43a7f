// SPDX-License-Identifier: EUPL-1.2
// The sitemap (sitemaps.org protocol 0.9) and robots.txt.
#include "render/context.h"

#include "base/html.h"

// More addresses than the protocol allows in a file are cut in files of some thousands:
// of this many pages one begins a file, wherever it stands, so that a page more or less
// changes one of them, and not all that come after it.
enum { SITEMAP_ADDRESSES = 50000, FILE_MEAN = 4096, FILE_MOST = 8 * FILE_MEAN };

#define XML_START "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define NAMESPACE "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""

// Addresses of which no date is told.
struct locations {
    struct arena *arena;
    LIST(str) list;
};

// All that the sitemap names: first what is said of the whole, then the pages, of which
// some are left out, then lists and terms.  Each has a number.
struct chart {
    struct rendering *rendering;
    const struct cards *cards;
    struct locations before;
    struct locations after;
};

static size_t chart_count(const struct chart *chart)
{
    return chart->before.list.count + chart->rendering->site->page_count + chart->after.list.count;
}

// The page of that number, or NULL; `number` becomes its own.
static const struct page *chart_page(const struct chart *chart, size_t *number)
{
    const struct site *site = chart->rendering->site;
    size_t before = chart->before.list.count;
    if (*number < before || *number - before >= site->page_count)
        return NULL;
    *number -= before;
    return site->pages[*number];
}

static str chart_address(const struct chart *chart, size_t number)
{
    size_t before = chart->before.list.count;
    return number < before
               ? chart->before.list.at[number]
               : chart->after.list.at[number - before - chart->rendering->site->page_count];
}

// ---- What it names ----

static void locate(struct locations *locations, str address)
{
    LIST_ADD(locations->arena, locations->list, address);
}

static void locate_letter(void *context, str address)
{
    locate(context, address);
}

static void locate_before(const struct site *site, const struct reference *reference,
                          struct locations *locations)
{
    locate(locations, STR(""));
    locate(locations, STR("sitemap/"));
    locate(locations, STR(KEYWORDS_ADDRESS));
    register_addresses(reference, locate_letter, locations);
    if (site->taxonomy_count > 0)
        locate(locations, STR(AZ_ADDRESS));
    if (site_has_matrix(site))
        locate(locations, STR("matrix/"));
}

static void locate_after(const struct site *site, struct locations *locations)
{
    for (size_t i = 0; i < site->settings->kind_count; i++) {
        const struct kind *kind = &site->settings->kinds[i];
        if (kind->prefix.len > 0 && kind->base != BASE_REACTION)
            locate(locations, kind_address(locations->arena, kind));
    }
    for (size_t i = 0; i < site->taxonomy_count; i++) {
        locate(locations, site->taxonomies[i].address);
        for (size_t t = 0; t < site->taxonomies[i].term_count; t++)
            locate(locations, site->taxonomies[i].terms[t]->address);
    }
    for (size_t i = 0; i < site->crossing_count; i++)
        locate(locations, site->crossings[i].address);
}

// ---- One file ----

// The print of what a file names follows from numbers that stand side by side.
static struct fingerprint range_print(const struct chart *chart, str path, size_t from, size_t to)
{
    struct inputs inputs = inputs_of(chart->rendering, path);
    for (size_t i = from; i < to; i++) {
        size_t number = i;
        if (chart_page(chart, &number) != NULL)
            input_located(&inputs, number);
        else
            input_text(&inputs, chart_address(chart, number));
    }
    return inputs_end(&inputs);
}

// One address; `start` is the way to the site, safe in XML.
static void add_location(struct buf *to, str start, str address)
{
    buf_add(to, STR(" <url>\n  <loc>"));
    buf_add(to, start);
    buf_add_address(to, address);
    buf_add(to, STR("</loc>\n"));
}

static void add_page(struct buf *to, str start, const struct page *page, struct arena *arena)
{
    add_location(to, start, page->address);
    if (date_given(page->changed)) {
        buf_add(to, STR("  <lastmod>"));
        buf_add(to, date_iso(arena, page->changed));
        buf_add(to, STR("</lastmod>\n"));
    }
    buf_add(to, STR(" </url>\n"));
    arena_reset(arena);
}

static void add_range(const struct chart *chart, str start, size_t from, size_t to,
                      struct buf *bytes)
{
    struct arena *arena = arena_new();
    buf_add(bytes, STR(XML_START "<urlset " NAMESPACE ">\n"));
    for (size_t i = from; i < to; i++) {
        size_t number = i;
        const struct page *page = chart_page(chart, &number);
        if (page == NULL) {
            add_location(bytes, start, chart_address(chart, number));
            buf_add(bytes, STR(" </url>\n"));
        } else if (cards_locate(chart->cards, number)) {
            add_page(bytes, start, page, arena);
        }
    }
    buf_add(bytes, STR("</urlset>\n"));
    arena_free(arena);
}

static void add_file(const struct chart *chart, str start, str path, size_t from, size_t to)
{
    struct rendering *rendering = chart->rendering;
    struct fingerprint print = range_print(chart, path, from, to);
    if (file_stands(rendering, path, print, &(size_t){ 0 }))
        return;
    struct buf bytes = { 0 };
    add_range(chart, start, from, to, &bytes);
    output_add_print(rendering->output, path, buf_view(&bytes), print);
    buf_release(&bytes);
}

// ---- Files ----

static bool is_named(const struct chart *chart, size_t number)
{
    return chart_page(chart, &number) == NULL || cards_locate(chart->cards, number);
}

static bool fits_in_one(const struct chart *chart)
{
    size_t named = 0;
    for (size_t i = 0; i < chart_count(chart); i++)
        named += is_named(chart, i);
    return named <= SITEMAP_ADDRESSES;
}

// Whether a file that names so many ends before that number: each names one at least.
static bool ends_before(const struct chart *chart, size_t number, size_t named)
{
    if (!is_named(chart, number))
        return false;
    bool is_page = chart_page(chart, &number) != NULL;
    return named == FILE_MOST ||
           (is_page && chart->cards->locations[number].address % FILE_MEAN == 0);
}

// The number behind the last one of the file that begins with `from`.
static size_t file_end(const struct chart *chart, size_t from)
{
    size_t count = chart_count(chart);
    size_t named = is_named(chart, from);
    size_t end = from + 1;
    while (end < count && !ends_before(chart, end, named))
        named += is_named(chart, end++);
    return end;
}

static str numbered_sitemap(struct arena *arena, size_t number)
{
    return arena_join(
        arena,
        (str[]){ STR("sitemap-"), arena_copy(arena, NUMBER(number + 1)), STR(".xml"), { 0 } });
}

static void add_files(const struct chart *chart, str start)
{
    struct arena *arena = chart->rendering->arena;
    size_t count = chart_count(chart);
    struct buf index = { 0 };
    if (fits_in_one(chart)) {
        add_file(chart, start, STR("sitemap.xml"), 0, count);
        return;
    }
    buf_add(&index, STR(XML_START "<sitemapindex " NAMESPACE ">\n"));
    for (size_t from = 0, number = 0, end; from < count; from = end, number++) {
        str path = numbered_sitemap(arena, number);
        end = file_end(chart, from);
        add_file(chart, start, path, from, end);
        buf_add(&index, STR(" <sitemap>\n  <loc>"));
        buf_add(&index, start);
        buf_add_address(&index, path);
        buf_add(&index, STR("</loc>\n </sitemap>\n"));
    }
    buf_add(&index, STR("</sitemapindex>\n"));
    output_add(chart->rendering->output, STR("sitemap.xml"), buf_view(&index));
    buf_release(&index);
}

static void add_sitemaps(struct rendering *rendering, const struct reference *reference)
{
    struct chart chart = {
        .rendering = rendering,
        .cards = rendering->printer->cards,
        .before = { .arena = rendering->arena },
        .after = { .arena = rendering->arena },
    };
    struct buf start = { 0 };
    locate_before(rendering->site, reference, &chart.before);
    locate_after(rendering->site, &chart.after);
    buf_add_escaped(&start, rendering->site->settings->address);
    add_files(&chart, buf_view(&start));
    buf_release(&start);
}

void render_sitemap(struct rendering *rendering, const struct reference *reference)
{
    const struct settings *settings = rendering->site->settings;
    struct buf robots = { 0 };
    buf_add(&robots, STR("User-agent: *\n"));
    buf_add(&robots, settings->noindex ? STR("Disallow: /\n") : STR("Disallow:\n"));
    if (settings->address.len > 0 && !settings->noindex) {
        add_sitemaps(rendering, reference);
        buf_add_format(&robots, "Sitemap: %.*ssitemap.xml\n", STR_ARGS(settings->address));
    }
    output_add(rendering->output, STR("robots.txt"), buf_view(&robots));
    buf_release(&robots);
}
