// SPDX-License-Identifier: EUPL-1.2
// The text of published pages.

import { plain } from './words.js';
import { WHITE } from './query.js';

const INLINE = /^(a|abbr|b|cite|code|del|em|i|mark|q|s|small|span|strong|su[bp]|time|u)$/;
const SIGNS = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

// HTML as one line of text, without the numbers of notes.
export const textOf = (html) => html
    .replace(/<sup class="noot".*?<\/sup>|<a class="noot-terug".*?<\/a>/gs, '')
    .replace(/<img[^>]* alt="([^"]*)"[^>]*>/g, '$1')
    .replace(/<\/?([a-z0-9]*)[^>]*>/g, (tag, name) => (INLINE.test(name) ? '' : ' '))
    .replace(/&(amp|lt|gt|quot|#39);/g, (sign, name) => SIGNS[name])
    .replace(new RegExp(`${WHITE}+`, 'g'), ' ')
    .trim();

// The anchor that a heading gets by itself.
export const slug = (text) => plain(text).replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
