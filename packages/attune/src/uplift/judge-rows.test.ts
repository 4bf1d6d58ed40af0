import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKernels } from '@attune/kernels'
import { seededRng } from '@attune/measure'
import { afterAll, expect, test } from 'vitest'
import { judgeRows } from './judge-rows.ts'
import { readTable } from './read-table.ts'
import { type TrainUpliftOptions, trainUplift } from './train-uplift.ts'
import { loadUpliftModel, saveUpliftModel } from './uplift-model.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-judge-rows-'))
const rows = join(folder, 'rows.csv')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Of people of 上海 eight in ten are treated, of the others two; the treatment does nothing. */
const draw = seededRng(7)
const lines = Array.from({ length: 1200 }, (_, i) => {
  const city = i % 2 === 0 ? '上海' : 'Leeds'
  const sent = Number(draw() < (city === '上海' ? 0.8 : 0.2))
  return `${city},${Math.floor(10 * draw())},${sent},${Number(draw() < (city === '上海' ? 0.5 : 0.1))}`
})
writeFileSync(rows, ['city,visits,sent,ordered', ...lines].join('\n'))

async function trained(options: Partial<TrainUpliftOptions> = {}) {
  const table = await readTable(rows, ['sent', 'ordered'])
  await using kernels = await createKernels({ threads: 1 })
  const columns = { treatment: 'sent', outcome: 'ordered' }
  const usual = { ...columns, method: 't', base: 'linear', aside: 0.3, seed: 1, now: 0 } as const
  return await trainUplift(table, { ...usual, ...options }, kernels)
}
const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length

test.each([true, false])(
  'other people are judged with the chances that those of training had (observed: %s)',
  async (observed) => {
    const saved = join(folder, `model-${observed}`)
    saveUpliftModel(saved, (await trained({ observed })).model)
    const model = await loadUpliftModel(saved)
    expect(model.observed).toBe(observed)
    const { propensity } = await judgeRows(model, rows)
    const of = (city: string) => mean(propensity.filter((_, at) => lines[at]?.startsWith(city)))
    expect(of('上海')).toBeCloseTo(observed ? 0.8 : 0.5, 1)
    expect(of('Leeds')).toBeCloseTo(observed ? 0.2 : 0.5, 1)
  },
)

test.each([{ features: ['city', 'vists'] }, { leave: ['vists'] }])(
  'a column that is named and not there is told: %j',
  async (named) => {
    const [field] = Object.keys(named)
    await expect(trained(named)).rejects.toMatchObject({
      code: 'missing-column',
      message: expect.stringContaining('“vists”'),
      details: { field, column: 'vists', columns: ['city', 'visits', 'sent', 'ordered'] },
    })
  },
)
