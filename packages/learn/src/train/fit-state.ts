import { decodeSafetensors, encodeSafetensors, type SavedArray, safetensorsParts } from '../files/safetensors.ts'
import { LearnError } from '../learn-error.ts'
import type { Best, FitState } from './fit.ts'

const bestPrefix = 'best/'

/** A state as one safetensors file; what is written can be read by any tool that reads the format. */
export const encodeFitState = (state: FitState): Uint8Array => encodeSafetensors(...savedState(state))

/** The same in parts to be written one after the other, without a copy of the arrays. */
export const fitStateParts = (state: FitState): readonly Uint8Array[] => safetensorsParts(...savedState(state))

function savedState({
  training,
  best,
  worse,
}: FitState): [arrays: ReadonlyMap<string, SavedArray>, metadata: Readonly<Record<string, string>>] {
  const arrays = new Map<string, SavedArray>()
  const put = (prefix: string, of: ReadonlyMap<string, Float32Array>): void => {
    for (const [name, data] of of) arrays.set(prefix + name, { shape: [data.length], data })
  }
  put('', training.arrays)
  if (best) put(bestPrefix, best.parameters)
  return [
    arrays,
    {
      format: 'attune-fit-state-1',
      step: String(training.step),
      worse: String(worse),
      ...(best ? { bestStep: String(best.step), bestJudgement: String(best.judgement) } : {}),
    },
  ]
}

/** @throws LearnError `bad-file` for a file that is broken, or of something else */
export function decodeFitState(bytes: Uint8Array): FitState {
  const { arrays, metadata } = decodeSafetensors(bytes)
  if (metadata.format !== 'attune-fit-state-1')
    throw new LearnError('bad-file', 'This file holds no state of a training.')
  const own = new Map<string, Float32Array>()
  const parameters = new Map<string, Float32Array>()
  for (const [name, { data }] of arrays) {
    if (!(data instanceof Float32Array)) throw new LearnError('bad-file', `${name} is not of float32.`)
    if (name.startsWith(bestPrefix)) parameters.set(name.slice(bestPrefix.length), data)
    else own.set(name, data)
  }
  const best: Best | null =
    metadata.bestStep === undefined
      ? null
      : { step: whole(metadata.bestStep), judgement: Number(metadata.bestJudgement), parameters }
  return { training: { step: whole(metadata.step), arrays: own }, best, worse: whole(metadata.worse) }
}

function whole(text: string | undefined): number {
  const number = Number(text)
  if (text === undefined || !Number.isSafeInteger(number) || number < 0)
    throw new LearnError('bad-file', 'This state of a training lacks its step.')
  return number
}
