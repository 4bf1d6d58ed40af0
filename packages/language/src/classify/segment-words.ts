import { segmentHan } from '../text/segment-han.ts'

const run = /(\p{Script=Han}+)|[\p{L}\p{N}]+(?:['’][\p{L}]+)?|[!?。…]|\p{Extended_Pictographic}/gu

/**
 * Words of a text of any mixture: Han runs by jieba's dictionary, others by what is no letter; `!`, `?` and emoji are words too.
 *
 * @example
 * segmentWords('物流很快, good!') // → ['物流', '很快', 'good', '!']
 */
export function segmentWords(text: string): string[] {
  const words: string[] = []
  for (const [token, han] of text.matchAll(run)) {
    if (han === undefined || han.length === 1) words.push(token)
    else words.push(...segmentHan(han))
  }
  return words
}
