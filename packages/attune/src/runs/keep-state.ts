import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { decodeFitState, type FitState, fitStateParts, type Keep, LearnError } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { replaceDurably } from '../store/durable-files.ts'

/** A state that takes long to write is written less often: at most this share of the time goes into it. */
const mostShare = 0.05

/** Keeps the state of a training in a file, whole at any moment, at most every so many seconds. */
export function keepState(path: string, seconds: number, clock: () => number): Keep {
  let last = clock()
  let took = 0
  return {
    every: 1,
    due: () => clock() - last >= Math.max(1000 * seconds, took / mostShare),
    async save(state) {
      const began = clock()
      replaceDurably(path, fitStateParts(state))
      last = clock()
      took = last - began
    },
  }
}

/**
 * The state that was kept; undefined where there is none.
 *
 * @throws AttuneError `bad-state`
 */
export function readState(path: string): FitState | undefined {
  if (!existsSync(path)) return undefined
  try {
    return decodeFitState(readFileSync(path))
  } catch (cause) {
    if (!(cause instanceof LearnError)) throw cause
    throw attuneError(
      'bad-state',
      `The kept state cannot be gone on from: ${cause.message} Remove ${basename(path)} of the run to begin anew.`,
      {
        cause,
      },
    )
  }
}
