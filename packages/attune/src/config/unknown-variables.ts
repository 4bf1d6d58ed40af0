import { settingVariables } from './load-config.ts'

/** Read elsewhere than in the configuration: by the command line, and by tests and benches. */
const otherVariables = [
  'ATTUNE_CONFIG',
  'ATTUNE_DEBUG',
  'ATTUNE_DATA',
  'ATTUNE_TEST_DATA',
  'ATTUNE_TEST_LOG',
  'ATTUNE_SCREENSHOTS',
]

/** A variable `ATTUNE_…` that nothing reads. */
export interface UnknownVariable {
  readonly name: string
  /** The known one that it is most like, where there is one that may have been meant. */
  readonly nearest: string | undefined
}

/** The variables of an environment that look like ours and that nothing reads. Their values are not looked at. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly UnknownVariable[] {
  const known = [...settingVariables, ...otherVariables]
  return Object.keys(env)
    .filter((name) => name.startsWith('ATTUNE_') && !known.includes(name))
    .toSorted()
    .map((name) => ({ name, nearest: nearestOf(name, known) }))
}

function nearestOf(name: string, known: readonly string[]): string | undefined {
  // The prefix they all have in common makes nothing alike.
  const furthest = Math.ceil((name.length - 'ATTUNE_'.length) / 3)
  const [best] = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .toSorted((a, b) => a.distance - b.distance)
  return best && best.distance <= furthest ? best.candidate : undefined
}

/** Letters to insert, remove or change (Levenshtein 1966), row by row. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let line = 1; line <= from.length; line++) {
    const next = [line]
    for (let column = 1; column <= to.length; column++) {
      const change = (row[column - 1] as number) + (from[line - 1] === to[column - 1] ? 0 : 1)
      next.push(Math.min(change, (row[column] as number) + 1, (next[column - 1] as number) + 1))
    }
    row = next
  }
  return row[to.length] as number
}
