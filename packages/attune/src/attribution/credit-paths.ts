import {
  type AttributionMethod,
  type AttributionPath,
  attribute,
  attributeMarkov,
  attributionMethods,
} from '@attune/measure'
import type { PathRow } from './paths-sql.ts'
import { putTogether } from './put-together.ts'

export interface CreditOrder {
  readonly rows: readonly PathRow[]
  readonly halfLifeDays: number
  /** Touches that a state of the Markov chain remembers. */
  readonly order: number
}

interface Credit {
  readonly conversions: number
  readonly value: number
}

export interface PathCredits {
  /** Of all paths. */
  readonly touched: Credit
  readonly losses: number
  /** By falling credit of the Markov chain; the rest is called `restName`. */
  readonly channels: readonly {
    readonly channel: string
    readonly credits: Readonly<Record<AttributionMethod, Credit>>
    readonly removalEffect: number | null
  }[]
  /** How many names are in the rest. */
  readonly together: number
}

/** Names told apart where the chain remembers one touch; the longer its memory, the fewer. */
const mostTold = 100

/** Credit of all methods. It may take long: not for the thread that answers requests. */
export function creditPaths({ rows, halfLifeDays, order }: CreditOrder): PathCredits {
  const { paths, together } = putTogether(rows.map(pathOf), Math.floor(mostTold / order))
  const sum = (pick: 'conversions' | 'value' | 'losses') => paths.reduce((all, path) => all + path[pick], 0)
  const touched = { conversions: sum('conversions'), value: sum('value') }
  if (paths.length === 0) return { touched, losses: 0, channels: [], together }
  const markov = attributeMarkov(paths, { order })
  const byMethod = attributionMethods.map((method) => {
    const credits = method === 'markov' ? markov : attribute(paths, method, { halfLifeDays })
    return [
      method,
      new Map(credits.map(({ channel, conversions, value }) => [channel, { conversions, value }])),
    ] as const
  })
  const creditsOf = (channel: string) =>
    Object.fromEntries(
      byMethod.map(([method, credits]) => [method, credits.get(channel) ?? { conversions: 0, value: 0 }]),
    ) as Record<AttributionMethod, Credit>
  return {
    touched,
    losses: sum('losses'),
    channels: markov
      .toSorted((a, b) => b.conversions - a.conversions)
      .map(({ channel, removalEffect }) => ({ channel, credits: creditsOf(channel), removalEffect })),
    together,
  }
}

function pathOf({ touches, ages, conversions, value, losses }: PathRow): AttributionPath {
  return {
    touches: JSON.parse(touches) as string[],
    ages: JSON.parse(ages) as number[],
    conversions: Number(conversions),
    value: Number(value),
    losses: Number(losses),
  }
}
