import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { attuneError } from '../../errors.ts'
import { decodeLines, type Encoding } from '../files/decode-lines.ts'
import { openBytes } from '../files/open-bytes.ts'

/** The path of a file of a data set, plain or gzip; undefined where it is not. */
export function findFile(folder: string, name: string): string | undefined {
  return [name, `${name}.gz`].map((file) => join(folder, file)).find((path) => existsSync(path))
}

/**
 * The lines of a file of a data set, without line ends; the last empty one is left out.
 *
 * @throws AttuneError `missing-file`
 */
export async function* readLines(folder: string, name: string, encoding: Encoding = 'auto'): AsyncIterable<string> {
  const path = findFile(folder, name)
  if (path === undefined) throw attuneError('missing-file', `${folder} lacks the file ${name} (or ${name}.gz).`)
  const bytes = await openBytes(path)
  for await (const text of decodeLines(bytes.chunks, encoding).texts) {
    const lines = text.split('\n')
    if (lines.at(-1) === '') lines.pop()
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
  }
}

/** The whole text of a file of a data set. */
export async function readText(folder: string, name: string, encoding: Encoding = 'auto'): Promise<string> {
  const lines: string[] = []
  for await (const line of readLines(folder, name, encoding)) lines.push(line)
  return lines.join('\n')
}
