import { wilsonInterval } from '@attune/measure'
import type { Paths, PathsInput } from '../api/schemas/behaviour.ts'
import { fewestShown } from './small-cells.ts'

/** The names along a path, the anchor's first, and how many people went it. */
export interface DrawnPath {
  readonly names: readonly string[]
  readonly people: number
}

type Drawing = Pick<Paths, 'nodes' | 'links'>

/**
 * Paths as a Sankey diagram: at each step the most frequent names, what is rarer as one `other`, and who stopped as `end`.
 * Nodes and links of fewer than five people are left out of what is told apart, or out.
 */
export function drawPaths(
  paths: readonly DrawnPath[],
  { steps, breadth }: Pick<PathsInput, 'steps' | 'breadth'>,
): Drawing {
  const kept = Array.from({ length: steps + 1 }, (_, step) => frequentNames(paths, step, breadth))
  const nodes = new Map<string, Omit<Drawing['nodes'][number], 'share'> & { people: number }>()
  const links = new Map<string, number>()
  for (const { names, people } of paths) {
    let before: string | undefined
    for (let step = 0; step <= Math.min(steps, names.length); step++) {
      const name = names[step]
      const kind = name === undefined ? 'end' : kept[step]?.has(name) ? 'event' : 'other'
      const key = `${step}\n${kind}\n${kind === 'event' ? name : ''}`
      const node = nodes.get(key) ?? { step, kind, name: kind === 'event' ? (name ?? null) : null, people: 0 }
      nodes.set(key, node)
      node.people += people
      if (before !== undefined) {
        const link = `${before}\t${key}`
        links.set(link, (links.get(link) ?? 0) + people)
      }
      before = key
    }
  }
  const order = { event: 0, other: 1, end: 2 }
  const shown = [...nodes]
    .filter(([, { people }]) => people >= fewestShown)
    .sort(([, a], [, b]) => a.step - b.step || order[a.kind] - order[b.kind] || b.people - a.people)
  const placeOf = new Map(shown.map(([key], place) => [key, place]))
  const everybody = paths.reduce((sum, { people }) => sum + people, 0)
  return {
    nodes: shown.map(([, node]) => ({ ...node, share: wilsonInterval(node.people, everybody) })),
    links: [...links].flatMap(([link, people]) => {
      const [from, to] = link.split('\t').map((key) => placeOf.get(key))
      if (from === undefined || to === undefined || people < fewestShown) return []
      return [{ from, to, people, share: wilsonInterval(people, shown[from]?.[1].people ?? people) }]
    }),
  }
}

function frequentNames(paths: readonly DrawnPath[], step: number, breadth: number): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const { names, people } of paths) {
    const name = names[step]
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + people)
  }
  const named = [...counts]
    .filter(([, people]) => people >= fewestShown)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, breadth)
  return new Set(named.map(([name]) => name))
}
