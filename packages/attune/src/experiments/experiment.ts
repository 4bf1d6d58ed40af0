import { z } from 'zod'
import {
  experimentIdSchema,
  experimentInputSchema,
  experimentStatuses,
  phaseSchema,
} from '../api/schemas/experiments.ts'
import type { FlagRule } from '../api/schemas/flags.ts'

/** An experiment as it stands: what a team decided of it, and what came of it. */
export const experimentSchema = z.intersection(
  experimentInputSchema,
  z.object({
    id: experimentIdSchema,
    salt: z.string(),
    status: z.enum(experimentStatuses),
    startedAt: z.number().nullable(),
    stoppedAt: z.number().nullable(),
    /** The variation that everybody gets once it is stopped; null: none, as before. */
    winner: z.string().nullable(),
    phases: z.array(phaseSchema),
    /** Rises with every change. */
    revision: z.number().int(),
    createdAt: z.number(),
    updatedAt: z.number(),
  }),
)
export type Experiment = Readonly<z.infer<typeof experimentSchema>>

/** Shares of the variations by the latest phase, or by the weights where it has not begun; they add up to 1. */
export function sharesOf({ variations, phases }: Pick<Experiment, 'variations' | 'phases'>): readonly number[] {
  const weights = phases.at(-1)?.weights ?? variations.map(({ weight }) => weight)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** Share of those targeted who take part, by the latest phase. */
export const trafficOf = ({ traffic, phases }: Pick<Experiment, 'traffic' | 'phases'>): number =>
  phases.at(-1)?.traffic ?? traffic

export const controlOf = ({ variations }: Pick<Experiment, 'variations'>): string => variations[0]?.id ?? ''

/** What an experiment, or a share of a flag, goes by. */
interface Unit {
  readonly unit: Experiment['unit'] | Extract<FlagRule, { share: number }>['unit']
  readonly attribute?: string | undefined
}

/** The attribute of flags that people are put into variations by. */
export const hashAttributeOf = ({ unit, attribute }: Unit): string =>
  ({ person: 'userId', anonymous: 'anonymousId', device: 'deviceId', attribute: attribute ?? 'id' })[unit]
