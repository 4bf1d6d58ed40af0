import { basename } from 'node:path'
import { type Encoder, LanguageError } from '@attune/language'
import { openAskedThread } from '../predict/open-asked-thread.ts'
import type { EncodedRows, EncoderThreadData } from './encoder-thread.ts'

/** From the sources the thread runs TypeScript, from a build JavaScript. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

export interface FolderEncoder extends Encoder {
  close(): Promise<void>
}

/**
 * An encoder of a folder, in a thread of its own. Its id has the digest of its weights, so that another version under the same
 * name has vectors of its own.
 *
 * @throws LanguageError `encoder-failed` where the folder holds none that can be used
 */
export async function openFolderEncoder(folder: string, prefix: string): Promise<FolderEncoder> {
  const data: EncoderThreadData = { folder, prefix }
  const file = new URL(`./encoder-thread${extension}`, import.meta.url)
  const thread = await openAskedThread<string, EncodedRows>(file, data, unusable)
  return {
    id: `${basename(folder)}@${thread.opened}`,
    async embed(texts, { signal } = {}) {
      if (signal?.aborted) throw new LanguageError('cancelled', 'Making vectors was cancelled.')
      return texts.length === 0 ? [] : rowsOf(await thread.ask(texts))
    },
    close: thread.close,
  }
}

const rowsOf = ({ vectors, width }: EncodedRows): Float32Array[] =>
  width === 0
    ? []
    : Array.from({ length: vectors.length / width }, (_, row) => vectors.slice(row * width, (row + 1) * width))

const unusable = (why: string): LanguageError =>
  new LanguageError('encoder-failed', `The encoder cannot be used: ${why}.`)
