import { createKernels, type Kernels } from '@attune/kernels'
import {
  armScores,
  type BaseLearner,
  chooseTargets,
  crossFit,
  evaluateUplift,
  fitUpliftForest,
  linearLearner,
  policyValue,
  type Rng,
  seededRng,
  takeUnits,
  type UpliftData,
  upliftMethods,
} from '@attune/measure'
import { networkLearner } from '../packages/attune/src/uplift/network-learner.ts'
import { treeLearner } from '../packages/attune/src/uplift/tree-learner.ts'
import { shuffle } from '../packages/measure/src/random.ts'
import { dataFolder } from './accuracy-data.ts'
import type { Bench, Figure } from './figure.ts'
import { peerInterpreter } from './peers/peer-interpreter.ts'
import { runPeer } from './peers/run-peer.ts'
import { type HillstromPart, hillstrom, type Mailing } from './uplift-data.ts'

const splits = 10
/** Of methods on trees and networks, and of forests, which take minutes. */
const costlySplits = 3
/** Share of the test half that the policies treat. */
const share = 0.3
const titles: Readonly<Record<Mailing, string>> = {
  both: 'both e-mails',
  womens: 'women’s e-mail',
  mens: 'men’s e-mail',
}
/** What the best method must reach on average; the men's e-mail is not above noise. */
const asked: Readonly<Partial<Record<Mailing, number>>> = { both: 0.033, womens: 0.065 }

interface Split {
  readonly train: Int32Array
  readonly test: Int32Array
  readonly rng: Rng
}

/** Random halves, the same for every method. */
function splitOf(rows: number, seed: number): Split {
  const rng = seededRng(seed)
  const order = Int32Array.from({ length: rows }, (_, row) => row)
  shuffle(order, rng)
  return { train: order.subarray(0, rows >> 1), test: order.subarray(rows >> 1), rng }
}

const qiniOf = (scores: Float64Array, { treated, outcome }: UpliftData): number =>
  evaluateUplift({ scores, treated, outcome }, { samples: 1, shares: [] }).scikitUplift.qini?.value ?? 0

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

interface Scorer {
  /** Halves that it is tried on. */
  readonly splits: number
  scores(train: UpliftData, x: UpliftData['x'], rng: Rng): Promise<Float64Array>
}

/** Everything that orders people, by name. */
function scorers(kernels: Kernels, mailing: Mailing): ReadonlyMap<string, Scorer> {
  const bases: readonly BaseLearner[] = [
    linearLearner(),
    // Where nothing is above noise the plain base says so as well as the others.
    ...(mailing === 'mens' ? [] : [treeLearner(kernels), networkLearner({ threads: 1 })]),
  ]
  const all = new Map<string, Scorer>()
  for (const base of bases)
    for (const method of upliftMethods)
      all.set(`${method.name}, ${base.name}`, {
        splits: base.name === 'linear' ? splits : costlySplits,
        scores: async (train, x, rng) => method.predict(await method.fit(train, base, { rng, folds: 2 }), x),
      })
  for (const criterion of ['kl', 'euclidean', 'chi-squared'] as const)
    all.set(`uplift forest, ${criterion}`, {
      splits: costlySplits,
      scores: async (train, x, rng) => fitUpliftForest(train, { rng, criterion, trees: 30 }).predict(x),
    })
  all.set('random order', {
    splits,
    scores: async (_, { rows }, rng) => Float64Array.from({ length: rows }, () => rng()),
  })
  return all
}

async function run(): Promise<Figure[]> {
  await using kernels = await createKernels({ threads: 1 })
  const figures: Figure[] = []
  const kept: Record<string, [number[], number[], number[]][]> = {}
  for (const mailing of ['both', 'womens', 'mens'] as const) {
    const part = hillstrom(mailing)
    figures.push(...ratesOf(part, mailing))
    const { table, best } = await compare(part, mailing, kernels)
    figures.push(...table)
    kept[mailing] = best.map(({ train, test, scores }) => [
      Array.from(train, (unit) => part.rows[unit] as number),
      Array.from(test, (unit) => part.rows[unit] as number),
      [...scores],
    ])
    figures.push(...(await policies(part, best, mailing)))
  }
  return [...figures, ...(await peerFigures(kept))]
}

function ratesOf({ data }: HillstromPart, mailing: Mailing): Figure[] {
  if (mailing === 'both') return []
  const rate = (arm: 0 | 1): number => mean([...data.outcome].filter((_, unit) => data.treated[unit] === arm))
  const published = mailing === 'womens' ? 0.1514 : 0.182757
  const figure = (measure: string, value: number, wanted: number): Figure => ({
    measure,
    value: Number(value.toFixed(6)),
    unit: '',
    asked: String(wanted),
    met: Math.abs(value - wanted) < 1e-6,
  })
  return [
    figure(`visits, ${titles[mailing]}`, rate(1), published),
    ...(mailing === 'womens' ? [figure('visits, no e-mail', rate(0), 0.106167)] : []),
  ]
}

interface Judged {
  readonly train: Int32Array
  readonly test: Int32Array
  readonly scores: Float64Array
}

async function compare({ data }: HillstromPart, mailing: Mailing, kernels: Kernels) {
  const qinis = new Map<string, number[]>()
  const scored = new Map<string, Judged[]>()
  for (const [name, scorer] of scorers(kernels, mailing)) {
    for (let seed = 1; seed <= scorer.splits; seed++) {
      const { train, test, rng } = splitOf(data.x.rows, seed)
      const tested = takeUnits(data, test)
      const scores = await scorer.scores(takeUnits(data, train), tested.x, rng)
      qinis.set(name, [...(qinis.get(name) ?? []), qiniOf(scores, tested)])
      scored.set(name, [...(scored.get(name) ?? []), { train, test, scores }])
    }
    console.error(`  ${titles[mailing]}: ${name} ${mean(qinis.get(name) ?? []).toFixed(4)}`)
  }
  const full = [...qinis.keys()].filter((name) => qinis.get(name)?.length === splits)
  const [best = ''] = full.sort((a, b) => mean(qinis.get(b) ?? []) - mean(qinis.get(a) ?? []))
  const wanted = asked[mailing]
  const table = [...qinis].map(([name, all]): Figure => {
    const value = Number(mean(all).toFixed(4))
    const [low, high] = [Math.min(...all), Math.max(...all)].map((one) => one.toFixed(4))
    const measure = `Qini, ${titles[mailing]}: ${name} (${all.length} halves, ${low} to ${high})`
    return name === best && wanted !== undefined
      ? { measure, value, unit: '', asked: `≥ ${wanted}`, met: value >= wanted }
      : { measure, value, unit: '' }
  })
  return { table, best: scored.get(best) ?? [] }
}

/** What the best order wins over treating as many by lot, and how many it pays to treat. */
async function policies({ data }: HillstromPart, judged: readonly Judged[], mailing: Mailing): Promise<Figure[]> {
  const over: { readonly value: number; readonly low: number; readonly high: number }[] = []
  const shares: number[] = []
  const profits: number[] = []
  for (const [at, { test, scores }] of judged.entries()) {
    const tested = takeUnits(data, test)
    const rng = seededRng(at + 1)
    const arms = armScores(tested, await crossFit(tested, linearLearner(), { folds: 2, rng }))
    const cut = scores.toSorted().at(-Math.round(share * scores.length)) ?? 0
    over.push(
      policyValue(
        scores.map((score) => Number(score >= cut)),
        arms,
      ).overRandom,
    )
    const targets = chooseTargets(scores, arms, { value: 1, cost: 0.06, samples: 1, rng })
    shares.push(targets.share.value)
    profits.push(targets.profit.value - targets.profitOfEverybody.value)
  }
  const average = (pick: 'value' | 'low' | 'high'): string => (1000 * mean(over.map((one) => one[pick]))).toFixed(1)
  const title = titles[mailing]
  return [
    {
      measure: `visits won per 1,000 by mailing the best 30 % instead of 30 % by lot, ${title} (95 % ${average('low')} to ${average('high')} a half)`,
      value: Number(average('value')),
      unit: '',
    },
    {
      measure: `share that it pays to mail, a visit being worth 1 and an e-mail costing .06, ${title}`,
      value: Number(mean(shares).toFixed(3)),
      unit: '',
    },
    {
      measure: `profit per 1,000 people over mailing everybody, ${title}`,
      value: Number((1000 * mean(profits)).toFixed(1)),
      unit: '',
    },
  ]
}

async function peerFigures(kept: Readonly<Record<string, readonly (readonly [number[], number[], number[]])[]>>) {
  if (!peerInterpreter()) {
    console.error('  No Python with scikit-uplift (bench/peers/setup.sh, ATTUNE_PEERS_PYTHON): the peer is left out.')
    return []
  }
  const said = (await runPeer('uplift_sklift.py', { args: [dataFolder], input: kept })) as Record<string, unknown>
  return (['both', 'womens', 'mens'] as const).flatMap((mailing): Figure[] => {
    const theirs = said[mailing] as { readonly ours: readonly number[] } & Record<'two models' | 'solo model', number>
    const { data } = hillstrom(mailing)
    const own = (kept[mailing] ?? []).map(([, , scores], at) =>
      qiniOf(Float64Array.from(scores), takeUnits(data, splitOf(data.x.rows, at + 1).test)),
    )
    const difference = Math.max(...own.map((qini, at) => Math.abs(qini - (theirs.ours[at] ?? 0))))
    const name = `scikit-uplift ${String(said.version)}`
    return [
      {
        measure: `Qini, ${titles[mailing]}: ${name}, two models, logistic`,
        value: Number(theirs['two models'].toFixed(4)),
        unit: '',
      },
      {
        measure: `Qini, ${titles[mailing]}: ${name}, solo model with products, logistic`,
        value: Number(theirs['solo model'].toFixed(4)),
        unit: '',
      },
      {
        measure: `largest difference of a Qini, ours and ${name} on the same scores, ${titles[mailing]}`,
        value: Number(difference.toExponential(1)),
        unit: '',
        asked: '≤ 1e-9',
        met: difference <= 1e-9,
      },
    ]
  })
}

/** One half, one method: far above noise. */
async function check(): Promise<void> {
  const { data } = hillstrom('womens')
  const { train, test, rng } = splitOf(data.x.rows, 1)
  const tested = takeUnits(data, test)
  const [, method] = upliftMethods
  if (!method) throw new Error('There are no methods.')
  const parts = await method.fit(takeUnits(data, train), linearLearner(), { rng })
  const qini = qiniOf(await method.predict(parts, tested.x), tested)
  if (!(qini > 0.03)) throw new Error(`Qini ${qini} on Hillstrom’s women’s e-mail; about .06 was expected.`)
}

export const upliftBench: Bench = {
  name: 'uplift',
  title: 'Uplift on Hillstrom’s e-mails: methods and base learners, Qini on held-out halves, policies',
  data: ['hillstrom'],
  run,
  check,
}
