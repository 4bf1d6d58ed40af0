import { type IdMap, type Interactions, idMapOf, interactionsFromDense, sortIds } from '@attune/recommend'
import { DuckDBInstance } from '@duckdb/node-api'

/**
 * Reads the file of `exportTrainingData` with a database of its own; for the training thread.
 *
 * @param alsoItems items that get a number though nobody took them, so that they can be recommended
 */
export async function readTrainingData(file: string, alsoItems: Iterable<string> = []): Promise<Interactions> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  try {
    const result = await connection.stream(`SELECT person, item, weight, time FROM '${file.replaceAll("'", "''")}'`)
    const persons = createNumbers()
    const items = createNumbers()
    const columns = { persons: [] as number[], items: [] as number[] }
    const weights: number[] = []
    const times: number[] = []
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (const person of chunk.getColumnValues(0)) columns.persons.push(persons.of(person as string))
      for (const item of chunk.getColumnValues(1)) columns.items.push(items.of(item as string))
      for (const weight of chunk.getColumnValues(2)) weights.push(weight as number)
      for (const time of chunk.getColumnValues(3)) times.push(time as number)
    }
    for (const item of alsoItems) items.of(item)
    const { map, numbers } = inNaturalOrder(items.ids())
    const renumbered = Int32Array.from(columns.items)
    for (let row = 0; row < renumbered.length; row++) renumbered[row] = numbers[renumbered[row] as number] as number
    return interactionsFromDense({
      persons: Int32Array.from(columns.persons),
      items: renumbered,
      weights,
      times,
      personIds: idMapOf(persons.ids()),
      itemIds: map,
    })
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Numbers for ids as they come. */
function createNumbers(): { of(id: string): number; ids(): string[] } {
  const known = new Map<string, number>()
  return {
    of(id) {
      let number = known.get(id)
      if (number === undefined) {
        number = known.size
        known.set(id, number)
      }
      return number
    },
    ids: () => [...known.keys()],
  }
}

/** The ids in their natural order (ties in a score go to the smaller id), and the new number of each. */
function inNaturalOrder(ids: readonly string[]): { map: IdMap; numbers: Int32Array } {
  const map = idMapOf(sortIds(ids))
  return { map, numbers: Int32Array.from(ids, (id) => map.indexOf.get(id) as number) }
}
