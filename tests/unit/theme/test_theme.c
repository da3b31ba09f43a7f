// SPDX-License-Identifier: EUPL-1.2
// Themes: what is refused and where, and what a value becomes in each place.
#include "theme/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NAME(literal)               \
    {                               \
        literal, sizeof literal - 1 \
    }
#define TEXT(literal)                                \
    {                                                \
        .kind = VALUE_TEXT, .as.text = NAME(literal) \
    }
#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define FILES(array) ((struct file_list){ .at = array, .count = COUNT(array) })

// ---- What is filled in ----

static const struct value items[] = { TEXT("1"), TEXT("2") };
static const struct member members[] = {
    { NAME("title"), TEXT("<script>\"'&") },
    { NAME("body"), { .kind = VALUE_HTML, .as.text = NAME("<b>\"x\" &amp; y</b>") } },
    { NAME("yes"), { .kind = VALUE_TRUE } },
    { NAME("no"), { .kind = VALUE_FALSE } },
    { NAME("items"), { .kind = VALUE_LIST, .as.list = { items, 2 } } },
    { NAME("count"), TEXT("2") },
    { NAME("href"), TEXT("../a/?b=c&d#e") },
    { NAME("script"), TEXT(" java\tscript:alert(1)") },
    { NAME("data"), TEXT("DATA:text/html,x") },
    { NAME("colon"), TEXT(":alert(1)") },
    { NAME("mail"), TEXT("MAILTO:x@example.org") },
    { NAME("web"), TEXT("https://example.org/a:b") },
    { NAME("late"), TEXT("a/b:c") },
    { NAME("which"), TEXT("part") },
};
static const struct object object = { members, COUNT(members) };
static const struct value context = { .kind = VALUE_OBJECT, .as.object = &object };

static const str names[] = {
    NAME("title"), NAME("body"), NAME("yes"),   NAME("no"),     NAME("items"), NAME("count"),
    NAME("href"),  NAME("data"), NAME("colon"), NAME("mail"),   NAME("web"),   NAME("late"),
    NAME("which"), NAME("site"), NAME("asset"), NAME("script"),
};

// ---- A theme with one template that matters ----

struct loaded {
    struct diagnostics *diagnostics;
    struct theme *theme;
    char *messages;
};

static struct loaded load(struct file_list files, struct file_list overrides, str language)
{
    struct loaded loaded = { .diagnostics = diagnostics_new() };
    loaded.theme =
        theme_load(STR("t"), files, overrides, language, names, COUNT(names), loaded.diagnostics);
    size_t size;
    FILE *stream = open_memstream(&loaded.messages, &size);
    diagnostics_print(loaded.diagnostics, MESSAGES_TEXT, DUTCH, stream);
    fclose(stream);
    return loaded;
}

static void unload(struct loaded *loaded)
{
    theme_free(loaded->theme);
    diagnostics_free(loaded->diagnostics);
    free(loaded->messages);
}

// Beside the template `page`, whose source is `page`.
static struct loaded load_page(const char *page)
{
    const struct file files[] = {
        { NAME("templates/page.mustache"), str_from_c(page) },
        { NAME("templates/part.mustache"), NAME("<i>{{title}}</i>") },
        { NAME("templates/attribute.mustache"), NAME(" title=\"{{title}}\"") },
        { NAME("templates/open.mustache"), NAME("<p class=\"") },
        { NAME("templates/opens.mustache"), NAME("{{>open}}\">") },
        { NAME("templates/layout.mustache"),
          NAME("<h1>{{$heading}}x{{/heading}}</h1>{{$content}}{{/content}}") },
        { NAME("texts/nl.yaml"),
          NAME("menu: \"Kies <hier> & nu\"\n"
               "stories: \"{{count}} {{#yes}}verhaal{{/yes}}{{^yes}}verhalen{{/yes}}\"\n"
               "site: https://example.org/\n"
               "both: \"{{text.menu}}!\"\n"
               "empty: \"\"\n"
               "a.b: dots\n") },
        { NAME("assets/style.css"), NAME("p{}") },
        { NAME("assets/icons/logo.svg"), NAME("<svg/>") },
    };
    return load(FILES(files), (struct file_list){ 0 }, STR("nl"));
}

static char *rendered(const struct theme *theme, str name)
{
    struct buf to = { 0 };
    theme_render(theme, name, &context, &to);
    buf_add_char(&to, '\0');
    char *text = strdup(to.at);
    buf_release(&to);
    return text;
}

struct fill_case {
    const char *source;
    const char *wanted;
};

static void check_fills(const struct fill_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct loaded loaded = load_page(cases[i].source);
        assert_string_equal(loaded.messages, "");
        assert_non_null(loaded.theme);
        char *text = rendered(loaded.theme, STR("page"));
        assert_string_equal(text, cases[i].wanted);
        free(text);
        unload(&loaded);
    }
}

// `wanted` is in the messages, and there is no theme.
static void check_refused(const struct fill_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct loaded loaded = load_page(cases[i].source);
        if (loaded.theme != NULL || strstr(loaded.messages, cases[i].wanted) == NULL)
            fail_msg("%s\nwanted: %s\ngot: %s", cases[i].source, cases[i].wanted, loaded.messages);
        unload(&loaded);
    }
}

#define AT(place) "themes/t/templates/page.mustache:" place ": fout: "

// ---- Escaping ----

static void test_theme__a_value_is_escaped_where_it_stands(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "<p>{{title}}</p>", "<p>&lt;script&gt;&quot;&#39;&amp;</p>" },
        { "<p>{{{title}}}{{&title}}</p>",
          "<p>&lt;script&gt;&quot;&#39;&amp;&lt;script&gt;&quot;&#39;&amp;</p>" },
        { "<p>{{body}}{{{body}}}</p>", "<p><b>\"x\" &amp; y</b><b>\"x\" &amp; y</b></p>" },
        { "<p title=\"{{body}}\">", "<p title=\"&lt;b&gt;&quot;x&quot; &amp; y&lt;/b&gt;\">" },
        { "<title>{{body}}</title>", "<title>&lt;b&gt;&quot;x&quot; &amp; y&lt;/b&gt;</title>" },
        { "<textarea>{{title}}</textarea>", "<textarea>&lt;script&gt;&quot;&#39;&amp;</textarea>" },
        { "<p title='{{title}}'>", "<p title='&lt;script&gt;&quot;&#39;&amp;'>" },
        { "<p title = \"a\" class=\"b-{{count}}\" hidden>",
          "<p title = \"a\" class=\"b-2\" hidden>" },
        { "<script src=\"x.js\"></script>{{count}}", "<script src=\"x.js\"></script>2" },
        { "<script>if (a < b) x('</p>')</script>{{count}}",
          "<script>if (a < b) x('</p>')</script>2" },
        { "<!-- <p --->{{count}}<!---->{{count}}<!doctype html>{{count}}",
          "<!-- <p --->2<!---->2<!doctype html>2" },
        { "a < {{count}} <3 {{count}}", "a < 2 <3 2" },
    };
    check_fills(cases, COUNT(cases));
}

static void test_theme__an_address_has_its_scheme_checked(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "<a href=\"{{href}}\">", "<a href=\"../a/?b=c&amp;d#e\">" },
        { "<a href=\"{{script}}\">", "<a href=\"#\">" },
        { "<a HREF='{{script}}'>", "<a HREF='#'>" },
        { "<a href=\" {{data}}\">", "<a href=\" #\">" },
        { "<a href=\"{{colon}}\">", "<a href=\"#\">" },
        { "<a href=\"{{mail}}\"><a href=\"{{web}}\"><a href=\"{{late}}\">",
          "<a href=\"MAILTO:x@example.org\"><a href=\"https://example.org/a:b\">"
          "<a href=\"a/b:c\">" },
        { "<img src=\"{{data}}\"><form action=\"{{script}}\"><video poster=\"{{script}}\">",
          "<img src=\"#\"><form action=\"#\"><video poster=\"#\">" },
        { "<button formaction=\"{{script}}\"><q cite=\"{{script}}\"><use xlink:href=\"{{script}}\">",
          "<button formaction=\"#\"><q cite=\"#\"><use xlink:href=\"#\">" },
        { "<a href=\"{{body}}\">", "<a href=\"#\">" },
        { "<a href=\"java{{colon}}\">", "<a href=\"java#\">" },
        { "<a href=\"{{count}}{{colon}}\">", "<a href=\"2#\">" },
        { "<a href=\"{{#no}}x/{{/no}}{{script}}\">", "<a href=\"#\">" },
        { "<a href=\"{{#no}}x/{{/no}}{{^no}}y/{{/no}}{{colon}}\">", "<a href=\"y/:alert(1)\">" },
        { "<a href=\"/{{colon}}\"><a href=\"?{{colon}}\"><a href=\"https:{{colon}}\">",
          "<a href=\"/:alert(1)\"><a href=\"?:alert(1)\"><a href=\"https::alert(1)\">" },
        { "<meta content=\"0; URL={{script}}\"><meta content=\"{{web}}\">",
          "<meta content=\"0; URL=#\"><meta content=\"https://example.org/a:b\">" },
        { "<a data-href=\"{{script}}\">", "<a data-href=\" java\tscript:alert(1)\">" },
    };
    check_fills(cases, COUNT(cases));
}

static void test_theme__sections_may_stand_in_tags_and_attributes(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "<a{{#yes}} class=\"x\"{{/yes}}{{#no}} y{{/no}}>", "<a class=\"x\">" },
        { "<input{{#yes}} checked{{/yes}}><p {{#yes}}hidden {{/yes}}id=\"a\">",
          "<input checked><p hidden id=\"a\">" },
        { "<p class=\"a{{#yes}} b{{/yes}}{{#items}} {{.}}{{/items}}\">", "<p class=\"a b 1 2\">" },
        { "{{#yes}}<a href=\"{{href}}\"{{/yes}}{{^yes}}<span{{/yes}} id=\"x\">",
          "<a href=\"../a/?b=c&amp;d#e\" id=\"x\">" },
        { "<p{{>attribute}}>", "<p title=\"&lt;script&gt;&quot;&#39;&amp;\">" },
        { "{{>open}}a\">{{count}}", "<p class=\"a\">2" },
        // A list may not repeat what ends elsewhere than it begins.
        { "<p{{#items}} title=\"{{.}}\"{{/items}}>", "<p title=\"1\">" },
        { "<p title=\"{{#items}}{{.}}\" href=\"{{/items}}{{^items}}\" href=\"{{/items}}\">",
          "<p title=\"1\" href=\"\">" },
        { "<a href=\"x{{#items}}/{{.}}{{/items}}\">", "<a href=\"x/1/2\">" },
    };
    check_fills(cases, COUNT(cases));
}

// ---- What is refused ----

static void test_theme__a_value_that_cannot_be_escaped_is_refused(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "<script>\nvar x = {{title}}</script>",
          AT("2:9") "{{title}} mag niet in <script> staan" },
        { "<SCRIPT type=\"a\">{{title}}", "[theme_value_in_script]" },
        { "<script></scriptx>{{title}}</script>", "[theme_value_in_script]" },
        { "<style>{{title}}</style>", AT("1:8") "{{title}} mag niet in <style>" },
        { "<iframe>{{title}}</iframe>", "[theme_value_in_raw]" },
        { "<p class={{title}}>", AT("1:10") "{{title}} mag niet zonder aanhalingstekens" },
        { "<p class=a{{title}}>", "[theme_value_unquoted]" },
        { "<p onclick=\"{{title}}\">", AT("1:13") "{{title}} mag niet in een on" },
        { "<p OnFocus='a({{title}})'>", "[theme_value_in_event]" },
        { "<p style=\"color: {{title}}\">", "[theme_value_in_style_attribute]" },
        { "<img srcset=\"{{href}}\">", "[theme_value_in_srcset]" },
        { "<iframe srcdoc=\"{{body}}\"></iframe>", "[theme_value_in_srcset]" },
        { "<{{title}}>", AT("1:2") "{{title}} mag niet in de naam van een tag" },
        { "<h{{count}}>", "[theme_value_in_tag_name]" },
        { "</{{title}}>", "[theme_value_in_tag_name]" },
        { "<p {{title}}>", AT("1:4") "{{title}} mag niet in een tag staan" },
        { "<p data-{{title}}=\"x\">", "[theme_value_in_attribute_name]" },
        { "<p a=\"b\"{{title}}>", "[theme_value_in_attribute_name]" },
        { "<p a {{title}}>", "[theme_value_in_attribute_name]" },
        { "<!-- {{title}} -->", AT("1:6") "{{title}} mag niet in commentaar" },
        { "<!doctype {{title}}>", "[theme_value_in_declaration]" },
        { "<?xml {{title}}?>", "[theme_value_in_declaration]" },
        { "<a href=\"javascript:{{title}}\">", "[theme_value_in_scheme]" },
        { "<a href=\"\n java\tScript:x({{title}})\">", "[theme_value_in_scheme]" },
        { "<p title=\"{{{body}}}\">", AT("1:11") "{{{body}}} mag alleen tussen tags staan" },
        { "<title>{{&body}}</title>", "[theme_raw]" },
        { "<script>{{text.menu}}</script>", "[theme_value_in_script]" },
        { "<p {{text.menu}}>", "[theme_value_in_attribute_name]" },
    };
    check_refused(cases, COUNT(cases));
}

static void test_theme__sections_that_leave_the_place_in_doubt_are_refused(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "{{#yes}}<p class=\"{{/yes}}", AT("1:1") "'yes' begint en eindigt niet" },
        { "<p {{#yes}}title=\"a{{/yes}}>", "[theme_branches]" },
        { "{{#yes}}<a {{/yes}}{{^yes}}<b title=\"{{/yes}}", "[theme_branches]" },
        { "{{^no}}<!--{{/no}}", "[theme_branches]" },
        { "{{#yes}}<script>{{/yes}}", "[theme_branches]" },
        { "<a href=\"{{#yes}}\" onclick=\"{{/yes}}{{title}}\">", "[theme_branches]" },
        { "<a href=\"{{#yes}}\"></a><script src=\"{{/yes}}x\">", "[theme_branches]" },
        { "<!-- {{#yes}}-{{/yes}}-> <p title=\"-->", "[theme_branches]" },
        { "<!--!> {{title}}", "[theme_value_in_comment]" },
        { "<p {{#yes}}on{{/yes}}click=\"x\">", AT("1:22") "dit zit vast" },
        { "<s{{#yes}} a{{/yes}}cript>", "[theme_glued]" },
        { "<p {{#yes}}onclick{{/yes}}=\"{{title}}\">", "[theme_glued]" },
        { "<p {{#yes}}onclick {{/yes}}=\"{{title}}\">", "[theme_value_in_doubt]" },
        { "x\n <p class=\"", AT("2:2") "'page' houdt op midden in een tag" },
        { "{{count}}<!-- x", AT("1:10") "'page' houdt op" },
        { "x{{>open}}", AT("1:2") "'page' houdt op" },
        { "<style>{{>part}}</style>", "templates/part.mustache:1:4: fout: {{title}} mag niet" },
        { "<script>{{<layout}}{{$content}}{{count}}{{/content}}{{/layout}}",
          AT("1:32") "{{count}}" },
    };
    check_refused(cases, COUNT(cases));
}

static void test_theme__what_does_not_exist_is_refused(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "<p>\n  {{titel}}", AT("2:3") "de naam 'titel' bestaat niet [theme_unknown_name]" },
        { "{{titel}}", "hint: bedoel je 'title'?" },
        { "{{#site}}{{site.titel}}{{/site}}", AT("1:10") "de naam 'titel'" },
        { "{{^itms}}{{/itms}}", "bedoel je 'items'?" },
        { "{{>*whch}}", "bedoel je 'which'?" },
        { "{{asset.stile_css}}", "bedoel je 'style_css'?" },
        { "{{>prt}}", AT("1:1") "het template 'prt' bestaat niet [theme_unknown_partial]" },
        { "{{>prt}}", "bedoel je 'part'?" },
        { "{{>something_else}}", "maak het bestand templates/something_else.mustache" },
        { "{{<layouts}}{{/layouts}}", "bedoel je 'layout'?" },
        { "{{<layout}}{{$contents}}{{/contents}}{{/layout}}",
          AT("1:12") "'layout' heeft geen blok 'contents'" },
        { "{{<layout}}{{$xyz}}{{/xyz}}{{/layout}}", "zet in dat template {{$xyz}}{{/xyz}}" },
        { "{{text.menus}}", AT("1:1") "de tekst 'menus' bestaat niet [theme_unknown_text]" },
        { "{{text.something}}", "een regel 'something: ...'" },
        { "{{#text.menus}}{{/text.menus}}", "bedoel je 'menu'?" },
    };
    check_refused(cases, COUNT(cases));
}

static void test_theme__what_is_not_closed_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "a\n {{title", AT("2:2") "de tag '{{title' wordt niet gesloten" },
        { "{{{title}}", "zet '}}}' achter de naam" },
        { "é{{#yes}}x", AT("1:2") "'{{#yes}}' wordt niet gesloten" },
        { "{{#yes}}{{#no}}{{/yes}}", AT("1:9") "'{{#no}}' wordt niet gesloten" },
        { "{{#yes}}{{/yess}}", AT("1:9") "'{{/yess}}' sluit iets dat niet open is" },
        { "{{#yes}}{{/yess}}", "bedoel je '{{/yes}}'?" },
        { "{{<layout}}", "'{{<layout}}' wordt niet gesloten" },
        { "{{ }}", "[theme_tag_empty]" },
        { "{{=<%=}}", "[theme_delimiters]" },
        { "{{>page}}", AT("1:1") "'page' neemt zichzelf op, zonder einde" },
        { "{{<layout}}{{$content}}{{>page}}{{/content}}{{/layout}}", "[theme_recursion]" },
    };
    check_refused(cases, COUNT(cases));
}

static void test_theme__every_mistake_is_reported_once(void **state)
{
    (void)state;
    struct loaded loaded = load_page("{{>part}}{{>part}}{{a1}}<script>{{b2}}{{c3}}</script>");
    assert_null(loaded.theme);
    assert_int_equal(diagnostics_count(loaded.diagnostics, ERROR), 3);
    unload(&loaded);
}

// ---- Texts ----

static void test_theme__a_text_is_escaped_and_filled(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "<p>{{text.menu}}</p>", "<p>Kies &lt;hier&gt; &amp; nu</p>" },
        { "<p title=\"{{text.menu}}\">", "<p title=\"Kies &lt;hier&gt; &amp; nu\">" },
        { "{{text.stories}} {{#no}}!{{/no}}{{text.both}}",
          "2 verhaal Kies &lt;hier&gt; &amp; nu!" },
        { "{{#text.menu}}a{{/text.menu}}{{^text.empty}}b{{/text.empty}}{{#text.empty}}!{{/text.empty}}",
          "ab" },
        { "{{text.a.b}}", "dots" },
        { "<a href=\"{{text.site}}{{colon}}\">", "<a href=\"https://example.org/:alert(1)\">" },
    };
    check_fills(cases, COUNT(cases));
}

static void test_theme__a_mistake_in_a_text_has_the_place_of_the_text(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "a: b\nc: 'x {{titel}}'\n", "texts/nl.yaml:2:4: fout: de naam 'titel' bestaat niet" },
        { "a: '{{>page}}'\n", "[theme_text_partial]" },
        { "a: '{{title'\n", "texts/nl.yaml:1:4: fout: de tag" },
        { "a: '{{text.a}}'\n", "[theme_recursion]" },
        { "a: [1, 2]\n", "texts/nl.yaml:1:1: fout: 'a' is geen tekst" },
        { "- a\n", "[theme_texts_kind]" },
        { "a: \xff\n", "[theme_encoding]" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct file files[] = {
            { NAME("templates/page.mustache"), NAME("{{text.a}}") },
            { NAME("texts/nl.yaml"), str_from_c(cases[i].source) },
        };
        struct loaded loaded = load(FILES(files), (struct file_list){ 0 }, STR("nl"));
        if (loaded.theme != NULL || strstr(loaded.messages, cases[i].wanted) == NULL)
            fail_msg("%s\nwanted: %s\ngot: %s", cases[i].source, cases[i].wanted, loaded.messages);
        unload(&loaded);
    }
}

static void test_theme__without_texts_in_a_language_the_dutch_ones_are_used(void **state)
{
    (void)state;
    static const struct file files[] = {
        { NAME("templates/page.mustache"), NAME("{{text.a}}") },
        { NAME("texts/nl.yaml"), NAME("a: hallo\n") },
        { NAME("texts/en.yaml"), NAME("a: hello\n") },
    };
    static const struct fill_case cases[] = { { "nl", "hallo" },
                                              { "en", "hello" },
                                              { "fy", "hallo" } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct loaded loaded =
            load(FILES(files), (struct file_list){ 0 }, str_from_c(cases[i].source));
        char *text = rendered(loaded.theme, STR("page"));
        assert_string_equal(text, cases[i].wanted);
        bool told = strstr(loaded.messages, "geen teksten in de taal 'fy'") != NULL;
        assert_int_equal(told, i == 2);
        assert_true(str_equal(theme_text(loaded.theme, STR("a")), str_from_c(cases[i].wanted)));
        assert_int_equal(theme_text(loaded.theme, STR("b")).len, 0);
        free(text);
        unload(&loaded);
    }
}

// ---- Overrides and assets ----

static void test_theme__a_site_replaces_a_template_a_text_and_an_asset(void **state)
{
    (void)state;
    static const struct file files[] = {
        { NAME("templates/page.mustache"), NAME("{{>part}} {{text.a}} {{text.b}} {{>new}}") },
        { NAME("templates/part.mustache"), NAME("theme") },
        { NAME("texts/nl.yaml"), NAME("a: A\nb: B\n") },
        { NAME("assets/style.css"), NAME("old") },
        { NAME("assets/z.js"), NAME("z") },
    };
    static const struct file overrides[] = {
        { NAME("templates/part.mustache"), NAME("site {{asset.logo_svg}}") },
        { NAME("templates/new.mustache"), NAME("new") },
        { NAME("texts/nl.yaml"), NAME("b: eigen\n") },
        { NAME("assets/style.css"), NAME("own") },
        { NAME("assets/logo.svg"), NAME("<svg/>") },
    };
    struct loaded loaded = load(FILES(files), FILES(overrides), STR("nl"));
    assert_string_equal(loaded.messages, "");
    char *text = rendered(loaded.theme, STR("page"));
    assert_string_equal(text, "site  A eigen new");
    free(text);
    struct file_list assets = theme_assets(loaded.theme);
    assert_int_equal(assets.count, 3);
    assert_true(str_equal(assets.at[0].path, STR("assets/logo.svg")));
    assert_true(str_equal(assets.at[1].path, STR("assets/style.css")));
    assert_true(str_equal(assets.at[1].bytes, STR("own")));
    assert_true(str_equal(assets.at[2].path, STR("assets/z.js")));
    unload(&loaded);
}

static void test_theme__a_mistake_in_an_override_names_the_file_of_the_site(void **state)
{
    (void)state;
    static const struct file files[] = { { NAME("templates/page.mustache"), NAME("x") } };
    static const struct file overrides[] = { { NAME("templates/page.mustache"),
                                               NAME("{{titel}}") } };
    struct loaded loaded = load(FILES(files), FILES(overrides), STR("nl"));
    assert_null(loaded.theme);
    assert_non_null(strstr(loaded.messages, "theme/templates/page.mustache:1:1: fout: "));
    unload(&loaded);
}

static void test_theme__a_theme_without_templates_is_refused(void **state)
{
    (void)state;
    static const struct file files[] = { { NAME("templates/page.html"), NAME("x") } };
    struct loaded loaded = load(FILES(files), (struct file_list){ 0 }, STR("nl"));
    assert_null(loaded.theme);
    assert_non_null(strstr(loaded.messages, "[theme_no_templates]"));
    unload(&loaded);
}

static void test_theme__a_part_that_makes_no_sense_alone_is_no_page(void **state)
{
    (void)state;
    struct loaded loaded = load_page("{{>open}}\">{{>*which}}");
    assert_non_null(loaded.theme);
    assert_true(theme_has(loaded.theme, STR("page")));
    assert_true(theme_has(loaded.theme, STR("part")));
    assert_false(theme_has(loaded.theme, STR("open")));
    assert_false(theme_has(loaded.theme, STR("nothing")));
    unload(&loaded);
}

// Named by the page, a template that does not fit there is not filled in.
static void test_theme__a_dynamic_partial_fits_or_is_left_out(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "<p>{{>*which}}</p>", "<p><i>&lt;script&gt;&quot;&#39;&amp;</i></p>" },
        { "<p {{>*which}}>", "<p >" },
        { "<script>{{>*which}}</script>", "<script></script>" },
    };
    check_fills(cases, COUNT(cases));
}

// ---- Robustness ----

static void test_theme__cut_anywhere_it_does_not_crash(void **state)
{
    (void)state;
    static const char whole[] =
        "<!doctype html><title>{{title}}</title>{{<layout}}{{$heading}}{{#yes}}<a{{#no}} b{{/no}} "
        "href=\"x/{{href}}\" title='{{body}}'>{{text.stories}}</a>{{/yes}}{{^yes}}<!-- c -->"
        "{{/yes}}{{/heading}}\n  {{$content}}\n  {{>part}}{{=| |=}}|#items|<textarea>|.|</textarea>"
        "|/items|<style>a</style>|={{ }}=|{{/content}}{{/layout}}<script>x</script>";
    struct loaded complete = load_page(whole);
    assert_string_equal(complete.messages, "");
    unload(&complete);
    for (size_t len = 0; len < sizeof whole; len++) {
        char cut[sizeof whole];
        memcpy(cut, whole, len);
        cut[len] = '\0';
        struct loaded start = load_page(cut);
        if (start.theme != NULL)
            free(rendered(start.theme, STR("page")));
        unload(&start);
        struct loaded end = load_page(whole + len);
        if (end.theme != NULL)
            free(rendered(end.theme, STR("page")));
        unload(&end);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_theme__a_value_is_escaped_where_it_stands),
        cmocka_unit_test(test_theme__an_address_has_its_scheme_checked),
        cmocka_unit_test(test_theme__sections_may_stand_in_tags_and_attributes),
        cmocka_unit_test(test_theme__a_value_that_cannot_be_escaped_is_refused),
        cmocka_unit_test(test_theme__sections_that_leave_the_place_in_doubt_are_refused),
        cmocka_unit_test(test_theme__what_does_not_exist_is_refused),
        cmocka_unit_test(test_theme__what_is_not_closed_is_refused_with_its_place),
        cmocka_unit_test(test_theme__every_mistake_is_reported_once),
        cmocka_unit_test(test_theme__a_text_is_escaped_and_filled),
        cmocka_unit_test(test_theme__a_mistake_in_a_text_has_the_place_of_the_text),
        cmocka_unit_test(test_theme__without_texts_in_a_language_the_dutch_ones_are_used),
        cmocka_unit_test(test_theme__a_site_replaces_a_template_a_text_and_an_asset),
        cmocka_unit_test(test_theme__a_mistake_in_an_override_names_the_file_of_the_site),
        cmocka_unit_test(test_theme__a_theme_without_templates_is_refused),
        cmocka_unit_test(test_theme__a_part_that_makes_no_sense_alone_is_no_page),
        cmocka_unit_test(test_theme__a_dynamic_partial_fits_or_is_left_out),
        cmocka_unit_test(test_theme__cut_anywhere_it_does_not_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
