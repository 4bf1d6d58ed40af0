import type { NeededPart } from './prune.ts'
import type { Tensor } from './tensor.ts'

/** Tells tables of which nothing but rows is taken. */
export function onlyGathered(part: NeededPart): (tensor: Tensor) => boolean {
  const otherwise = new Set<string>()
  const gathered = new Set<string>()
  for (const { op, inputs } of part.nodes)
    for (const [place, name] of inputs.entries()) (op === 'Gather' && place === 0 ? gathered : otherwise).add(name)
  return ({ name }) => gathered.has(name) && !otherwise.has(name)
}
