import { z } from 'zod'
import { estimateSchema } from '../api/schemas/common.ts'
import type { UpliftSummary } from '../api/schemas/uplift.ts'
import type { Run } from '../runs/run-ledger.ts'
import type { UpliftSettings } from './uplift-settings.ts'

/** What `uplift-run.ts` keeps in its record. */
const figuresSchema = z.object({ people: z.int(), effect: estimateSchema, qini: estimateSchema.nullable() })

/** A run of uplift as a model in short. */
export function summaryOf(run: Run, settings: UpliftSettings): UpliftSummary {
  const { experiment, placement, treatment, control, from, to, outcome, metric, currency, days, method, base } =
    settings
  const figures = figuresSchema.safeParse(run.figures).data
  return {
    id: run.id,
    state: run.state,
    createdAt: run.createdAt,
    seconds: run.seconds,
    failure: run.failure,
    of: experiment === null ? { by: 'placement', id: placement ?? '' } : { by: 'experiment', id: experiment },
    treatment,
    control,
    from,
    to,
    outcome,
    metric,
    currency,
    days,
    method,
    base: method === 'forest' ? null : base,
    people: figures?.people ?? null,
    effect: figures?.effect ?? null,
    qini: figures?.qini ?? null,
  }
}

/** Models of uplift among runs that are finished, and how many people each is made of. */
export const upliftModels = (runs: readonly Run[]) =>
  runs.flatMap(({ kind, state, id, createdAt, figures }) => {
    const people = figuresSchema.safeParse(figures).data?.people
    return kind === 'uplift' && state === 'finished' && people !== undefined ? [{ id, createdAt, people }] : []
  })
