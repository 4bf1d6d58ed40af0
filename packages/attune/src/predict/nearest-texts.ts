import { dot } from '@attune/learn'
import { attuneError } from '../errors.ts'

export interface AlikeText {
  readonly text: string
  readonly cosine: number
}

export interface NearestTexts {
  /** Equal texts are kept once. */
  add(texts: readonly string[], vectors: readonly Float32Array[]): void
  /** The most alike, the most alike first. */
  nearest(vector: Float32Array, top: number): readonly AlikeText[]
  readonly size: number
}

/** Numbers of all vectors together: a GiB. */
const mostNumbers = 2 ** 28

/**
 * Texts to look among, by the cosine of their vectors; all are looked at.
 *
 * @param most numbers that are held at most
 */
export function nearestTexts(most = mostNumbers): NearestTexts {
  const held = new Map<string, Float32Array>()
  return {
    /** @throws AttuneError `too-many-texts` */
    add(texts, vectors) {
      for (const [i, text] of texts.entries()) {
        const vector = vectors[i]
        if (!vector || held.has(text)) continue
        if ((held.size + 1) * vector.length > most)
          throw attuneError(
            'too-many-texts',
            `There are more than ${held.size} texts to look among, which are held in memory: give fewer to --with.`,
            { details: { field: 'with' } },
          )
        held.set(text, vector)
      }
    },
    nearest(vector, top) {
      const best: AlikeText[] = []
      for (const [text, other] of held) {
        const cosine = dot(vector, other)
        if (best.length === top && cosine <= (best.at(-1)?.cosine ?? Number.NEGATIVE_INFINITY)) continue
        const place = best.findIndex((one) => one.cosine < cosine)
        best.splice(place < 0 ? best.length : place, 0, { text, cosine })
        if (best.length > top) best.pop()
      }
      return best
    },
    get size() {
      return held.size
    },
  }
}
