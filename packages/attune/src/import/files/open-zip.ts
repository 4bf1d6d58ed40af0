import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { attuneError } from '../../errors.ts'
import { readZipDirectory } from './read-zip-directory.ts'
import { findZipEntry, readZipEntry } from './read-zip-entry.ts'

/** The one table in a zip. */
export interface ZipFile {
  /** Without folders. */
  readonly name: string
  /** Size in the zip. */
  readonly size: number
  /** @param onRead hears how many bytes of the zip were read */
  chunks(onRead: (bytes: number) => void): AsyncIterable<Buffer>
}

/** What computers put beside what people packed. */
const byTheWay = /^__MACOSX\/|(?:^|\/)(?:\.[^/]*|Thumbs\.db|desktop\.ini)$/i
const table = /\.(?:jsonl|ndjson|jsonlines|json|tsv|tab|csv|txt|dat|data|rating)$/i
const readMe = /(?:^|\/)(?:readme|license|licence|copying)[^/]*$/i

/**
 * Opens a zip that holds one table (besides a README). Nothing is written to disk.
 *
 * @throws AttuneError `unsafe-archive`, `broken-archive`, `nothing-to-import`, `several-files`; while reading `archive-bomb`,
 *   `nested-archive`, `broken-archive`
 */
export async function openZip(path: string, size: number): Promise<ZipFile> {
  const file = basename(path)
  const handle = await open(path)
  try {
    const entries = await readZipDirectory(handle, size, file)
    const tables = entries.filter(({ name }) => table.test(name) && !byTheWay.test(name) && !readMe.test(name))
    const [entry] = tables
    if (entry === undefined)
      throw attuneError('nothing-to-import', `There is no CSV, TSV or JSON-lines file in ${file}.`)
    if (tables.length > 1)
      throw attuneError(
        'several-files',
        `${file} holds ${tables.length} tables: unpack it and import them one after the other.`,
      )
    const content = await findZipEntry(handle, entry, { path, size })
    return {
      name: basename(entry.name),
      size: entry.packedBytes,
      chunks: (onRead) => readZipEntry(path, content, onRead),
    }
  } finally {
    await handle.close()
  }
}
