import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createKernels, type Kernels } from '@attune/kernels'
import {
  countsByPerson,
  fitRecommender,
  forgetPersons,
  historyOf,
  type Interactions,
  type Recommender,
} from '@attune/recommend'
import { pino } from 'pino'
import type { Attune } from '../packages/attune/src/attune.ts'
import { configSchema } from '../packages/attune/src/config/schema.ts'
import { createAttune } from '../packages/attune/src/create-attune.ts'
import { erasePerson } from '../packages/attune/src/protect/rights/erase-person.ts'
import { movielensTraining } from './accuracy-data.ts'
import type { Bench, Figure } from './figure.ts'

const kinds = ['itemKnn', 'ease', 'ials'] as const
type Kind = (typeof kinds)[number]
/** Erased one after the other for each kind. */
const erasures = 5
const what = (kind: Kind): string => `MovieLens 1M, ${kind}`

/** People by falling number of ratings, from the middle on. */
function peopleOfTheMiddle(matrix: Interactions, count: number): number[] {
  const counts = countsByPerson(matrix)
  const order = [...counts.keys()].sort((a, b) => (counts[b] as number) - (counts[a] as number))
  return order.slice(order.length >> 1).slice(0, count)
}

/** An installation in which the people of the matrix viewed its items. */
async function fill(attune: Attune, matrix: Interactions, folder: string): Promise<void> {
  const lines: string[] = []
  for (let person = 0; person + 1 < matrix.indptr.length; person++)
    for (let at = matrix.indptr[person] as number; at < (matrix.indptr[person + 1] as number); at++)
      lines.push(`p_${person},${matrix.items.ids[matrix.indices[at] as number]},${at}`)
  const file = join(folder, 'views.csv')
  writeFileSync(file, lines.join('\n'))
  await attune.events.run(`
    INSERT INTO interactions (workspace, message_id, person_id, item_id, kind, amount, ts)
      SELECT 'default', 'm-' || n, person, item, 'view', 1, TIMESTAMP '2026-01-01' + INTERVAL (n) SECOND
      FROM read_csv('${file}', header = false, columns = {'person': 'VARCHAR', 'item': 'VARCHAR', 'n': 'BIGINT'})`)
  rmSync(file)
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Seconds from the order to erase until the live model is without the person, and those that a training anew takes. */
async function inTheProduct(kind: Kind, matrix: Interactions): Promise<{ at: number; anew: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'attune-unlearning-'))
  const config = configSchema.parse({ dataDir, recommend: { trainEveryHours: 0 } })
  const attune = await createAttune({ config, log: pino({ level: 'silent' }) })
  try {
    await fill(attune, matrix, dataDir)
    await (await attune.models.train({ workspace: 'default', name: kind, actor: 'bench' })).done
    const seconds: number[] = []
    for (const person of peopleOfTheMiddle(matrix, erasures)) {
      const before = attune.models.live('default', kind)?.version
      const found = { personId: `p_${person}`, aliases: [`p_${person}`] }
      const start = performance.now()
      await erasePerson(attune, 'default', found, { actor: 'bench', note: '' })
      const gone = attune.purge.start()
      while (attune.models.live('default', kind)?.version === before) await wait(5)
      seconds.push((performance.now() - start) / 1000)
      await gone
    }
    const start = performance.now()
    const { state } = await attune.models.unlearn('default', kind)
    if (state !== 'retrained') throw new Error(`${kind} could not be trained anew.`)
    return { at: median(seconds), anew: (performance.now() - start) / 1000 }
  } finally {
    await attune.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Root mean square difference of what two models score all items for people. */
function distance(a: Recommender, b: Recommender, matrix: Interactions, persons: readonly number[]): number {
  const all = Int32Array.from(matrix.items.ids.keys())
  let squares = 0
  for (const person of persons) {
    const history = historyOf(matrix, person)
    const other = b.score(history, all)
    for (const [at, score] of a.score(history, all).entries()) squares += (score - (other[at] as number)) ** 2
  }
  return Math.sqrt(squares / (persons.length * all.length))
}

/**
 * How much of what a person moved is left after forgetting: the distance, for the person's own history, from the model that
 * the same steps make of one that never knew them, beside the distance between the models before.
 */
async function shareLeft(kind: Kind, before: Interactions, person: number, kernels: Kernels): Promise<number> {
  const context = { now: 0, kernels }
  const model = await fitRecommender(kind, before, {}, context)
  const { recommender, interactions } = await forgetPersons(model.save(), { before, persons: [person] }, context)
  if (interactions.items.ids.length < before.items.ids.length) throw new Error('The person had an item of their own.')
  const never = await fitRecommender(kind, interactions, {}, context)
  const same = await forgetPersons(never.save(), { before: interactions, persons: [] }, context)
  return distance(recommender, same.recommender, before, [person]) / distance(model, never, before, [person])
}

/** Models that are without an erased person. */
export const unlearningBench: Bench = {
  name: 'unlearning',
  title: 'Models without an erased person, of 6,040 people and a million views',
  data: ['movielens-1m'],
  async run(): Promise<Figure[]> {
    const matrix = movielensTraining()
    const figures: Figure[] = []
    for (const kind of kinds) {
      const { at, anew } = await inTheProduct(kind, matrix)
      const live = `${what(kind)}: from the order to erase to a live model without the person, median of ${erasures}`
      figures.push({ measure: live, value: at, unit: 's', asked: '≤ 5', met: at <= 5 })
      figures.push({ measure: `${what(kind)}: training it anew instead`, value: anew, unit: 's' })
    }
    await using kernels = await createKernels()
    const [person = 0] = peopleOfTheMiddle(matrix, 1)
    for (const kind of kinds) {
      const left = await shareLeft(kind, matrix, person, kernels)
      const most = kind === 'ials' ? 0.5 : 0.01
      figures.push({
        measure: `${what(kind)}: of what the person moved, left after forgetting`,
        value: left * 100,
        unit: '%',
        asked: `≤ ${most * 100}`,
        met: left <= most,
      })
    }
    return figures
  },
}
