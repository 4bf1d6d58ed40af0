const stops =
  '\\s<>"\'`，。；：！？、（）【】《》「」『』“”‘’\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}'
const path = `[^${stops}]{0,2000}[^${stops}.,;:!?\\)\\]\\}…]`
const domain =
  '(?:[a-z0-9\\-]{1,63}\\.){1,6}(?:com|cn|net|org|io|shop|store|top|xyz|info|app|dev|me|tv|cc|jp|kr|hk|tw|uk|de|fr|eu|ru)'

/** Addresses of the web: with a scheme, with www, or a bare domain of a common ending. Chinese text beside one ends it. */
export const webAddress: RegExp = new RegExp(
  `(?<![a-z0-9@.\\-])(?:(?:https?|ftp)://${path}|www\\.${path}|${domain}(?![a-z0-9@\\-])(?:/${path}|/)?)`,
  'giu',
)

/** Addresses of e-mail, as written by people. */
export const mailAddress: RegExp = /(?<![\w.+\-])[\w.+\-]{1,64}@(?:[a-z0-9\-]{1,63}\.){1,6}[a-z]{2,24}(?![\w\-])/giv
