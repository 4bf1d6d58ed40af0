import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createKernels } from '../create-kernels.ts'
import { drawBelow, drawKeys } from '../draw.ts'
import type { LabelledRows } from './ftrl-problem.ts'
import { hashFeature } from './hash-feature.ts'
import { openFtrl } from './open-ftrl.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')
const folder = join(process.env.ATTUNE_TEST_DATA ?? join(root, '..', 'shared', 'data'), 'criteo-sample')

interface Impression {
  readonly label: number
  readonly features: readonly number[]
}

/** 13 counts on a scale of squared logarithms, 26 categories, and a constant. */
function impressions(): Impression[] {
  const scaled = (cell: string) => (Number(cell) > 2 ? Math.floor(Math.log(Number(cell)) ** 2) : cell)
  const lines = ['train', 'dev', 'test'].flatMap((name) =>
    gunzipSync(readFileSync(join(folder, `${name}.tsv.gz`)))
      .toString()
      .replace(/\n$/, '')
      .split('\n'),
  )
  return lines.map((line) => {
    const [label, ...cells] = line.split('\t')
    const hashes = cells.map((cell, at) => hashFeature(`${at}`, at < 13 ? scaled(cell) : cell))
    return { label: Number(label), features: [hashFeature('constant', 1), ...hashes] }
  })
}

function rowsOf(given: readonly Impression[]): LabelledRows {
  return {
    indptr: Int32Array.from({ length: given.length + 1 }, (_, row) => row * 40),
    features: Uint32Array.from(given.flatMap(({ features }) => features)),
    labels: given.map(({ label }) => label),
  }
}

/** The share of pairs of a click and none that are in order; ties count half. */
function aucOf(probabilities: readonly number[], labels: readonly number[]): number {
  const order = [...probabilities.keys()].sort((a, b) => probabilities[a]! - probabilities[b]!)
  let [before, pairs] = [0, 0]
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && probabilities[order[to]!] === probabilities[order[from]!]) to++
    const clicks = order.slice(from, to).filter((at) => labels[at] === 1).length
    const none = to - from - clicks
    pairs += clicks * (before + none / 2)
    before += none
  }
  return pairs / (before * (order.length - before))
}

test.skipIf(!existsSync(folder))(
  'criteo-sample, 5 folds: AUC at least .739 and log-loss at most .459, as hashed logistic regression with a solver',
  async () => {
    await using kernels = await createKernels({ threads: 1 })
    const all = impressions()
    expect(all.length).toBe(8_000)
    const keys = drawKeys(2, 0)
    const order = all
      .map((one, at) => ({ one, key: drawBelow(keys, at, 0, 2 ** 31 - 1) }))
      .sort((a, b) => a.key - b.key)
    const [probabilities, labels]: [number[], number[]] = [[], []]
    for (let fold = 0; fold < 5; fold++) {
      const part = (held: boolean) => rowsOf(order.filter((_, at) => (at % 5 === fold) === held).map(({ one }) => one))
      const [taught, asked] = [part(false), part(true)]
      using model = openFtrl(kernels, { tableSize: 2 ** 18, alpha: 0.05, beta: 1, lambda1: 1, lambda2: 10 })
      for (let pass = 0; pass < 3; pass++) await model.update(taught)
      probabilities.push(...(await model.predict(asked)))
      labels.push(...Array.from(asked.labels))
    }
    const loss = probabilities.reduce((sum, p, at) => sum - Math.log(labels[at] === 1 ? p : 1 - p), 0) / 8_000
    expect(aucOf(probabilities, labels)).toBeGreaterThan(0.739)
    expect(loss).toBeLessThan(0.459)
    // What is far better than gradient-boosted trees on the same rows would be a leak.
    expect(loss).toBeGreaterThan(0.44)
  },
)
