import type { Value } from 'attune/api-types'

type Step = Value['survival']['curve'][number]

/** A curve of steps at even distances, so that a chart whose places are equal draws time as it passes; 1 before the first step. */
export function evenSteps(curve: readonly Step[], places = 60): readonly Step[] {
  const last = curve.at(-1)
  if (last === undefined || last.at <= 0) return []
  const count = Math.min(places, Math.ceil(last.at))
  return Array.from({ length: count + 1 }, (_, place) => {
    const at = Math.round((last.at * place) / count)
    const step = curve.findLast((one) => one.at <= at)
    return step === undefined ? { at, value: 1, low: 1, high: 1 } : { ...step, at }
  })
}
