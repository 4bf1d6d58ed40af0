import type { Kernels } from '@attune/kernels'
import {
  averageEffect,
  type BalanceReport,
  checkBalance,
  crossFit,
  fitUpliftForest,
  type Interval,
  linearLearner,
  type RefutationReport,
  type Rng,
  refute,
  seededRng,
  takeUnits,
  type UpliftData,
  type UpliftParts,
  upliftMethod,
} from '@attune/measure'
import { attuneError } from '../errors.ts'
import { baseLearner } from './base-learners.ts'
import { encodeFeatures, featureNames, planFeatures } from './feature-plan.ts'
import type { BaseLearnerName } from './learner-names.ts'
import { type OutcomeColumns, outcomesOf } from './outcomes-of.ts'
import type { Table } from './read-table.ts'
import { type Driver, upliftDrivers } from './uplift-drivers.ts'
import { predictUplift, type UpliftModel } from './uplift-model.ts'

export interface TrainUpliftOptions extends OutcomeColumns {
  readonly method: string
  readonly base: BaseLearnerName
  /** Default all columns but those of treatment and outcome. */
  readonly features?: readonly string[] | undefined
  /** Columns that were not known before the treatment, or say nothing. */
  readonly leave?: readonly string[] | undefined
  /** The chance of being treated, where it is one for all; default the share of the treated, which is right in an experiment. */
  readonly propensity?: number | undefined
  /** Who is treated was chosen by what the features say, not by lot. */
  readonly observed?: boolean | undefined
  /** Share of the rows that the model does not see. */
  readonly aside: number
  readonly refute?: boolean | undefined
  /** Whether to work out what the order rests on. Default: it is not. */
  readonly explain?: boolean
  readonly seed: number
  readonly now: number
}

export interface TrainedUplift {
  readonly model: UpliftModel
  /** Of all rows. */
  readonly units: { readonly treated: number; readonly control: number }
  readonly effect: Interval
  readonly balance: BalanceReport
  readonly refutation: RefutationReport | null
  /** What the order of those set aside rests on, the most first. */
  readonly drivers: readonly Driver[]
  readonly neither: number
}

/**
 * Learns from rows of which some were treated whom the treatment moves, and judges it on rows that were set aside.
 *
 * @throws AttuneError `missing-column`, `no-features`, `bad-outcome`, `one-arm`, `too-few-rows`; MeasureError
 */
export async function trainUplift(table: Table, options: TrainUpliftOptions, kernels: Kernels): Promise<TrainedUplift> {
  const { treatment, outcome, features, leave = [], seed, aside } = options
  const rng = seededRng(seed)
  const found = outcomesOf(table, options)
  refuseUnknownColumns(table, features ?? [], 'features')
  refuseUnknownColumns(table, leave, 'leave')
  const taken = new Set([treatment, outcome, ...leave])
  const names = features ?? table.columns.filter((column) => !taken.has(column))
  const plan = planFeatures(names, found.rows)
  const data: UpliftData = {
    x: encodeFeatures(plan, found.rows, table.name),
    treated: found.treated,
    outcome: found.outcome,
    ...propensityOf(found.treated, options),
  }
  const { train, test } = setAside(data.treated, aside, rng)
  const parts = await fitParts(takeUnits(data, train), options, kernels, rng)
  const judgedData = takeUnits(data, test)
  const nuisance = await crossFit(judgedData, linearLearner(), { folds: 2, rng })
  const model: UpliftModel = {
    method: options.method,
    base: options.method === 'forest' ? 'none' : options.base,
    treatment,
    treated: options.treated ?? '1',
    control: options.control ?? '0',
    outcome,
    observed: options.observed === true,
    trainedAt: new Date(options.now).toISOString(),
    rows: train.length,
    plan,
    parts,
    judged: {
      scores: [...(await predictUplift({ method: options.method, parts }, judgedData.x))],
      treated: [...judgedData.treated].map((one) => (one === 1 ? 1 : 0)),
      outcome: [...judgedData.outcome],
      propensity: [...nuisance.propensity],
      control: [...nuisance.control],
      treatment: [...nuisance.treatment],
    },
  }
  const treatedUnits = data.treated.reduce((sum, one) => sum + one, 0)
  return {
    model,
    units: { treated: treatedUnits, control: data.treated.length - treatedUnits },
    effect: await averageEffect(data, linearLearner(), { rng, folds: 2 }),
    balance: checkBalance(data, featureNames(plan)),
    refutation: options.refute ? await refute(data, linearLearner(), { rng, runs: 10 }) : null,
    drivers: options.explain ? await upliftDrivers({ method: options.method, parts, plan }, judgedData.x, rng) : [],
    neither: found.neither,
  }
}

/** A column that is misspelt would be missing from the features, or stay among them, without a word. */
function refuseUnknownColumns(table: Table, wanted: readonly string[], field: 'features' | 'leave'): void {
  const missing = wanted.find((column) => !table.columns.includes(column))
  if (missing === undefined) return
  const message = `${table.name} has no column “${missing}”, which --${field} names. It has ${table.columns.join(', ')}.`
  throw attuneError('missing-column', message, {
    details: { field, column: missing, columns: table.columns.slice(0, 50) },
  })
}

function propensityOf(treated: Uint8Array, { propensity, observed }: TrainUpliftOptions) {
  if (observed) return {}
  return { propensity: propensity ?? treated.reduce((sum, one) => sum + one, 0) / treated.length }
}

async function fitParts(
  data: UpliftData,
  { method, base }: TrainUpliftOptions,
  kernels: Kernels,
  rng: Rng,
): Promise<UpliftParts> {
  if (method === 'forest') return { forest: fitUpliftForest(data, { rng }) }
  return upliftMethod(method).fit(data, baseLearner(base, kernels), { rng })
}

/** As large a share of both arms. */
function setAside(treated: Uint8Array, share: number, rng: Rng) {
  const [train, test]: [number[], number[]] = [[], []]
  for (const arm of [0, 1]) {
    const units = [...treated.keys()].filter((unit) => treated[unit] === arm)
    const drawn = units.map((unit) => ({ unit, at: rng() })).sort((a, b) => a.at - b.at)
    const count = Math.round(share * units.length)
    if (count < 10 || units.length - count < 10)
      throw attuneError(
        'too-few-rows',
        `${units.length} rows of one arm are too few to learn from and to judge by: at least ten on each side are needed.`,
      )
    for (const [place, { unit }] of drawn.entries()) (place < count ? test : train).push(unit)
  }
  return { train: Int32Array.from(train).sort(), test: Int32Array.from(test).sort() }
}
