import { cachedEncoder, contentHash, LanguageError } from '@attune/language'
import type { Logger } from 'pino'
import type { Item } from '../api/schemas/items.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import type { Config } from '../config/schema.ts'
import { attuneError } from '../errors.ts'
import type { Outgoing } from '../protect/outgoing/outgoing.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Embeddings } from './embeddings.ts'
import { meantEncoder, type OpenedEncoder } from './open-encoder-of.ts'
import { type VectorTable, vectorTable } from './vector-table.ts'
import { wordsOfItem } from './words-of-item.ts'

const defaultCheckMs = 5_000
/** After a failure the encoder is left alone for so long. */
const restMs = 60_000

interface Shelf {
  readonly table: VectorTable
  key: string | undefined
  encoder: OpenedEncoder | undefined
  problem: string | null
  restUntil: number
  /** Of the catalogue, when all its items had vectors. */
  doneAt: number | undefined
  /** While an encoder is being opened. */
  opening: Promise<void> | undefined
  busy: Promise<void> | undefined
  readonly ends: AbortController
}

/**
 * Keeps the vectors of all item texts up to date in the background: what is new, what was changed, and everything when
 * another encoder is meant.
 */
export function createEmbeddings({
  config,
  state,
  items,
  outgoing,
  env,
  log,
  clock = Date.now,
  checkMs = defaultCheckMs,
}: {
  readonly config: Pick<Config, 'dataDir' | 'encoder'>
  readonly state: StateStore
  readonly items: ItemCatalogue
  readonly outgoing: Outgoing
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: Logger
  readonly clock?: () => number
  readonly checkMs?: number
}): Embeddings {
  const shelves = new Map<string, Shelf>()
  let closed = false

  const shelfOf = (workspace: string): Shelf => {
    let shelf = shelves.get(workspace)
    if (!shelf) {
      shelf = {
        table: vectorTable(state, workspace),
        key: undefined,
        encoder: undefined,
        problem: null,
        restUntil: 0,
        doneAt: undefined,
        opening: undefined,
        busy: undefined,
        ends: new AbortController(),
      }
      shelves.set(workspace, shelf)
    }
    return shelf
  }

  /** Opens the encoder that is meant now, once for all who ask; the one before is closed when the new one is there. */
  async function open(workspace: string, shelf: Shelf): Promise<OpenedEncoder | undefined> {
    const meant = meantEncoder(config.encoder, { dataDir: config.dataDir, workspace, outgoing, env })
    if (meant?.key === shelf.key) return shelf.encoder
    shelf.opening ??= (async () => {
      const before = shelf.encoder
      const opened = await meant?.open()
      shelf.encoder = opened
      shelf.key = meant?.key
      shelf.doneAt = undefined
      await before?.close()
      if (closed) await opened?.close()
    })().finally(() => {
      shelf.opening = undefined
    })
    await shelf.opening
    return shelf.encoder
  }

  /** What failed is opened anew after a rest. */
  async function give(shelf: Shelf, error: unknown): Promise<void> {
    shelf.problem = error instanceof LanguageError ? error.message : 'The encoder failed.'
    shelf.restUntil = clock() + restMs
    const { encoder } = shelf
    shelf.encoder = undefined
    shelf.key = undefined
    await encoder?.close()
  }

  /**
   * The encoder, for who asks; one that failed rests first.
   *
   * @throws LanguageError `encoder-failed`
   */
  async function inUse(workspace: string, shelf: Shelf): Promise<OpenedEncoder | undefined> {
    if (!shelf.encoder && shelf.problem !== null && clock() < shelf.restUntil)
      throw new LanguageError('encoder-failed', shelf.problem)
    try {
      return await open(workspace, shelf)
    } catch (error) {
      await give(shelf, error)
      throw error
    }
  }

  async function work(workspace: string, shelf: Shelf): Promise<void> {
    const revision = items.revision(workspace)
    const encoder = await open(workspace, shelf)
    if (!encoder || shelf.doneAt === revision || closed) return
    const texts = [...new Set(Array.from(items.all(workspace), wordsOfItem))].filter((text) => text !== '')
    const hashes = new Set(texts.map(contentHash))
    const missing = texts.filter((text) => shelf.table.find(encoder.id, contentHash(text)) === undefined)
    await cachedEncoder(encoder, shelf.table).embed(missing, { signal: shelf.ends.signal })
    shelf.table.keepOnly(encoder.id, hashes)
    shelf.doneAt = revision
    shelf.problem = null
  }

  const refresh: Embeddings['refresh'] = async (workspace) => {
    const shelf = shelfOf(workspace)
    shelf.busy ??= work(workspace, shelf)
      .catch(async (error: unknown) => {
        if (closed) return
        await give(shelf, error)
        log.warn({ err: error, workspace }, 'vectors of item texts could not be made')
      })
      .finally(() => {
        shelf.busy = undefined
      })
    await shelf.busy
  }

  const timer = setInterval(() => {
    if (config.encoder.from === 'none') return
    for (const workspace of workspacesOf(state)) {
      const shelf = shelfOf(workspace)
      if (items.size(workspace) > 0 && clock() >= shelf.restUntil) void refresh(workspace)
    }
  }, checkMs)
  timer.unref()

  return {
    async status(workspace) {
      const shelf = shelfOf(workspace)
      await inUse(workspace, shelf).catch(() => undefined)
      const { encoder, problem, busy, table } = shelf
      const total = items.size(workspace)
      return {
        from: config.encoder.from,
        encoder: encoder?.id ?? null,
        items: total,
        ready: encoder ? Math.min(total, table.count(encoder.id)) : 0,
        working: busy !== undefined,
        problem: problem ?? (encoder ? null : absent(config.encoder.from)),
      }
    },
    async embed(workspace, texts, options = {}) {
      const shelf = shelfOf(workspace)
      try {
        const encoder = await inUse(workspace, shelf)
        if (!encoder)
          throw attuneError('no-encoder', absent(config.encoder.from) ?? 'There is no encoder.', { status: 409 })
        return { encoder: encoder.id, vectors: await encoder.embed(texts, options) }
      } catch (error) {
        if (!(error instanceof LanguageError)) throw error
        if (error.code === 'encoder-failed' && shelf.encoder) await give(shelf, error)
        throw attuneError(error.code, error.message, { status: error.code === 'cancelled' ? 499 : 502, cause: error })
      }
    },
    vectorOf(workspace: string, item: Item) {
      const { encoder, table } = shelfOf(workspace)
      return encoder && table.find(encoder.id, contentHash(wordsOfItem(item)))
    },
    encoderOf: (workspace) => shelfOf(workspace).encoder?.id,
    isMaking(workspace, item) {
      const { encoder, table, problem } = shelfOf(workspace)
      const words = wordsOfItem(item)
      return encoder !== undefined && problem === null && words !== '' && !table.find(encoder.id, contentHash(words))
    },
    refresh,
    async close() {
      closed = true
      clearInterval(timer)
      for (const { ends, busy, encoder } of shelves.values()) {
        ends.abort()
        await encoder?.close()
        await busy
      }
    },
  }
}

const workspacesOf = ({ raw }: StateStore): string[] =>
  (raw.prepare('SELECT DISTINCT workspace FROM items').all() as { workspace: string }[]).map(
    ({ workspace }) => workspace,
  )

function absent(from: 'own' | 'none' | 'folder' | 'endpoint'): string | null {
  if (from === 'own')
    return 'No encoder was trained on the texts of this workspace yet: run “attune encoder train”, or set “encoder” in the configuration.'
  if (from === 'none') return 'The configuration asks for no encoder.'
  return null
}
