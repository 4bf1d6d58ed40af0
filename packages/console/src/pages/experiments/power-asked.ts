import type { PowerAsked } from '../../api/paths.ts'
import type { ExperimentDraft } from './experiment-draft.ts'

/** What to ask of the power calculation for the fields as they stand; undefined while they say nothing that can be asked. */
export function powerAsked({ main, smallest, variations, traffic, method }: ExperimentDraft): PowerAsked | undefined {
  const [effect, share] = [Number(smallest) / 100, Number(traffic) / 100]
  if (main === '' || !(effect > 0 && effect < 10) || !(share > 0 && share <= 1)) return undefined
  return {
    metric: main,
    effect: Number(effect.toPrecision(6)),
    arms: variations.length,
    traffic: Number(share.toPrecision(6)),
    // Bayesian intervals under a flat prior are as wide as those of a fixed size.
    method: method === 'frequentist' || method === 'bayesian' ? 'frequentist' : 'sequential',
  }
}
