// SPDX-License-Identifier: EUPL-1.2
// The default theme, made to show all that templates may show: a page that is not made again when
// something changed differs then, whatever a theme leaves out.  themes/README.md lists the names.

const TERM = '{{name}} {{href}} {{count}} {{#one}}1{{/one}} {{stories}} {{guidelines}}';
const CARD = '{{href}} {{title}} {{summary}} {{#date}}{{iso}} {{text}}{{/date}} {{kind_label}} {{#story}}s{{/story}}' +
  '{{#guideline}}g{{/guideline}}{{#plain}}p{{/plain}} {{perspective}} {{#chips}}{{name}} {{href}} {{taxonomy}};{{/chips}} ' +
  '{{#notes}}{{name}};{{/notes}} {{minutes}} {{#fictional}}f{{/fictional}}';
const OUTLINE = '{{#outline}}{{name}} {{href}} {{#items}}{{name}} {{href}};{{/items}};{{/outline}}';
const REACTIONS = '{{#reactions}}{{body}} {{author}} {{#date}}{{iso}} {{text}}{{/date}} {{number}};{{/reactions}}';
const TAXONOMIES = '{{#taxonomies}}{{label}} {{#terms}}{{name}} {{href}};{{/terms}};{{/taxonomies}}';
const NOTED = '{{#notes}}{{name}};{{/notes}} {{#note_lines}}{{name}} {{phone}};{{/note_lines}}';
const DATED = (...names) => names.map((name) => `{{#${name}}}{{iso}} {{text}}{{/${name}}}`).join(' ');
const CARDS = (...names) => names.map((name) => `{{#${name}}}${CARD};{{/${name}}}`).join('');
const TERMS = (...names) => names.map((name) => `{{#${name}}}${TERM};{{/${name}}}`).join('');
const LINKS = (...names) => names.map((name) => `{{#${name}}}{{name}} {{href}};{{/${name}}}`).join('');
const PAGES = '{{#pagination}}{{previous}} {{next}} {{number}} {{last_number}} {{#pages}}{{number}} {{href}} {{#current}}c{{/current}}{{#gap}}g{{/gap}};{{/pages}}{{/pagination}} {{page_number}}';
const TOTALS = '{{story_total}} {{guideline_total}} {{page_total}} {{total}}';

// What is on every page.
const COMMON = '{{language}} {{root}} {{title}} {{head_title}} {{description}} {{canonical}} {{#noindex}}n{{/noindex}} {{og_type}} {{kind}} ' +
  '{{#feed}}{{href}} {{title}}{{/feed}} {{#alternates}}{{language}} {{href}};{{/alternates}} {{#breadcrumb}}{{name}} {{href}} {{#last}}l{{/last}};{{/breadcrumb}} ' +
  '{{#helplines}}{{name}} {{phone}} {{tel}} {{text}} {{hours}};{{/helplines}} ' +
  '{{#site}}{{title}} {{tagline}} {{description}} {{home}} {{#menu}}{{name}} {{href}} {{#current}}c{{/current}};{{/menu}} ' +
  '{{#footer_menu}}{{name}} {{href}} {{#current}}c{{/current}};{{/footer_menu}} {{#contact}}{{name}} {{email}} {{mailto}}{{/contact}} ' +
  '{{search}} {{keywords}} {{az}} {{sitemap}} {{feed}} {{share}} {{withdraw}} {{help}} {{safety}}{{/site}}';

const OWN = {
  home: `{{intro}} {{stories_count}} {{guidelines_count}} {{all_terms_href}} {{top_label}} ${TERMS('top_terms', 'sectors')} ` +
    `{{sectors_href}} {{sectors_label}} {{stories_href}} {{guidelines_href}} {{matrix_href}} ${CARDS('newest', 'guidelines')}`,
  story: `{{body}} {{text_language}} {{lead}} ${DATED('date')} {{minutes}} {{narrator}} {{#perspective}}{{name}} {{href}}{{/perspective}} ` +
    `{{age}} {{region}} ${TAXONOMIES} ${NOTED} {{#helped}}{{text}};{{/helped}} ` +
    `{{#fictional}}f{{/fictional}} ${CARDS('related')} {{#guidance}}{{name}} {{href}} {{text}};{{/guidance}} ${REACTIONS} ${OUTLINE} ` +
    '{{#quick_exit}}q{{/quick_exit}} {{exit_href}}',
  guideline: `${NOTED} {{body}} {{text_language}} {{lead}} {{sort}} {{version}} ${DATED('authorised', 'reviewed')} {{#keepers}}{{name}};{{/keepers}} ` +
    `{{#replaced_by}}{{name}} {{href}}{{/replaced_by}} {{valid}} ${TAXONOMIES} {{#core}}{{audience}} {{#items}}{{text}} {{href}};{{/items}};{{/core}} ` +
    `{{#chapters}}{{number}} {{name}} {{href}} {{lead}};{{/chapters}} ${CARDS('stories')} ${REACTIONS}`,
  chapter: `${NOTED} {{body}} {{text_language}} {{lead}} {{number}} {{of}} {{#guideline}}{{name}} {{href}} {{version}}{{/guideline}} ` +
    `{{#chapters}}{{number}} {{name}} {{href}} {{#current}}c{{/current}};{{/chapters}} ${OUTLINE} {{#previous}}{{name}} {{href}}{{/previous}} ` +
    `{{#next}}{{name}} {{href}}{{/next}} ${DATED('authorised', 'reviewed')} ${CARDS('stories')} ${REACTIONS}`,
  page: `${NOTED} {{body}} {{text_language}} {{lead}} ${OUTLINE} {{#long}}l{{/long}} ${DATED('date')} ${TAXONOMIES} ${REACTIONS}`,
  term: `{{intro}} {{#taxonomy}}{{label}} {{href}}{{/taxonomy}} {{#synonyms}}{{name}};{{/synonyms}} ${TERMS('broader', 'narrower', 'related')} ` +
    `${CARDS('stories', 'guidelines', 'pages')} ${TOTALS} {{#crossings}}{{label}} ${TERMS('terms')};{{/crossings}} ${PAGES} {{#empty}}e{{/empty}}`,
  crossing: `${TERMS('first', 'second')} ${CARDS('stories', 'guidelines', 'pages')} ${TOTALS} ${PAGES} {{#empty}}e{{/empty}}`,
  taxonomy: `{{label}} {{intro}} {{#terms}}${TERM} {{summary}} ${TERMS('narrower')} {{#synonyms}}{{name}};{{/synonyms}};{{/terms}} {{az}} {{matrix}}`,
  matrix: `{{row_label}} {{column_label}} ${TERMS('columns')} {{#rows}}{{name}} {{href}} {{count}} {{#cells}}{{count}} {{href}} {{name}} {{tint}};{{/cells}};{{/rows}}`,
  az: `{{#letters}}{{letter}} {{anchor}} {{href}} {{#entries}}{{name}} {{href}} {{count}} {{taxonomy}} {{see}};{{/entries}};{{/letters}}`,
  keywords: `{{#letters}}{{letter}} {{href}} {{count}};{{/letters}} {{total}} {{#top_terms}}${TERM} {{taxonomy}};{{/top_terms}} {{az}}`,
  keywords_letter: '{{letter}} {{#letters}}{{letter}} {{href}} {{count}};{{/letters}} {{#parts}}{{name}} {{href}};{{/parts}} ' +
    `{{#entries}}{{name}} {{anchor}} {{#terms}}${TERM} {{taxonomy}};{{/terms}} {{#see}}${TERM} {{taxonomy}};{{/see}} ` +
    `{{#pages}}{{name}} {{href}} {{kind_label}};{{/pages}} {{more}} {{total}} ${LINKS('related')};{{/entries}} ${LINKS('previous', 'next')}`,
  listing: `{{label}} {{intro}} ${CARDS('cards')} {{total}} ${PAGES} {{#filters}}{{label}} {{href}};{{/filters}} {{#story_list}}s{{/story_list}}`,
  search: '{{#taxonomies}}{{label}} {{href}};{{/taxonomies}} {{az}} {{base}} {{#filters}}{{name}} {{label}};{{/filters}}',
  sitemap_page: `{{#sections}}{{label}} {{href}} ${LINKS('pages')};{{/sections}}`,
  not_found: `{{#taxonomies}}{{label}} {{href}};{{/taxonomies}} ${TERMS('top_terms')}`,
  redirect: '{{target}}',
};

// What the template at `at`, "templates/story.mustache", says besides.
export function told(at) {
  const own = OWN[at.replace(/^templates\/|\.mustache$/g, '')];
  return own === undefined ? '' : `\n<div>${COMMON}</div>\n<div>${own}</div>\n`;
}

export const TELLING = Object.keys(OWN).map((name) => `templates/${name}.mustache`);
