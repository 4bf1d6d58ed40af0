import { RecommendError } from '../errors.ts'
import { randomOf } from '../evaluate/random.ts'
import type { TieRule } from '../evaluate/rank-candidates.ts'
import type { SavedRecommender } from '../recommender.ts'
import { type FitContext, kindOf } from '../recommender-registry.ts'
import { checkTuneOptions } from './check-tune-options.ts'
import { measureTrial } from './measure-trial.ts'
import { type Objective, objectiveOf } from './objective.ts'
import { planRungs } from './plan-rungs.ts'
import { rankTrials } from './rank-trials.ts'
import { drawParameters, type SearchSpace } from './search-space.ts'
import { personsAsked, shareOfPersons, type Validation } from './share-of-persons.ts'

/** One set of parameters measured on one rung. */
export interface Trial {
  /** 0 for the defaults; the same number is the same parameters on every rung. */
  readonly trial: number
  readonly rung: number
  /** Share of the persons that was trained on and asked. */
  readonly share: number
  /** Persons asked. */
  readonly persons: number
  readonly parameters: SavedRecommender['parameters']
  /** The objective on the validation part; null when these parameters cannot be used, see `failure`. */
  readonly score: number | null
  /** 95 % interval over persons. */
  readonly low: number | null
  readonly high: number | null
  readonly seconds: number
  readonly failure?: string
}

export interface TuneOptions {
  readonly kind: string
  /** Cut from the training part: see `validationSplit`, or a fold of `kFoldRatings`. The test has no business here. */
  readonly validation: Validation
  /** Default `ndcg@10`, for ratings `rmse`. */
  readonly metric?: string
  /** Sets of parameters to try, the defaults among them. Default 30. */
  readonly trials?: number
  /** Seconds of fitting and measuring after which nothing new is tried; a trial that runs is finished. Default: no limit. */
  readonly seconds?: number
  /** Decides what is tried and on whom. Default 1. */
  readonly seed?: number
  /** Parameters that are not tuned, at these values. */
  readonly fixed?: SavedRecommender['parameters']
  /** Where to look; default what the kind declares. */
  readonly space?: SearchSpace
  /** One in so many goes on to the next rung, which has so many times the persons. Default 3. */
  readonly eta?: number
  /** Persons asked on the first rung, at least. Default 500. */
  readonly leastPersons?: number
  /** For given candidates only. Default `mid-rank`. */
  readonly ties?: TieRule
  readonly context?: Pick<FitContext, 'itemText' | 'kernels'>
  /** Milliseconds from any fixed moment. */
  readonly now: () => number
  readonly signal?: AbortSignal
  /** Trials of an earlier, interrupted search of the same options: they are taken over instead of being run. */
  readonly known?: readonly Trial[]
  /** Told of each new trial when it is measured, and waited for: a ledger. */
  readonly onTrial?: (trial: Trial) => void | Promise<void>
  readonly onProgress?: (progress: TuneProgress) => void
}

export interface TuneProgress {
  readonly rung: number
  readonly rungs: number
  /** Trials of this rung that are measured; between two whole numbers while one is. */
  readonly done: number
  readonly total: number
  readonly best: number | null
}

export interface Tuning {
  readonly kind: string
  readonly objective: Objective
  /** The best of the last rung. */
  readonly best: Trial
  /** The defaults, on the last rung. */
  readonly standard: Trial
  readonly trials: readonly Trial[]
  /** The share of the persons on each rung. */
  readonly rungs: readonly number[]
  /** Whether time ran out before everything planned was tried. */
  readonly stoppedEarly: boolean
  readonly seconds: number
}

/**
 * Searches parameters: random ones, weeded out by successive halving over shares of the persons (see `planRungs`). The
 * defaults are measured on every rung, so the best is never worse than they are where it was chosen. With a limit of
 * seconds each rung has its share of them, and at least the defaults and the best so far are measured on each.
 *
 * The same options give the same answer; a limit of seconds makes it depend on the machine, `known` trials keep it.
 *
 * @throws RecommendError `unknown-kind`; `bad-parameter`; what the defaults cannot be fitted or measured with; the
 *   signal's reason
 * @example
 * const part = trainingPartOf(split) // never its targets
 * const { best } = await tune({ kind: 'ease', validation: validationSplit(part), now: () => performance.now() })
 * best.parameters // → { lambda: 182, items: 4000, weightPower: .12 }
 */
export async function tune(options: TuneOptions): Promise<Tuning> {
  const { kind, validation, trials: count = 30, seconds = Number.POSITIVE_INFINITY, seed = 1 } = options
  const { eta = 3, leastPersons = 500, known = [], onTrial, onProgress, signal } = options
  const objective = objectiveOf(options.metric ?? ('folds' in validation ? 'ndcg@10' : 'rmse'))
  checkTuneOptions({ trials: count, seconds, seed, eta, leastPersons }, objective, validation)
  const { fixed, space } = options
  const drawn = drawParameters(kindOf(kind), { count, random: randomOf(seed), fixed, space })
  const rungs = planRungs({ trials: drawn.length, persons: personsAsked(validation), eta, least: leastPersons })
  const trials: Trial[] = []
  const takenOver = new Map(known.map((trial) => [`${trial.rung} ${trial.trial}`, trial]))
  let spent = 0
  let stoppedEarly = false
  let standing = [...drawn.keys()]
  let measured: Trial[] = []

  for (const [rung, share] of rungs.entries()) {
    const part = shareOfPersons(validation, share, seed)
    const persons = personsAsked(part)
    measured = []
    for (const trial of standing) {
      signal?.throwIfAborted()
      if (measured.length >= 2 && spent >= (seconds * (rung + 1)) / rungs.length) {
        stoppedEarly = true
        break
      }
      const report = (at: number): void =>
        onProgress?.({
          rung,
          rungs: rungs.length,
          done: measured.length + at,
          total: standing.length,
          best: rankTrials(measured, objective)[0]?.score ?? null,
        })
      report(0)
      const parameters = drawn[trial] as Trial['parameters']
      const before = takenOver.get(`${rung} ${trial}`)
      const result =
        before ?? (await run({ trial, rung, share, persons, parameters }, part, objective, options, report))
      if (before) refuseOther(before, parameters)
      else await onTrial?.(result)
      measured.push(result)
      trials.push(result)
      spent += result.seconds
    }
    const best = rankTrials(measured, objective).slice(0, Math.max(2, Math.ceil(measured.length / eta)))
    standing = [0, ...best.map(({ trial }) => trial).filter((trial) => trial !== 0)]
  }
  const [best] = rankTrials(measured, objective)
  const standard = measured.find(({ trial }) => trial === 0)
  if (!best || !standard) throw new RecommendError('no-cases', 'Nothing could be measured.')
  return { kind, objective, best, standard, trials, rungs, stoppedEarly, seconds: spent }
}

type Planned = Pick<Trial, 'trial' | 'rung' | 'share' | 'persons' | 'parameters'>

/** Parameters that cannot be used are a result; defaults that cannot be used are an error. */
async function run(
  planned: Planned,
  part: Validation,
  objective: Objective,
  { kind, context, ties = 'mid-rank', seed = 1, now, signal }: TuneOptions,
  onProgress: (share: number) => void,
): Promise<Trial> {
  // Lets a pending abort come through between trials that never wait.
  await new Promise((resolve) => setTimeout(resolve))
  signal?.throwIfAborted()
  const started = now()
  try {
    const { parameters } = planned
    const measurement = await measureTrial({
      kind,
      parameters,
      part,
      objective,
      context: { ...context, signal },
      ties,
      seed,
      now,
      onProgress,
    })
    if (Number.isFinite(measurement.score)) return { ...planned, ...measurement }
    return { ...planned, ...unusable, seconds: measurement.seconds, failure: `${objective.metric} is no number` }
  } catch (error) {
    if (signal?.aborted || planned.trial === 0 || !(error instanceof Error)) throw error
    return { ...planned, ...unusable, seconds: (now() - started) / 1000, failure: error.message }
  }
}

const unusable = { score: null, low: null, high: null } as const

function refuseOther(known: Trial, parameters: Trial['parameters']): void {
  const same = Object.entries(parameters).every(([name, value]) => known.parameters[name] === value)
  if (same) return
  const message = `Trial ${known.trial} of the earlier search had other parameters: it was a search of other options.`
  throw new RecommendError('bad-parameter', message, { parameter: 'known' })
}
