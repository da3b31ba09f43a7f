// SPDX-License-Identifier: EUPL-1.2
// The parts that return on many pages: cards, term links, outlines, the head.
#include "render/context.h"
#include "render/inputs.h"

// A card shows this many terms of a taxonomy; the page itself shows all.
enum { CHIPS_MAX = 6, CARD_NAMES = 20 };

// ---- Cards ----

static struct value chips_of(const struct view *view, const struct page *page)
{
    struct values chips = values_new(view->arena);
    for (size_t i = 0; i < view->site->taxonomy_count && i < 2; i++)
        for (size_t t = 0; t < page->terms[i].count && t < CHIPS_MAX; t++) {
            const struct term *term = page->terms[i].at[t];
            struct context chip = named_link(view, term->label, term->address);
            context_text(&chip, STR("taxonomy"), view->site->settings->taxonomies[i].name);
            values_add(&chips, &chip);
        }
    return values_value(&chips);
}

struct value notes_value(const struct view *view, const struct page *page)
{
    struct values notes = values_new(view->arena);
    for (size_t i = 0; i < page->note_count; i++) {
        struct context note = context_new(view->arena);
        context_text(&note, STR("name"), slug_words(view, "note", page->notes[i]));
        values_add(&notes, &note);
    }
    return values_value(&notes);
}

str kind_label(const struct view *view, const struct page *page)
{
    if (page->base == BASE_CHAPTER)
        return slug_words(view, "kind", STR("chapter"));
    return slug_words(view, "kind", page->kind->name);
}

static struct context card(const struct view *view, const struct page *page)
{
    struct context card = context_sized(view->arena, CARD_NAMES);
    bool guideline = page->base == BASE_GUIDELINE || page->base == BASE_CHAPTER;
    context_text(&card, STR("name"), page->title);
    context_text(&card, STR("href"), href(view, page->address));
    context_text(&card, STR("title"), page->title);
    context_text(&card, STR("summary"), page->summary);
    context_set(&card, "date", date_value(view, page->date));
    context_text(&card, STR("kind_label"), kind_label(view, page));
    context_flag(&card, STR("story"), page->base == BASE_STORY);
    context_flag(&card, STR("guideline"), guideline);
    context_flag(&card, STR("plain"), page->base != BASE_STORY && !guideline);
    context_text(&card, STR("perspective"), slug_words(view, "perspective", page->perspective));
    context_set(&card, "chips", chips_of(view, page));
    context_set(&card, "notes", notes_value(view, page));
    context_count(&card, STR("minutes"), STR(""), page->minutes);
    context_flag(&card, STR("fictional"), page->fictional);
    return card;
}

struct value card_list(const struct view *view, struct page_list pages, size_t from, size_t to)
{
    struct values cards = values_new(view->arena);
    to = to < pages.count ? to : pages.count;
    if (from < to)
        inputs_fetch_cards(pages.at + from, to - from);
    for (size_t i = from; i < to; i++) {
        struct context one = card(view, pages.at[i]);
        values_add(&cards, &one);
    }
    return values_value(&cards);
}

// ---- Terms ----

size_t term_total(const struct term *term)
{
    return term->stories.count + term->guidelines.count + term->pages.count;
}

struct context term_link(const struct view *view, const struct term *term)
{
    struct context link = named_link(view, term->label, term->address);
    context_count(&link, STR("count"), STR("one"), term_total(term));
    context_count(&link, STR("stories"), STR(""), term->stories.count);
    context_count(&link, STR("guidelines"), STR(""), term->guidelines.count);
    return link;
}

struct value taxonomies_value(const struct view *view, const struct page *page)
{
    struct values taxonomies = values_new(view->arena);
    for (size_t i = 0; i < view->site->taxonomy_count; i++) {
        struct values terms = values_new(view->arena);
        for (size_t t = 0; t < page->terms[i].count; t++) {
            const struct term *term = page->terms[i].at[t];
            struct context link = named_link(view, term->label, term->address);
            values_add(&terms, &link);
        }
        if (terms.list.count == 0)
            continue;
        struct context taxonomy = context_new(view->arena);
        const struct taxonomy_setting *setting = &view->site->settings->taxonomies[i];
        context_text(&taxonomy, STR("label"),
                     terms.list.count == 1 ? setting->singular : setting->plural);
        context_set(&taxonomy, "terms", values_value(&terms));
        values_add(&taxonomies, &taxonomy);
    }
    return values_value(&taxonomies);
}

// ---- Outline and reactions ----

static struct context outline_item(const struct view *view, const struct heading *heading)
{
    struct context item = context_new(view->arena);
    context_text(&item, STR("name"), heading->text);
    context_text(&item, STR("href"),
                 arena_join(view->arena, (str[]){ STR("#"), heading->anchor, { 0 } }));
    return item;
}

// Two levels: what stands at the highest level of the page, and one below it.
struct value outline_value(const struct view *view, const struct document *document)
{
    const struct heading *headings = document_parts(document)->headings;
    struct values outline = values_new(view->arena);
    for (size_t i = 0; i < document->heading_count;) {
        unsigned level = headings[i].level;
        struct context item = outline_item(view, &headings[i++]);
        struct values below = values_new(view->arena);
        for (; i < document->heading_count && headings[i].level > level; i++)
            if (headings[i].level == level + 1) {
                struct context inner = outline_item(view, &headings[i]);
                context_set(&inner, "items", value_list(NULL, 0));
                values_add(&below, &inner);
            }
        context_set(&item, "items", values_value(&below));
        values_add(&outline, &item);
    }
    return values_value(&outline);
}

// A reaction stands below another text, so what has a name in it gets a prefix:
// id="kop" becomes id="reactie-3-kop", and so do the places that name it.  The
// body is our own HTML: a quote in its text is always escaped.
static str with_prefixed_names(const struct view *view, str body, unsigned number)
{
    static const char *const before[] = { " id=\"", " href=\"#", " aria-labelledby=\"",
                                          " aria-describedby=\"", " for=\"" };
    struct buf prefixed = { 0 };
    size_t from = 0;
    for (size_t at = 0; (at = str_find_char(body, ' ', at)) != STR_NONE; at++)
        for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
            str name = str_from_c(before[i]);
            if (!str_starts(str_after(body, at), name))
                continue;
            buf_add(&prefixed, str_slice(body, from, at + name.len));
            buf_add_format(&prefixed, "reactie-%u-", number);
            from = at + name.len;
        }
    buf_add(&prefixed, str_after(body, from));
    str copy = arena_copy(view->arena, buf_view(&prefixed));
    buf_release(&prefixed);
    return copy;
}

struct value reactions_value(const struct view *view, const struct page *page)
{
    struct values reactions = values_new(view->arena);
    for (size_t i = 0; i < page->reaction_count; i++) {
        const struct reaction *reaction = &page->reactions[i];
        struct date date = document_date(reaction->document, FIELD_DATE_PUBLISHED);
        struct context item = context_new(view->arena);
        str body = body_of(view, reaction->document, reaction->link_addresses);
        context_html(&item, STR("body"), with_prefixed_names(view, body, (unsigned)i + 1));
        context_text(&item, STR("author"), document_text(reaction->document, FIELD_AUTHOR));
        context_set(&item, "date", date_value(view, date));
        context_count(&item, STR("number"), STR(""), reaction->number);
        values_add(&reactions, &item);
    }
    return values_value(&reactions);
}

// ---- The head and foot of every page ----

struct crumbs crumbs_new(const struct view *view)
{
    struct crumbs crumbs = { values_new(view->arena), view };
    crumbs_add(&crumbs, theme_text(view->theme, STR("home")), STR(""));
    return crumbs;
}

void crumbs_add(struct crumbs *crumbs, str name, str address)
{
    struct context crumb = named_link(crumbs->view, name, address);
    context_flag(&crumb, STR("last"), false);
    values_add(&crumbs->values, &crumb);
}

struct value crumbs_end(struct crumbs *crumbs, str name)
{
    struct context crumb = context_new(crumbs->view->arena);
    context_text(&crumb, STR("name"), name);
    context_set(&crumb, "href", value_false());
    context_flag(&crumb, STR("last"), true);
    values_add(&crumbs->values, &crumb);
    return values_value(&crumbs->values);
}

static struct value menu_value(const struct view *view, const struct menu *menu, str address)
{
    struct values items = values_new(view->arena);
    for (size_t i = 0; i < menu->count; i++) {
        str target = menu->items[i].address;
        struct context item = named_link(view, menu->items[i].name, target);
        context_flag(&item, STR("current"), target.len > 0 && str_starts(address, target));
        values_add(&items, &item);
    }
    return values_value(&items);
}

static struct value page_href(const struct view *view, const struct page *page)
{
    return page == NULL ? value_false() : value_text(href(view, page->address));
}

static struct value contact_value(const struct view *view)
{
    const struct settings *settings = view->site->settings;
    if (settings->contact_email.len == 0)
        return value_false();
    struct context contact = context_new(view->arena);
    context_text(&contact, STR("name"), settings->contact_name);
    context_text(&contact, STR("email"), settings->contact_email);
    context_text(
        &contact, STR("mailto"),
        arena_join(view->arena, (str[]){ STR("mailto:"), settings->contact_email, { 0 } }));
    return context_value(&contact);
}

static struct value site_value(const struct view *view, str address)
{
    const struct settings *settings = view->site->settings;
    struct context site = context_new(view->arena);
    context_text(&site, STR("title"), settings->title);
    context_text(&site, STR("tagline"), settings->tagline);
    context_text(&site, STR("description"), settings->description);
    context_text(&site, STR("home"), view->root);
    context_set(&site, "menu", menu_value(view, &view->site->menu, address));
    context_set(&site, "footer_menu", menu_value(view, &view->site->footer, address));
    context_set(&site, "contact", contact_value(view));
    context_text(&site, STR("search"), href(view, STR("zoeken/")));
    context_text(&site, STR("keywords"), href(view, STR(KEYWORDS_ADDRESS)));
    context_set(&site, "az", az_value(view));
    context_text(&site, STR("sitemap"), href(view, STR("sitemap/")));
    context_set(&site, "feed",
                settings->address.len == 0 ? value_false()
                                           : value_text(href(view, STR("feed.xml"))));
    context_set(&site, "share", page_href(view, view->site->share));
    context_set(&site, "withdraw", page_href(view, view->site->withdraw));
    context_set(&site, "help", page_href(view, view->site->help));
    context_set(&site, "safety", page_href(view, view->site->safety));
    return context_value(&site);
}

// The fingerprint is a query: the file keeps its name, so that a style sheet
// can name its neighbours.
static struct value assets_value(const struct view *view)
{
    struct file_list assets = theme_assets(view->theme);
    struct context names = context_new(view->arena);
    for (size_t i = 0; i < assets.count; i++) {
        str print = theme_asset_print(view->theme, i);
        context_text(&names, asset_name(view->arena, assets.at[i].path),
                     arena_join(view->arena,
                                (str[]){ view->root, assets.at[i].path, STR("?"), print, { 0 } }));
    }
    return context_value(&names);
}

static void dial(struct context *line, str phone)
{
    char *digits = arena_alloc(line->arena, phone.len + 5);
    size_t len = 0;
    for (const char *c = "tel:"; *c != '\0'; c++)
        digits[len++] = *c;
    for (size_t i = 0; i < phone.len; i++)
        if ((phone.at[i] >= '0' && phone.at[i] <= '9') || phone.at[i] == '+')
            digits[len++] = phone.at[i];
    context_text(line, STR("tel"), (str){ digits, len });
}

struct value helplines_value(const struct view *view, const struct page *story, bool only)
{
    const struct settings *settings = view->site->settings;
    size_t note_count = story == NULL ? 0 : story->note_count;
    struct values lines = values_new(view->arena);
    size_t shown = 0;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < settings->helpline_count; i++) {
            const struct helpline *helpline = &settings->helplines[i];
            bool fits = false;
            for (size_t t = 0; t < helpline->topic_count; t++)
                for (size_t n = 0; n < note_count; n++)
                    fits |= str_equal(helpline->topics[t], story->notes[n]);
            if (fits != (round == 0) || (only && !fits))
                continue;
            struct context line = context_new(view->arena);
            context_text(&line, STR("name"), helpline->name);
            context_text(&line, STR("phone"), helpline->phone);
            dial(&line, helpline->phone);
            context_text(&line, STR("text"), helpline->text);
            context_text(&line, STR("hours"), helpline->hours);
            context_flag(&line, STR("last"), ++shown == settings->helpline_count);
            values_add(&lines, &line);
        }
    return values_value(&lines);
}

void notes_set(const struct view *view, struct context *context, const struct page *page)
{
    context_set(context, "notes", notes_value(view, page));
    context_set(context, "note_lines", helplines_value(view, page, true));
}

// More nobody reads.
enum { NOTES_JOINED_MOST = 50 };

static uint32_t notes_join(str *notes, uint32_t count, const struct page *page)
{
    for (uint32_t i = 0; i < page->note_count; i++) {
        bool known = false;
        for (uint32_t n = 0; n < count; n++)
            known |= str_equal(notes[n], page->notes[i]);
        if (!known && count < NOTES_JOINED_MOST)
            notes[count++] = page->notes[i];
    }
    return count;
}

struct page guideline_noted(const struct view *view, const struct page *cover)
{
    struct page noted = *cover;
    str *notes = ARENA_ARRAY(view->arena, str, NOTES_JOINED_MOST);
    noted.note_count = notes_join(notes, 0, cover);
    for (size_t i = 0; i < cover->chapters.count; i++)
        noted.note_count = notes_join(notes, noted.note_count, cover->chapters.at[i]);
    noted.notes = notes;
    return noted;
}

static struct value feed_value(const struct view *view, const struct head *head)
{
    if (head->feed.len == 0 || view->site->settings->address.len == 0)
        return value_false();
    struct context feed = context_new(view->arena);
    context_text(&feed, STR("href"), href(view, head->feed));
    context_text(&feed, STR("title"), head->feed_title);
    return context_value(&feed);
}

static str head_title(const struct view *view, str title)
{
    str site = view->site->settings->title;
    if (str_equal(title, site))
        return site;
    return arena_join(view->arena, (str[]){ title, STR(" – "), site, { 0 } });
}

struct context page_context(const struct view *view, const struct head *head)
{
    const struct settings *settings = view->site->settings;
    struct context page = context_new(view->arena);
    str canonical = absolute(view, head->address);
    context_text(&page, STR("language"), settings->language);
    context_text(&page, STR("root"), view->root);
    context_set(&page, "asset", assets_value(view));
    context_set(&page, "site", site_value(view, head->address));
    context_text(&page, STR("title"), head->title);
    context_text(&page, STR("head_title"), head_title(view, head->title));
    context_text(&page, STR("description"),
                 head->description.len > 0 ? head->description : settings->description);
    context_text(&page, STR("canonical"), canonical);
    context_flag(&page, STR("noindex"), head->noindex || settings->noindex);
    context_text(&page, STR("og_type"), head->article ? STR("article") : STR("website"));
    context_set(&page, "feed", feed_value(view, head));
    context_set(&page, "alternates", value_list(NULL, 0));
    context_set(&page, "breadcrumb", head->breadcrumb);
    context_set(&page, "helplines",
                head->helplines.kind == VALUE_FALSE ? helplines_value(view, NULL, false)
                                                    : head->helplines);
    context_text(&page, STR("kind"), head->kind);
    return page;
}
