import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { openTokenizer, type Tokenizer, type TokenizerJson } from '@attune/learn'
import type { Logger } from 'pino'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import type { EncoderSetting } from '../embeddings/encoder-schema.ts'
import { meantFolder } from '../embeddings/open-encoder-of.ts'
import { wordsOfItem } from '../embeddings/words-of-item.ts'
import { runInThread } from '../models/run-in-thread.ts'
import type { SubwordLesson } from './subword-worker.ts'

/** What cuts words into sub-words, and where it is from. */
export interface SubwordCutter {
  /** An encoder’s own tokeniser, or one learnt from what is written about the items. */
  readonly from: 'encoder' | 'catalogue'
  /** Of the encoder’s folder; `wordPiece` of the catalogue. */
  readonly name: string
  readonly tokenizer: Tokenizer
}

/** Sub-words of all workspaces. */
export interface Subwords {
  /** Undefined where there is neither an encoder nor an item. */
  of(workspace: string): Promise<SubwordCutter | undefined>
  close(): void
}

/** Items whose texts are learnt from, spread over the catalogue: a second of a thread. */
const mostItems = 5_000
const vocabulary = 8_000

interface Learnt {
  /** Items of the catalogue then. */
  readonly items: number
  readonly cutter: Promise<SubwordCutter | undefined>
}

export function createSubwords({
  dataDir,
  encoder,
  items,
  log,
}: {
  readonly dataDir: string
  readonly encoder: EncoderSetting
  readonly items: Pick<ItemCatalogue, 'all' | 'size'>
  readonly log: Logger
}): Subwords {
  const opened = new Map<string, SubwordCutter | undefined>()
  const learnt = new Map<string, Learnt>()
  const closing = new AbortController()

  function ofEncoder(workspace: string): SubwordCutter | undefined {
    const folder = meantFolder(encoder, { dataDir, workspace })
    if (folder === undefined) return undefined
    if (!opened.has(folder)) opened.set(folder, openOf(folder))
    return opened.get(folder)
  }
  function openOf(folder: string): SubwordCutter | undefined {
    const file = join(folder, 'tokenizer.json')
    if (!existsSync(file)) return undefined
    try {
      const tokenizer = openTokenizer(JSON.parse(readFileSync(file, 'utf8')))
      return { from: 'encoder', name: basename(folder), tokenizer }
    } catch (error) {
      log.warn({ err: error }, 'the tokeniser of an encoder could not be opened: sub-words are those of the catalogue')
      return undefined
    }
  }

  async function learn(workspace: string): Promise<SubwordCutter | undefined> {
    const every = Math.max(1, Math.ceil(items.size(workspace) / mostItems))
    const texts = Array.from(items.all(workspace))
      .filter((_, at) => at % every === 0)
      .map(wordsOfItem)
      .filter((text) => text !== '')
    if (texts.length === 0) return undefined
    const lesson: SubwordLesson = { texts, size: vocabulary }
    const json = await runInThread<TokenizerJson>('../language/subword-worker', lesson, () => {}, closing.signal)
    return { from: 'catalogue', name: 'wordPiece', tokenizer: openTokenizer(json) }
  }

  return {
    async of(workspace) {
      const own = ofEncoder(workspace)
      if (own) return own
      const size = items.size(workspace)
      const known = learnt.get(workspace)
      // Pieces that change with every item could not be compared: a catalogue that is half or twice as large has others.
      if (known && size <= 2 * known.items && 2 * size >= known.items) return known.cutter
      const cutter = learn(workspace)
      learnt.set(workspace, { items: size, cutter })
      cutter.catch(() => learnt.delete(workspace))
      return cutter
    },
    close: () => closing.abort(),
  }
}
