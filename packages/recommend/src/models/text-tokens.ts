const word = /\p{Script=Han}+|[\p{L}\p{N}]+/gu
const han = /^\p{Script=Han}/u

/**
 * The terms of a text: words of letters and digits in lower case, an English plural as its singular; runs of Chinese
 * characters as overlapping pairs, because nothing separates their words.
 *
 * @example
 * textTokens('2 Blue Pens') // → ['2', 'blue', 'pen']
 * textTokens('钢笔墨水') // → ['钢笔', '笔墨', '墨水']
 */
export function textTokens(text: string): string[] {
  const tokens: string[] = []
  // Letters and Chinese characters may touch: "USB线" is two runs.
  const spaced = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Script=Han}+/gu, ' $& ')
  for (const [run] of spaced.matchAll(word)) {
    if (!han.test(run)) tokens.push(singular(run))
    else {
      const characters = [...run]
      if (characters.length === 1) tokens.push(run)
      for (let at = 1; at < characters.length; at++) tokens.push(`${characters[at - 1]}${characters[at]}`)
    }
  }
  return tokens
}

/** Harman's "s" stemmer (JASIS 1991): the plural endings and nothing else. */
function singular(token: string): string {
  if (token.length < 4 || !token.endsWith('s')) return token
  if (/[^ea]ies$/.test(token)) return `${token.slice(0, -3)}y`
  if (/[^aeo]es$/.test(token)) return token.slice(0, -1)
  return /[^us]s$/.test(token) && !token.endsWith('es') ? token.slice(0, -1) : token
}
