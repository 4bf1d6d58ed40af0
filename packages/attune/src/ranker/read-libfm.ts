import { basename } from 'node:path'
import { attuneError } from '../errors.ts'
import { decodeLines } from '../import/files/decode-lines.ts'
import { openBytes } from '../import/files/open-bytes.ts'
import type { FileRecord } from '../import/files/open-records.ts'

/** Whether a file's name says that it is of libfm or libsvm. */
export const isLibfm = (path: string): boolean => /\.(libfm|libsvm|svm)(\.gz)?$/i.test(path)

interface Libfm {
  readonly name: string
  readonly columns: readonly string[]
  readonly batches: AsyncIterable<readonly FileRecord[]>
}

/**
 * A libfm file of single choices: each line is a label, 1 against −1 or 0, and as many `id:1` as there are fields, in their order.
 * They become columns `field1`, `field2`, …, whose values are the ids.
 *
 * @throws AttuneError `empty-file`; `bad-libfm` while it is read, naming the line, for features with other values than 1, or
 *   another number of them
 */
export async function readLibfm(path: string, label: string): Promise<Libfm> {
  const bytes = await openBytes(path)
  const name = basename(path)
  const texts = decodeLines(bytes.chunks, 'auto').texts[Symbol.asyncIterator]()
  const first = await texts.next()
  if (first.done || first.value.trim() === '') throw attuneError('empty-file', `${name} is empty.`)
  const fields = first.value.trim().split('\n')[0]?.trim().split(/\s+/).length ?? 0
  async function* batches(): AsyncIterable<readonly FileRecord[]> {
    let line = 0
    const read = (text: string): FileRecord[] => {
      const records: FileRecord[] = []
      const lines = text.split('\n')
      if (lines.at(-1) === '') lines.pop()
      for (const one of lines) {
        line++
        if (one.trim() === '') continue
        const [truth = '', ...tokens] = one.trim().split(/\s+/)
        if (tokens.length + 1 !== fields)
          throw badLibfm(name, line, `has ${tokens.length} features, the first ${fields - 1}`)
        const ids = tokens.map((token) => /^([^:]+):1(?:\.0+)?$/.exec(token)?.[1])
        if (ids.includes(undefined)) throw badLibfm(name, line, 'has a feature that is not “id:1”')
        records.push({ line, fields: [/^-1(\.0+)?$/.test(truth) ? '0' : truth.replace(/^\+/, ''), ...ids] })
      }
      return records
    }
    yield read(first.value as string)
    for await (const text of { [Symbol.asyncIterator]: () => texts }) yield read(text)
  }
  return {
    name,
    columns: [label, ...Array.from({ length: fields - 1 }, (_, i) => `field${i + 1}`)],
    batches: batches(),
  }
}

const badLibfm = (name: string, line: number, what: string) =>
  attuneError('bad-libfm', `Line ${line} of ${name} ${what}: every line needs the same fields, each as “id:1”.`, {
    details: { line },
  })
