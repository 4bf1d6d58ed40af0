import type { Clause } from './clauses.ts'
import { type LexiconEntry, lexicon } from './lexicon.ts'

/** What one word or phrase says where it stands: above 0 praise, below 0 a complaint. */
export interface Saying {
  readonly value: number
  /** Number of its first unit in the clause. */
  readonly at: number
}

/** A clause, or the part of it before or after a "but", with what it says. */
export interface JudgedClause {
  readonly clause: Clause
  /** Its units: from `from` to below `to` of the clause's. */
  readonly from: number
  readonly to: number
  readonly sayings: readonly Saying[]
  /** Whether something in it is denied. */
  readonly negated: boolean
  /** How much it counts in its sentence: less before a "but", and after an "although". */
  readonly weight: number
}

export const totalOf = (sayings: readonly Saying[]): number => sayings.reduce((sum, { value }) => sum + value, 0)

/** How many units after it a negation still holds: Han characters are shorter than words. */
const reach = { han: 9, word: 6 } as const
/** After these a negation goes on to the next word: "neither … nor" has its own. */
const keepsNegation = new Set(['or', '或', '和', '及', '跟', '与'])
const besides = new Set(['也', '又', '还', 'and', 'or'])
/** After "never" and "没…过" these make what follows the strongest of its kind: 没见过这么差的服务. */
const degrees = new Set(['such', 'so', 'as', 'more'])
/** A negation with nothing to turn is rather a complaint: "the zipper won't close". */
const bareNegation = -0.35
const isHan = (unit: string): boolean => /^\p{Script=Han}/u.test(unit)

/**
 * What each clause of a sentence says, by words and rules: negations turn the next polar word within their reach, two of them undo
 * each other; intensifiers and softeners; what is wanted and absent; "but" and "although".
 */
export function judgeClauses(clauses: readonly Clause[]): readonly JudgedClause[] {
  const parts: (JudgedClause & { weight: number })[] = []
  for (const clause of clauses) {
    for (const { from, to, sayings, negated, afterContrast, conceded } of judgeClause(clause)) {
      // "But" within a clause cuts it; at its beginning it speaks about the clauses before.
      if (afterContrast) for (const before of parts) before.weight *= 0.4
      parts.push({ clause, from, to, sayings, negated, weight: (afterContrast ? 1.2 : 1) * (conceded ? 0.3 : 1) })
    }
  }
  return parts
}

interface Piece {
  readonly from: number
  to: number
  readonly sayings: Saying[]
  readonly afterContrast: boolean
  negated: boolean
  conceded: boolean
}

function judgeClause({ units }: Clause): readonly Piece[] {
  let piece: Piece = { from: 0, to: units.length, sayings: [], afterContrast: false, negated: false, conceded: false }
  const pieces = [piece]
  let negations: number[] = []
  let factor = 1
  const found = entriesOf(units)
  for (const [i, { entry, from, to }] of found.entries()) {
    switch (entry.kind) {
      case 'negator':
        // "不甜也不新鲜", "neither hot nor tasty": side by side, not one within the other.
        if (units[from] === 'nor' || units.slice(negations.at(-1) ?? from, from).some((own) => besides.has(own)))
          negations = []
        negations.push(from)
        piece.negated = true
        factor = 1
        break
      case 'intensifier':
        factor = 1.3
        break
      case 'softener':
        factor = 0.6
        break
      case 'contrast':
        piece.to = from
        piece = { from, to: units.length, sayings: [], afterContrast: true, negated: false, conceded: false }
        pieces.push(piece)
        negations = []
        factor = 1
        break
      case 'concession':
        piece.conceded = true
        break
      case 'wanted':
        if (inReach(negations, units, from).length % 2 === 1) {
          piece.sayings.push({ value: -0.7, at: from })
          negations = []
        }
        break
      case 'polarity': {
        const next = found[i + 1]
        // 好 before another word that judges only says "very": 好慢.
        if (units[from] === '好' && to - from === 1 && next?.entry.kind === 'polarity' && next.from === to) {
          factor = 1.3
          break
        }
        const own = inReach(negations, units, from)
        const undone = enough(units, own, to) || strongestYet(units, own, from)
        const odd = own.length % 2 === 1 && !undone
        // "Not very good" complains less than "bad"; "not bad" praises less than "good".
        const turned = odd ? (factor > 1 ? -0.6 : -0.8) : undone ? 1.4 : factor
        piece.sayings.push({ value: entry.value * turned, at: from })
        factor = 1
        if (!keepsNegation.has(units[to] ?? '')) negations = []
        break
      }
      case 'neutral':
        factor = 1
    }
  }
  if (negations.length > 0 && pieces.every(({ sayings }) => sayings.length === 0))
    piece.sayings.push({ value: (units.includes('again') ? 2 : 1) * bareNegation, at: negations[0] as number })
  return pieces
}

const inReach = (negations: readonly number[], units: readonly string[], at: number): readonly number[] =>
  negations.filter((from) => at - from <= (isHan(units[from] as string) ? reach.han : reach.word))

/** "Cannot recommend it enough": the negation is praise. */
const enough = (units: readonly string[], negations: readonly number[], to: number): boolean =>
  negations.some((at) => ['can', 'could'].includes(units[at - 1] ?? '')) && units.slice(to, to + 4).includes('enough')

/** "Never had such a good sleep", 从没吃过这么难吃的. */
const strongestYet = (units: readonly string[], negations: readonly number[], from: number): boolean =>
  negations.some((at) => {
    const between = units.slice(at, from)
    const said = between.join('')
    return units[at] === 'never'
      ? between.slice(-3).some((own) => degrees.has(own))
      : /^(从来?)?[没未].*过?.*(这么|如此|这样)$/.test(said) && (said.includes('过') || said.startsWith('从'))
  })

interface Found {
  readonly entry: LexiconEntry
  readonly from: number
  readonly to: number
}

/** Entries from left to right, the longest at each place. */
function entriesOf(units: readonly string[]): readonly Found[] {
  const found: Found[] = []
  for (let from = 0; from < units.length; ) {
    let to = Math.min(units.length, from + lexicon.longestFrom(units[from] as string))
    let entry: LexiconEntry | undefined
    for (; to > from; to--) {
      entry = lexicon.find(units, from, to)
      if (entry) break
    }
    if (entry) found.push({ entry, from, to })
    from = entry ? to : from + 1
  }
  return found
}
