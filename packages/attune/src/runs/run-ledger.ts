import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { attuneError } from '../errors.ts'
import { mergePoints, type Progress, type ProgressPoint, readProgress } from './progress-log.ts'
import { isCancelled, pathIn, readRecord, writeRecord } from './run-folder.ts'
import { isLocked, lockRun } from './run-lock.ts'
import type { RunRecord, RunState } from './run-record.ts'
import { thinTo } from './thin.ts'

export interface Run extends Omit<RunRecord, 'state'> {
  readonly state: RunState
  /** Whether it was asked to end and has not yet. */
  readonly cancelling: boolean
  readonly folder: string
}

/** A run's curve in short. */
export interface RunSummary {
  readonly last: ProgressPoint | null
  /** At most 40, over the whole run. */
  readonly losses: readonly number[]
}

export type NewRun = Pick<RunRecord, 'workspace' | 'kind' | 'settings' | 'keepSeconds' | 'versions' | 'device'>

/** The runs of a data folder. It is the folder that knows them, so command line and server see the same. */
export interface RunLedger {
  create(run: NewRun): Run
  /** Newest first. Folders that cannot be read are left out. */
  list(workspace: string): readonly Run[]
  /** Those of all workspaces. */
  all(): readonly Run[]
  /** @throws AttuneError `unknown-run`, `run-unreadable` */
  find(workspace: string, id: string): Run
  progress(run: Pick<Run, 'folder'>): Progress
  summary(run: Pick<Run, 'folder'>): RunSummary
  /**
   * Asks a run to end after the step it is in, in whatever process.
   *
   * @returns false when it was asked already
   * @throws AttuneError `unknown-run`, `run-not-running`
   */
  cancel(workspace: string, id: string): boolean
  /**
   * Removes a run and what it trained, unless that was written elsewhere.
   *
   * @throws AttuneError `unknown-run`, `run-is-running`
   */
  remove(workspace: string, id: string): void
}

const idPattern = /^[a-z][a-z0-9-]{0,63}$/
const pointsOfSummary = 40

export function createRunLedger({ dataDir, clock }: { readonly dataDir: string; readonly clock: Clock }): RunLedger {
  const root = join(dataDir, 'runs')
  const summaries = new Map<string, { readonly at: string; readonly summary: RunSummary }>()

  function read(folder: string): Run {
    const { state, ...record } = readRecord(folder)
    const running = state === 'running' && isLocked(folder)
    return {
      ...record,
      state: state === 'running' && !running ? 'interrupted' : state,
      cancelling: running && isCancelled(folder),
      folder,
    }
  }
  function all(): readonly Run[] {
    const runs = foldersIn(root).flatMap((name): Run[] => {
      try {
        return [read(join(root, name))]
      } catch {
        return []
      }
    })
    return runs.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? 1 : -1))
  }
  function find(workspace: string, id: string): Run {
    const unknown = attuneError('unknown-run', 'There is no such run; “attune runs list” says which there are.', {
      status: 404,
    })
    const folder = join(root, id)
    if (!idPattern.test(id) || !isFile(pathIn(folder, 'record'))) throw unknown
    const run = read(folder)
    if (run.workspace !== workspace) throw unknown
    return run
  }
  return {
    find,
    create(run) {
      mkdirSync(root, { recursive: true, mode: 0o700 })
      const { id, folder } = newFolder(root, `${run.kind}-${dayOf(clock())}`)
      writeRecord(folder, {
        format: 'attune-run-1',
        id,
        ...run,
        state: 'running',
        createdAt: new Date(clock()).toISOString(),
        finishedAt: null,
        seconds: 0,
        resumed: 0,
        changes: [],
        data: null,
        judgedBy: null,
        samplesPerStep: null,
        scores: null,
        baseline: null,
        figures: null,
        perClass: null,
        trainableParameters: null,
        model: null,
        card: null,
        failure: null,
      })
      return read(folder)
    },
    all,
    list: (workspace) => all().filter((run) => run.workspace === workspace),
    progress: ({ folder }) => readProgress(pathIn(folder, 'progress')),
    summary({ folder }) {
      const path = pathIn(folder, 'progress')
      if (!isFile(path)) return { last: null, losses: [] }
      const { mtimeMs, size } = statSync(path)
      const at = `${mtimeMs} ${size}`
      const known = summaries.get(folder)
      if (known?.at === at) return known.summary
      const { points } = readProgress(path)
      const summary = {
        last: points.at(-1) ?? null,
        losses: thinTo(points, pointsOfSummary, mergePoints).map(({ loss }) => loss),
      }
      summaries.set(folder, { at, summary })
      return summary
    },
    cancel(workspace, id) {
      const { folder, state, cancelling } = find(workspace, id)
      if (state !== 'running')
        throw attuneError('run-not-running', `${id} is not running: it is ${state}.`, { status: 409 })
      if (cancelling) return false
      writeFileSync(pathIn(folder, 'cancel'), '', { mode: 0o600 })
      return true
    },
    remove(workspace, id) {
      const { folder } = find(workspace, id)
      const unlock = lockRun(folder)
      if (!unlock)
        throw attuneError('run-is-running', `${id} is running: cancel it first, with “attune runs cancel ${id}”.`, {
          status: 409,
        })
      // Without its record it is no run any more, so nobody takes it up while the rest goes.
      rmSync(pathIn(folder, 'record'))
      unlock()
      rmSync(folder, { recursive: true, force: true })
      summaries.delete(folder)
    },
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true

function foldersIn(root: string): readonly string[] {
  try {
    return readdirSync(root).filter((name) => idPattern.test(name) && isFile(pathIn(join(root, name), 'record')))
  } catch {
    return []
  }
}

/** The day where this computer is: people look for a run by it. */
function dayOf(now: number): string {
  const date = new Date(now)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Makes the first folder of a name that is not there: of two processes each gets its own. */
function newFolder(root: string, start: string): { readonly id: string; readonly folder: string } {
  for (let n = 1; ; n++) {
    const id = `${start}-${n}`
    const folder = join(root, id)
    try {
      mkdirSync(folder, { mode: 0o700 })
      return { id, folder }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
