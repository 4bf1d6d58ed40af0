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
  opened: { readonly model: string; readonly thread: Opened } | undefined
  labels: readonly string[]
  problem: string | null
  restUntil: number
  /** The end of what was begun last: threads are opened and ended one after another, so that none is lost. */
  last: Promise<unknown>
}

export function createTagging({
  dataDir,
  state,
  ledger,
  clock,
  log,
  openThread = openAskedThread<readonly string[], TaggedTexts>,
}: {
  readonly dataDir: string
  readonly state: StateStore
  readonly ledger: RunLedger
  readonly clock: Clock
  readonly log: Logger
  /** Default: a thread of its own with the model in it. */
  readonly openThread?: (file: URL, data: TaggerThreadData, unusable: (why: string) => Error) => Promise<Opened>
}): Tagging {
  const { raw } = state
  const shelves = new Map<string, Shelf>()
  const chosen = (workspace: string): string | null => {
    const row = raw.prepare('SELECT value FROM settings WHERE workspace = ? AND key = ?').get(workspace, key)
    return row === undefined ? null : (JSON.parse(String(row.value)) as string | null)
  }
  function shelfOf(workspace: string): Shelf {
    const nothing = { opened: undefined, labels: [], problem: null, restUntil: 0, last: Promise.resolve() }
    const shelf = shelves.get(workspace) ?? nothing
    shelves.set(workspace, shelf)
    return shelf
  }
  function inTurn<Result>(shelf: Shelf, work: () => Promise<Result>): Promise<Result> {
    const done = shelf.last.then(work)
    shelf.last = done.catch(() => {})
    return done
  }
  async function open(workspace: string, model: string): Promise<Opened> {
    const data: TaggerThreadData = { folder: resolve(findNamedModel(model, { dataDir, workspace, ledger })) }
    return openThread(new URL(`./tagger-thread${extension}`, import.meta.url), data, unusable)
  }
  const closing = async (shelf: Shelf): Promise<void> => {
    const { opened } = shelf
    shelf.opened = undefined
    await opened?.thread.close().catch(() => {})
  }
  function rest(shelf: Shelf, error: unknown): void {
    shelf.problem = error instanceof AttuneError ? error.message : 'The model that finds entities failed.'
    shelf.restUntil = clock() + restMs
  }
  /** To be called in turn. Opens what is chosen; undefined where nothing is, or it rests since another turn failed. */
  async function inUse(workspace: string, shelf: Shelf): Promise<Opened | undefined> {
    const model = chosen(workspace)
    if (model === null || clock() < shelf.restUntil) return undefined
    if (shelf.opened?.model === model) return shelf.opened.thread
    await closing(shelf)
    try {
      const thread = await open(workspace, model)
      shelf.opened = { model, thread }
      shelf.labels = thread.opened
      return thread
    } catch (error) {
      rest(shelf, error)
      throw error
    }
  }
  /** Ends the thread that failed; whatever was opened in its place meanwhile goes on. */
  async function fail(shelf: Shelf, thread: Opened, error: unknown): Promise<void> {
    if (shelf.opened?.thread !== thread) return
    rest(shelf, error)
    await closing(shelf)
  }

  const tagging: Tagging = {
    status(workspace) {
      const { labels, problem } = shelfOf(workspace)
      const model = chosen(workspace)
      return model === null ? { model, labels: [], problem: null } : { model, labels, problem }
    },
    choose(workspace, model, actor) {
      const shelf = shelfOf(workspace)
      return inTurn(shelf, async () => {
        const tried = model === null ? undefined : { model, thread: await open(workspace, model) }
        await closing(shelf)
        shelf.opened = tried
        if (tried) shelf.labels = tried.thread.opened
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
      })
    },
    async read(workspace, texts) {
      const shelf = shelfOf(workspace)
      if (chosen(workspace) === null || clock() < shelf.restUntil) return undefined
      const different = [...new Set(texts)]
      let thread: Opened | undefined
      try {
        // Asked within the turn and answered outside it: a thread that is ended in a later turn still answers what it was asked.
        const asked = await inTurn(shelf, async () => {
          thread = await inUse(workspace, shelf)
          return thread && { answer: thread.ask(different) }
        })
        if (!asked) return undefined
        const found = await asked.answer
        if (shelf.opened?.thread === thread) shelf.problem = null
        const byText = new Map(different.map((text, at) => [text, (found[at] ?? []).map(entityOf)]))
        return (text) => byText.get(text) ?? []
      } catch (error) {
        log.warn({ err: error, workspace }, 'the model that finds entities could not be asked: rules go on without it')
        const failed = thread
        if (failed) await inTurn(shelf, () => fail(shelf, failed, error))
        return undefined
      }
    },
    async close() {
      await Promise.all([...shelves.values()].map((shelf) => inTurn(shelf, () => closing(shelf))))
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
