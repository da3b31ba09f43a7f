// SPDX-License-Identifier: EUPL-1.2
// Links and images.
#include "document/rendering.h"

#include "base/path.h"
#include "base/utf8.h"
#include "document/addresses.h"
#include "document/html_text.h"

#include <string.h>

DIAGNOSTIC(link_scheme, ERROR, "een adres dat met '{1}:' begint mag niet; de tekst blijft staan",
           "an address that begins with '{1}:' is not allowed; the text remains",
           "gebruik een adres dat met https:, mailto: of tel: begint",
           "use an address that begins with https:, mailto: or tel:");
DIAGNOSTIC(link_empty, ERROR, "deze link heeft geen adres", "this link has no address",
           "schrijf [{1}](adres)", "write [{1}](address)");
DIAGNOSTIC(image_elsewhere, ERROR,
           "deze afbeelding staat op een andere website; wie de pagina leest zou daar ongemerkt "
           "iets ophalen, daarom staat er een link",
           "this image is on another website; who reads the page would fetch it there unknowingly, "
           "so a link stands in its place",
           "zet de afbeelding in de map van dit bestand en schrijf ![beschrijving](naam.jpg)",
           "put the image in the folder of this file and write ![description](name.jpg)");
DIAGNOSTIC(image_without_text, WARNING, "deze afbeelding heeft geen beschrijving",
           "this image has no description", "schrijf ![wat er te zien is]({1})",
           "write ![what is to be seen]({1})");

static void add_title(struct rendering *r, const char *title)
{
    if (title[0] == '\0')
        return;
    buf_add(&r->html, STR(" title=\""));
    html_add_text(&r->html, str_from_c(title));
    buf_add_char(&r->html, '"');
}

static void render_label(struct rendering *r, cmark_node *node)
{
    bool in_link = r->in_link;
    r->in_link = true;
    if (r->survey.tildes)
        strikethrough_find(r, node);
    r->depth++;
    render_inlines(r, cmark_node_first_child(node), NULL);
    r->depth--;
    r->in_link = in_link;
}

static void open_link(struct rendering *r, str address)
{
    buf_add(&r->html, STR("<a href=\""));
    html_add_address(&r->html, address);
    buf_add_char(&r->html, '"');
}

static void close_link(struct rendering *r, cmark_node *link)
{
    add_title(r, cmark_node_get_title(link));
    buf_add_char(&r->html, '>');
    render_label(r, link);
    buf_add(&r->html, STR("</a>"));
}

static str decoded(struct rendering *r, str address)
{
    return utf8_clean(r->arena, arena_copy(r->arena, path_decoded(r->scratch, address)));
}

static str copied(struct rendering *r, const char *text)
{
    if (text[0] == '\0')
        return STR("");
    return arena_copy(r->arena, utf8_clean(r->scratch, str_from_c(text)));
}

// Returns the place as it is kept.
static struct place add_link(struct rendering *r, struct link link, struct place place)
{
    place = rendering_place_kept(r, place);
    LIST_ADD(r->arena, r->links, link);
    LIST_ADD(r->arena, r->link_places, place);
    return place;
}

static void render_site_link(struct rendering *r, cmark_node *node, str target)
{
    buf_add(&r->html, STR("<a"));
    size_t number = r->links.count;
    size_t from = r->html.len;
    struct link link = { .kind = LINK_PAGE,
                         .target = decoded(r, target),
                         .title = copied(r, cmark_node_get_title(node)),
                         .offset = (uint32_t)from };
    add_link(r, link, rendering_place(r, node, "[<"));
    add_title(r, cmark_node_get_title(node));
    buf_add_char(&r->html, '>');
    from = r->html.len;
    render_label(r, node);
    r->links.at[number].text = rendered_text(r, from);
    buf_add(&r->html, STR("</a>"));
}

static str label_text(struct rendering *r, cmark_node *node)
{
    struct buf text = { 0 };
    plain_text(&text, cmark_node_first_child(node), NULL);
    str line = text_on_a_line(r->arena, utf8_clean(r->scratch, buf_view(&text)));
    buf_release(&text);
    return line;
}

static void render_plain_link(struct rendering *r, cmark_node *link)
{
    struct address address = address_read(r->scratch, str_from_c(cmark_node_get_url(link)));
    bool refused =
        address.kind == ADDRESS_REFUSED &&
        (str_equal(address.scheme, STR("javascript")) ||
         str_equal(address.scheme, STR("vbscript")) || str_equal(address.scheme, STR("file")) ||
         str_equal(address.scheme, STR("data")));
    open_link(r, refused ? STR("") : str_from_c(cmark_node_get_url(link)));
    close_link(r, link);
}

void render_link(struct rendering *r, cmark_node *link)
{
    if (r->plain) {
        render_plain_link(r, link);
        return;
    }
    str written = str_from_c(cmark_node_get_url(link));
    struct address address = address_read(r->scratch, written);
    switch (address.kind) {
    case ADDRESS_SITE:
        render_site_link(r, link, address.text);
        break;
    case ADDRESS_EXTERNAL:
        open_link(r, address.text);
        close_link(r, link);
        break;
    case ADDRESS_NONE:
        tell(r, &link_empty, rendering_place(r, link, "[<"), VALUES(label_text(r, link)));
        render_label(r, link);
        break;
    case ADDRESS_REFUSED:
        tell(r, &link_scheme, rendering_place(r, link, "[<"), VALUES(address.scheme));
        render_label(r, link);
        break;
    }
}

static void render_plain_image(struct rendering *r, cmark_node *image)
{
    struct buf text = { 0 };
    plain_text(&text, cmark_node_first_child(image), NULL);
    buf_add(&r->html, STR("<img src=\""));
    html_add_address(&r->html, str_from_c(cmark_node_get_url(image)));
    buf_add(&r->html, STR("\" alt=\""));
    html_add_text(&r->html, buf_view(&text));
    buf_add_char(&r->html, '"');
    add_title(r, cmark_node_get_title(image));
    buf_add(&r->html, STR(" />"));
    buf_release(&text);
}

// The alternative text, as a link where that can be.
static void render_image_elsewhere(struct rendering *r, const struct address *address, str text)
{
    if (text.len == 0)
        text = address->text;
    if (address->kind != ADDRESS_EXTERNAL || r->in_link) {
        html_add_text(&r->html, text);
        return;
    }
    open_link(r, address->text);
    buf_add_char(&r->html, '>');
    html_add_text(&r->html, text);
    buf_add(&r->html, STR("</a>"));
}

bool image_is_local(struct rendering *r, cmark_node *image)
{
    str written = str_from_c(cmark_node_get_url(image));
    return address_read(r->scratch, written).kind == ADDRESS_SITE;
}

static void render_site_image(struct rendering *r, cmark_node *image, str target, str text)
{
    struct link link = { .kind = LINK_IMAGE,
                         .target = decoded(r, target),
                         .text = text,
                         .title = copied(r, cmark_node_get_title(image)),
                         .offset = (uint32_t)r->html.len };
    struct place place = add_link(r, link, rendering_place(r, image, "!"));
    if (text.len == 0)
        tell(r, &image_without_text, place, VALUES(target));
}

void render_image(struct rendering *r, cmark_node *image)
{
    if (r->plain) {
        render_plain_image(r, image);
        return;
    }
    struct address address = address_read(r->scratch, str_from_c(cmark_node_get_url(image)));
    str text = label_text(r, image);
    if (address.kind == ADDRESS_SITE) {
        render_site_image(r, image, address.text, text);
        return;
    }
    const struct diagnostic_kind *kind = address.kind == ADDRESS_EXTERNAL  ? &image_elsewhere
                                         : address.kind == ADDRESS_REFUSED ? &link_scheme
                                                                           : &link_empty;
    tell(r, kind, rendering_place(r, image, "!"),
         VALUES(address.kind == ADDRESS_NONE ? text : address.scheme));
    render_image_elsewhere(r, &address, text);
}
