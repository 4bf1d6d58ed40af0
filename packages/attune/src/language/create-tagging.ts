import { resolve } from 'node:path'
import type { TaggedEntity } from '@attune/language'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { AttuneError, attuneError } from '../errors.ts'
import { findNamedModel } from '../predict/find-model.ts'
import { type AskedThread, openAskedThread } from '../predict/open-asked-thread.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { RunLedger } from '../runs/run-ledger.ts'
import type { StateStore } from '../store/state-store.ts'
import type { TaggedTexts, TaggerThreadData } from './tagger-thread.ts'
import type { Tagging } from './tagging.ts'

/** From the sources the thread runs TypeScript, from a build JavaScript. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
/** After a failure the model is left alone for so long. */
const restMs = 60_000
const key = 'tagger'

type Opened = AskedThread<readonly string[], TaggedTexts>

interface Shelf {
  /** What is open, or being opened. */
  opened: { readonly model: string; readonly thread: Promise<Opened> } | undefined
  labels: readonly string[]
  problem: string | null
  restUntil: number
}

export function createTagging({
  dataDir,
  state,
  ledger,
  clock,
  log,
}: {
  readonly dataDir: string
  readonly state: StateStore
  readonly ledger: RunLedger
  readonly clock: Clock
  readonly log: Logger
}): Tagging {
  const { raw } = state
  const shelves = new Map<string, Shelf>()
  const chosen = (workspace: string): string | null => {
    const row = raw.prepare('SELECT value FROM settings WHERE workspace = ? AND key = ?').get(workspace, key)
    return row === undefined ? null : (JSON.parse(String(row.value)) as string | null)
  }
  function shelfOf(workspace: string): Shelf {
    const shelf = shelves.get(workspace) ?? { opened: undefined, labels: [], problem: null, restUntil: 0 }
    shelves.set(workspace, shelf)
    return shelf
  }
  async function open(workspace: string, model: string): Promise<Opened> {
    const data: TaggerThreadData = { folder: resolve(findNamedModel(model, { dataDir, workspace, ledger })) }
    return openAskedThread(new URL(`./tagger-thread${extension}`, import.meta.url), data, unusable)
  }
  const closing = async (shelf: Shelf): Promise<void> => {
    const { opened } = shelf
    shelf.opened = undefined
    await opened?.thread.then((thread) => thread.close()).catch(() => {})
  }
  /** Opened once for all who ask at the same time. */
  async function inUse(workspace: string, shelf: Shelf, model: string): Promise<Opened> {
    if (shelf.opened?.model !== model) {
      await closing(shelf)
      shelf.opened = { model, thread: open(workspace, model) }
    }
    const thread = await shelf.opened.thread
    shelf.labels = thread.opened
    return thread
  }
  async function fail(shelf: Shelf, error: unknown): Promise<void> {
    shelf.problem = error instanceof AttuneError ? error.message : 'The model that finds entities failed.'
    shelf.restUntil = clock() + restMs
    await closing(shelf)
  }

  const tagging: Tagging = {
    status(workspace) {
      const { labels, problem } = shelfOf(workspace)
      const model = chosen(workspace)
      return model === null ? { model, labels: [], problem: null } : { model, labels, problem }
    },
    async choose(workspace, model, actor) {
      const shelf = shelfOf(workspace)
      if (model !== null) {
        const tried = await open(workspace, model)
        await closing(shelf)
        shelf.opened = { model, thread: Promise.resolve(tried) }
        shelf.labels = tried.opened
      } else await closing(shelf)
      shelf.problem = null
      shelf.restUntil = 0
      const now = Math.floor(clock())
      state.transaction(() => {
        raw
          .prepare(
            `INSERT INTO settings (workspace, key, value, updated_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (workspace, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
          )
          .run(workspace, key, JSON.stringify(model), now)
        const details = JSON.stringify({ model })
        appendAudit(raw, { workspace, at: now, actor, action: 'tagger.chosen', subject: key, details })
      })
      return tagging.status(workspace)
    },
    async read(workspace, texts) {
      const model = chosen(workspace)
      const shelf = shelfOf(workspace)
      if (model === null || clock() < shelf.restUntil) return undefined
      try {
        const thread = await inUse(workspace, shelf, model)
        const different = [...new Set(texts)]
        const found = await thread.ask(different)
        shelf.problem = null
        const byText = new Map(different.map((text, at) => [text, (found[at] ?? []).map(entityOf)]))
        return (text) => byText.get(text) ?? []
      } catch (error) {
        log.warn({ err: error, workspace }, 'the model that finds entities could not be asked: rules go on without it')
        await fail(shelf, error)
        return undefined
      }
    },
    async close() {
      await Promise.all([...shelves.values()].map(closing))
    },
  }
  return tagging
}

/** Brands and products are what a catalogue calls so too; every other label stays as the team chose it. */
function entityOf({ start, end, text, label, confidence }: TaggedTexts[number][number]): TaggedEntity {
  const span = { text, start, end, confidence }
  return label === 'brand' || label === 'product'
    ? { kind: label, ...span, value: { name: text } }
    : { kind: 'named', ...span, value: { label, name: text } }
}

const unusable = (why: string) =>
  attuneError('bad-model', `The model that finds entities cannot be used: ${why}.`.replace(/\.\.$/, '.'), {
    details: { field: 'model' },
  })
