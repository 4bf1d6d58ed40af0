/**
 * The name that was probably meant: the nearest by edits (a letter more, less, other, or two swapped), at most a third of
 * its letters away, capital letters and underscores aside; ties go to the first. Undefined where none is near.
 *
 * @example
 * closestName('pirce', ['price', 'tags']) // → 'price'
 */
export function closestName(name: string, known: Iterable<string>): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[_.]/g, '')
  const given = plain(name)
  let best: string | undefined
  let fewest = Infinity
  for (const candidate of known) {
    const edits = editDistance(given, plain(candidate))
    if (edits < fewest && edits <= Math.max(1, Math.floor(candidate.length / 3))) {
      best = candidate
      fewest = edits
    }
  }
  return best
}

/** Optimal string alignment distance (Damerau 1964 without overlapping swaps). */
export function editDistance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let edits = Math.min(at(above, column) + 1, at(current, column - 1) + 1, at(above, column - 1) + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) edits = Math.min(edits, at(before, column - 2) + 1)
      current.push(edits)
    }
    before = above
    above = current
  }
  return at(above, b.length)
}

const at = (row: readonly number[], column: number): number => row[column] as number
