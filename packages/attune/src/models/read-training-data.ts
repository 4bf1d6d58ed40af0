import { type Interactions, interactionsFrom } from '@attune/recommend'
import { DuckDBInstance } from '@duckdb/node-api'

/** Reads the file of `exportTrainingData` with a database of its own; for the training thread. */
export async function readTrainingData(file: string): Promise<Interactions> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  try {
    const result = await connection.stream(`SELECT person, item, weight, time FROM '${file.replaceAll("'", "''")}'`)
    const persons: string[] = []
    const items: string[] = []
    const weights: number[] = []
    const times: number[] = []
    // The same few ids come again and again: keeping one string of each keeps a large file small in memory.
    const kept = new Map<string, string>()
    const keep = (text: string): string => {
      const known = kept.get(text)
      if (known !== undefined) return known
      kept.set(text, text)
      return text
    }
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (const person of chunk.getColumnValues(0)) persons.push(keep(person as string))
      for (const item of chunk.getColumnValues(1)) items.push(keep(item as string))
      for (const weight of chunk.getColumnValues(2)) weights.push(weight as number)
      for (const time of chunk.getColumnValues(3)) times.push(time as number)
    }
    return interactionsFrom({ persons, items, weights, times })
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
