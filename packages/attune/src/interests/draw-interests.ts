import { setImmediate as turn } from 'node:timers/promises'
import type { InterestMap, InterestNode } from '../api/schemas/interests.ts'
import { fewestShown } from '../behaviour/small-cells.ts'
import { rounded } from '../profile/portrait/certain-share.ts'
import type { InterestCounts, InterestPart } from '../segments/count-interests.ts'
import { leastShare } from '../segments/count-interests.ts'
import type { Rule } from '../segments/rules/rule.ts'
import { printRule } from '../segments/text/print-rule.ts'
import { placeInterests } from './place-interests.ts'

/** People whose interests are paired in one turn of the event loop. */
const peopleATurn = 2_000
const mostItems = 5
const mostNear = 5

export interface DrawOptions {
  readonly part: InterestPart
  readonly limit: number
  /** What a name is called; undefined where it must not be shown. */
  readonly titleOf: (name: string) => string | undefined
  readonly itemTitleOf: (id: string) => string | undefined
}

/** A map of what was counted: only what at least five people share, in every number. */
export async function drawInterests(
  counts: InterestCounts,
  { part, limit, titleOf, itemTitleOf }: DrawOptions,
): Promise<Pick<InterestMap, 'nodes' | 'leftOut' | 'stress'>> {
  const shown = counts.names.flatMap((name, node) => {
    const title = titleOf(name)
    return title === undefined ? [] : [{ name, title, node, people: counts.counts[node] as number }]
  })
  const enough = shown
    .filter(({ people }) => people >= fewestShown)
    .sort((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1))
  const drawn = enough.slice(0, limit)
  const shared = await sharedBy(
    counts,
    drawn.map(({ node }) => node),
  )
  const size = drawn.length
  const sharedOf = (i: number, j: number): number => shared[i * size + j] as number
  /** Ochiai’s: shared people over the geometric mean of both. */
  const similarity = Float64Array.from(shared, (count, at) => {
    const [i, j] = [Math.floor(at / size), at % size]
    return i === j ? 1 : count / Math.sqrt((drawn[i]?.people ?? 1) * (drawn[j]?.people ?? 1))
  })
  const { points, stress } = placeInterests(similarity, size)
  const nodes = drawn.map(({ name, title, node, people }, i): InterestNode => {
    const rule = ruleOf(part, name)
    return {
      name,
      title,
      people,
      share: rounded(people / counts.base),
      x: points[2 * i] as number,
      y: points[2 * i + 1] as number,
      items: itemsOf(counts.items[node], itemTitleOf),
      near: drawn
        .flatMap((other, j) => (i === j || sharedOf(i, j) === 0 ? [] : [{ other, j }]))
        .sort((a, b) => (similarity[i * size + b.j] as number) - (similarity[i * size + a.j] as number) || a.j - b.j)
        .slice(0, mostNear)
        .map(({ other, j }) => ({
          name: other.name,
          shared: sharedOf(i, j),
          lift: Math.round(((sharedOf(i, j) * counts.base) / (people * other.people)) * 100) / 100,
        })),
      rule,
      text: { en: printRule(rule, 'en'), zh: printRule(rule, 'zh') },
    }
  })
  return {
    nodes,
    leftOut: { tooFew: shown.length - enough.length, beyond: enough.length - drawn.length },
    stress: Math.round(stress * 1000) / 1000,
  }
}

/** How many people share two of them, row by row; 0 where they are too few to tell. */
async function sharedBy({ starts, nodes }: InterestCounts, drawn: readonly number[]): Promise<Float64Array> {
  const size = drawn.length
  const placeOf = new Map(drawn.map((node, place) => [node, place]))
  const shared = new Float64Array(size * size)
  const own: number[] = []
  for (let person = 0; person + 1 < starts.length; person++) {
    if (person % peopleATurn === peopleATurn - 1) await turn()
    own.length = 0
    for (let at = starts[person] as number; at < (starts[person + 1] as number); at++) {
      const place = placeOf.get(nodes[at] as number)
      if (place !== undefined) own.push(place)
    }
    for (const i of own) for (const j of own) (shared[i * size + j] as number)++
  }
  return shared.map((count) => (count < fewestShown ? 0 : count))
}

const itemsOf = (
  items: ReadonlyMap<string, number> | undefined,
  titleOf: DrawOptions['itemTitleOf'],
): InterestNode['items'] =>
  [...(items ?? [])]
    .filter(([, people]) => people >= fewestShown)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .flatMap(([id, people]) => {
      const title = titleOf(id)
      return title === undefined ? [] : [{ id, title, people }]
    })
    .slice(0, mostItems)

/** Who is counted is whom this selects. */
export function ruleOf(part: InterestPart, name: string): Rule {
  if (part === 'category' || part === 'brand') return { type: 'interest', part, name, op: '>=', share: leastShare }
  return {
    type: 'events',
    doing: { did: 'anything', item: part === 'item' ? { ids: [name] } : { tags: [name] } },
    aggregate: 'count',
    op: '>=',
    number: 1,
  }
}
