import type { Paths } from 'attune/api-types'
import type { Flow } from '../../charts/flow-layout.ts'

export type PathNode = Paths['nodes'][number]
export type Direction = Paths['direction']

/** What a step is known by, from one answer to the next. */
export const keyOf = ({ step, kind, name }: PathNode): string => JSON.stringify([step, kind, name])

/** Columns of the drawing: time runs from left to right, whichever way was asked. */
export function columnsOf({ nodes, links, direction }: Paths) {
  const last = Math.max(0, ...nodes.map(({ step }) => step))
  return {
    columns: last + 1,
    columnOf: ({ step }: PathNode): number => (direction === 'from' ? step : last - step),
    flows: links.map(
      ({ from, to, people }): Flow =>
        direction === 'from' ? { left: from, right: to, size: people } : { left: to, right: from, size: people },
    ),
  }
}

/** The step that comes most often beside the anchor; undefined where none is told. What is rarer is many steps and none of them. */
export const nextOf = ({ nodes }: Pick<Paths, 'nodes'>): PathNode | undefined =>
  nodes.filter(({ step, kind }) => step === 1 && kind !== 'other').toSorted((a, b) => b.people - a.people)[0]

/** Where people go on to from a step, the most frequent first. */
export function waysFrom({ nodes, links }: Paths, at: number) {
  return links
    .filter(({ from }) => from === at)
    .flatMap(({ to, people, share }) => {
      const node = nodes[to]
      return node === undefined ? [] : [{ node, people, share }]
    })
    .sort((a, b) => b.people - a.people)
}
