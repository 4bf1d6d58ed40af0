const han = /\p{sc=Han}/u

/** Han characters of the two-byte codes between these lead bytes, by a national character set. */
function charactersOf(encoding: 'gbk' | 'euc-jp' | 'big5', firstLead: number, lastLead: number): Set<string> {
  const decoder = new TextDecoder(encoding)
  const found = new Set<string>()
  for (let lead = firstLead; lead <= lastLead; lead++)
    for (let trail = encoding === 'big5' ? 0x40 : 0xa1; trail <= 0xfe; trail++) {
      const [character = ''] = decoder.decode(Uint8Array.of(lead, trail))
      if (han.test(character)) found.add(character)
    }
  return found
}

interface Varieties {
  readonly simplified: ReadonlySet<string>
  readonly japanese: ReadonlySet<string>
  /** Written in Japan and in simplified Chinese, not in traditional Chinese; and the other way round. */
  readonly sharedSimple: ReadonlySet<string>
  readonly sharedTraditional: ReadonlySet<string>
}

let found: Varieties | undefined

/**
 * Characters that tell one way of writing: the frequent ones (level 1) of GB 2312 that neither Japanese (JIS X 0208, level 1) nor
 * traditional Chinese (Big5, level 1) has, and the frequent ones of JIS that no Chinese standard has.
 */
function varieties(): Varieties {
  if (found) return found
  const japanese = charactersOf('euc-jp', 0xb0, 0xcf)
  const [gb1, gb] = [charactersOf('gbk', 0xb0, 0xd7), charactersOf('gbk', 0xb0, 0xf7)]
  const [big5frequent, big5] = [charactersOf('big5', 0xa4, 0xc6), charactersOf('big5', 0xa4, 0xf9)]
  found = {
    simplified: gb1.difference(japanese).difference(big5frequent),
    japanese: japanese.difference(gb).difference(big5),
    sharedSimple: japanese.intersection(gb).difference(big5),
    sharedTraditional: japanese.difference(gb).intersection(big5),
  }
  return found
}

/**
 * How many Han characters of a text only simplified Chinese writes (们 买 这), and how many only Japanese (円 売 駅). A word that
 * is half simplified and half traditional (会員) is Japanese too.
 */
export function hanVarieties(text: string): { readonly simplified: number; readonly japanese: number } {
  const { simplified, japanese, sharedSimple, sharedTraditional } = varieties()
  const counts = { simplified: 0, japanese: 0 }
  let [simple, traditional] = [0, 0]
  for (const character of text) {
    if (character.charCodeAt(0) < 0x3400) continue
    if (simplified.has(character)) counts.simplified++
    else if (japanese.has(character)) counts.japanese++
    else if (sharedSimple.has(character)) simple++
    else if (sharedTraditional.has(character)) traditional++
  }
  counts.japanese += Math.min(simple, traditional)
  return counts
}
