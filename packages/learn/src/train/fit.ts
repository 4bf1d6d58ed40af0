import { LearnError } from '../learn-error.ts'
import type { Batch, Training, TrainingState } from './open-training.ts'
import { learningRates, type ScheduleOptions } from './schedule.ts'

export interface FitProgress {
  readonly step: number
  readonly steps: number
  readonly loss: number
  readonly learningRate: number
  /** Since this call began, or since it went on. */
  readonly stepsPerSecond: number
  readonly secondsLeft: number
  /** Where the step ended with a judgement. */
  readonly judgement?: number
}

/** A judgement that was better than those before. */
export interface Best {
  readonly step: number
  readonly judgement: number
  readonly parameters: ReadonlyMap<string, Float32Array>
}

/** Where a fit stands: all that it takes to go on. */
export interface FitState {
  readonly training: TrainingState
  readonly best: Best | null
  /** Judgements since the best one. */
  readonly worse: number
}

export interface Judge {
  /** Steps between judgements; the last step always has one. */
  readonly every: number
  /** For example the accuracy on data that is not trained on. */
  readonly run: () => Promise<number>
  readonly better: 'higher' | 'lower'
  /** So many judgements without a better one end the training. Default: they never do. */
  readonly patience?: number
}

export interface Keep {
  /** Steps between savings. */
  readonly every: number
  /** Asked at those steps whether it is time, for a state is dear to copy. Default: it always is. */
  readonly due?: () => boolean
  /** Called at those steps, when it is cancelled, and when a loss is no number: whatever it throws ends the training. */
  readonly save: (state: FitState) => Promise<void>
}

export interface FitOptions extends ScheduleOptions {
  /**
   * The batch or batches of a step, counted from 1. A step asked for again must give the same, so that a training that was
   * broken off goes on as if it had not been.
   */
  readonly batchesOf: (step: number) => Batch | readonly Batch[] | Promise<Batch | readonly Batch[]>
  readonly judge?: Judge
  readonly keep?: Keep
  /** Go on from here. */
  readonly from?: FitState
  /** Ends the training after the step it is in. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: FitProgress) => void
  /** Milliseconds, for the speed; any origin. */
  readonly clock: () => number
}

export interface FitResult {
  readonly ended: 'finished' | 'patience' | 'cancelled'
  readonly state: FitState
}

/**
 * Trains for a number of steps, judging and keeping as asked. The training is left with the parameters of the best
 * judgement where there is a judge, of the last step otherwise.
 *
 * @throws LearnError `bad-option`; `not-finite` when a loss is no number, after what was good was kept
 * @example
 * const result = await fit(training, { steps: 1000, learningRate: 1e-3, warmUp: 0.1, batchesOf, clock: performance.now })
 */
export async function fit(training: Training, options: FitOptions): Promise<FitResult> {
  const { steps, batchesOf, judge, keep, from, signal, onProgress, clock } = options
  const rateOf = learningRates(options)
  for (const [name, part] of Object.entries({ judge, keep }))
    if (part && !(Number.isInteger(part.every) && part.every >= 1))
      throw new LearnError('bad-option', `${name}.every is a whole number of steps.`, { every: part.every })
  if (from) training.load(from.training)
  let best = from?.best ?? null
  let worse = from?.worse ?? 0
  const first = training.step
  const began = clock()
  const state = (): FitState => ({ training: training.save(), best, worse })
  const end = (ended: FitResult['ended']): FitResult => {
    const last = state()
    if (best && ended !== 'cancelled')
      for (const [name, view] of training.parameters) view.set(best.parameters.get(name) ?? view)
    return { ended, state: last }
  }

  while (training.step < steps) {
    if (signal?.aborted) {
      await keep?.save(state())
      return end('cancelled')
    }
    const step = training.step + 1
    const learningRate = rateOf(step)
    let loss: number
    try {
      loss = (await training.run(await batchesOf(step), learningRate)).loss
    } catch (error) {
      if (error instanceof LearnError && error.code === 'not-finite') await keep?.save(state())
      throw error
    }
    let judgement: number | undefined
    if (judge && (step % judge.every === 0 || step === steps)) {
      judgement = await judge.run()
      const improved =
        best === null || (judge.better === 'higher' ? judgement > best.judgement : judgement < best.judgement)
      worse = improved ? 0 : worse + 1
      if (improved)
        best = {
          step,
          judgement,
          parameters: new Map([...training.parameters].map(([name, view]) => [name, view.slice()])),
        }
    }
    const stepsPerSecond = (1000 * (step - first)) / Math.max(clock() - began, 1e-3)
    onProgress?.({
      step,
      steps,
      loss,
      learningRate,
      stepsPerSecond,
      secondsLeft: (steps - step) / stepsPerSecond,
      ...(judgement === undefined ? {} : { judgement }),
    })
    if (judge?.patience !== undefined && worse >= judge.patience) return end('patience')
    if (keep && step % keep.every === 0 && step < steps && (keep.due?.() ?? true)) await keep.save(state())
  }
  return end('finished')
}
