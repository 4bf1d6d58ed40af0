import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { RunRecord } from './run-record.ts'

type Data = NonNullable<RunRecord['data']>

/** Size and SHA-256 of files, and one digest over all; files that are not there are left out. */
export async function describeFiles(paths: readonly string[]): Promise<Pick<Data, 'files' | 'hash'>> {
  const files: Data['files'] = []
  for (const path of paths.filter((one) => existsSync(one))) {
    const hash = createHash('sha256')
    let bytes = 0
    await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        bytes += chunk.length
        hash.update(chunk)
      }
    })
    files.push({ path, bytes, sha256: hash.digest('hex') })
  }
  const all = createHash('sha256')
  for (const { sha256 } of files) all.update(`${sha256}\n`)
  return { files, hash: all.digest('hex') }
}
