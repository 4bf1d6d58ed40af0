import type { FitProgress, FitState, Keep } from '@attune/learn'
import { type ZodType, z } from 'zod'
import { attuneError } from '../errors.ts'
import type { Baseline, Card, RunRecord, RunSettings } from './run-record.ts'

/** What a training is given by its run; the names are those of `fit`, so most of it is passed on as it is. */
export interface RunContext {
  /** Milliseconds, any origin. */
  readonly clock: () => number
  /** Fires when the run is cancelled; its reason is the error to end with (`signal.throwIfAborted()` after the training). */
  readonly signal: AbortSignal
  readonly onProgress: (progress: FitProgress) => void
  readonly keep: Keep
  /** Where an earlier time ended. */
  readonly from?: FitState
  /** Where to write what was trained, if the settings say nowhere else. It is not there yet. */
  readonly folder: string
  /** To be told before the training what was read, and again where more is known. */
  describe(read: Described): void
}

export interface Described {
  /** Such as `trainTexts`; the console has words for those of `run-texts.ts`. */
  readonly counts: Readonly<Record<string, number>>
  /** Rows that were left out and why, a sentence each. */
  readonly leftOut?: readonly string[]
  /** What a judgement is, such as `accuracy`. */
  readonly judgedBy?: string
  /** Texts or rows of a step. */
  readonly samplesPerStep?: number
}

/** What came of it. */
export interface RunOutcome {
  /** The first is the one that runs are compared by. */
  readonly scores: Readonly<Record<string, number>>
  readonly baseline?: Baseline
  /** What `--json` prints in place of the scores, where it is more than they are; plain JSON. */
  readonly figures?: Readonly<Record<string, unknown>>
  readonly perClass?: NonNullable<RunRecord['perClass']>
  readonly trainableParameters?: number
  readonly card: Omit<Card, 'facts' | 'examples'> & Partial<Pick<Card, 'facts' | 'examples'>>
  /** Folder that `save` writes. */
  readonly model: string
  /** Writes what was trained, with its model card as `README.md`: the folder is there whole or not at all. */
  save(card: string): void
}

/** One kind of training. */
export interface RunKind {
  /** @throws AttuneError `bad-parameter` naming the setting */
  check(settings: Readonly<Record<string, unknown>>): RunSettings
  /** Files that it learns from, whose digests are kept; some may lie in the folder of the run. Those that are not there are left to `work` to complain of. */
  files(settings: RunSettings, folder: string): readonly string[]
  /** Settings that may not be changed while a run is gone on with, though others may. */
  fixed(settings: RunSettings): readonly string[]
  work(settings: RunSettings, context: RunContext): Promise<RunOutcome>
}

/** What is worked on. */
export const deviceSetting = z.enum(['cpu', 'webgpu', 'cuda']).default('cpu')

/** What settings say that is worked on; kinds without such a setting work on the processor. */
export const deviceOf = ({ device }: RunSettings): RunRecord['device']['kind'] => deviceSetting.parse(device)

/** A setting that may be left to the kind: null. */
export const optional = <T>(setting: ZodType<T>) => setting.nullable().default(null)

/**
 * A kind of training from its settings, which must be plain JSON, the files that it reads, and its work: read, describe, train, write.
 *
 * @example
 * export const rankerRun = defineRun({ settings, files: ({ train }) => [train], work: async (settings, context) => { … } })
 */
export function defineRun<Settings extends RunSettings>(kind: {
  readonly settings: ZodType<Settings>
  readonly files: (settings: Settings, folder: string) => readonly string[]
  readonly fixed?: (settings: Settings) => readonly string[]
  readonly work: (settings: Settings, context: RunContext) => Promise<RunOutcome>
}): RunKind {
  const check = (given: Readonly<Record<string, unknown>>): Settings => {
    const read = kind.settings.safeParse(given)
    if (read.success) return read.data
    const [issue] = read.error.issues
    if (issue?.code === 'unrecognized_keys')
      throw attuneError('bad-parameter', `This training has no setting ${issue.keys.join(', ')}.`, {
        details: { field: issue.keys[0] ?? '' },
      })
    const field = issue?.path.join('.') ?? ''
    throw attuneError('bad-parameter', `${field}: ${issue?.message ?? 'cannot be read'}.`, { details: { field } })
  }
  return {
    check,
    files: (settings, folder) => kind.files(check(settings), folder),
    fixed: (settings) => kind.fixed?.(check(settings)) ?? [],
    work: (settings, context) => kind.work(check(settings), context),
  }
}
