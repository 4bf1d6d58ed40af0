/**
 * A text from outside as it may stand in Markdown: one line, nothing of it is a heading, a link, a cell or HTML.
 * Characters that could be read as marks are escaped by a backslash, `<` and `&` by entities.
 */
export const markdownText = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]|~#!$]/g, (mark) => `\\${mark}`)
    // A bare address would become a link by itself.
    .replaceAll('://', ':&#47;&#47;')
    .replaceAll(/\bwww\./gi, (start) => `${start.slice(0, -1)}&#46;`)
    .replaceAll('@', '&#64;')
