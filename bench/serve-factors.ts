import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { mmr } from '@attune/recommend'
import { pino } from 'pino'
import { recommendationRequestSchema } from '../packages/attune/src/api/schemas/decide.ts'
import { configSchema } from '../packages/attune/src/config/schema.ts'
import { createAttune } from '../packages/attune/src/create-attune.ts'
import { type DecideModel, prepareDecideData, userIdOf } from './decide-data.ts'
import { nodeArgs, preparedData, startedServer } from './decide-server.ts'
import type { Bench, Figure } from './figure.ts'

const load = join(import.meta.dirname, 'serve-load.ts')
const size = { items: 100_000, persons: 20_000, history: 50 }
const rate = 500
const seconds = 30
const warmUpSeconds = 10
const relevance = 0.7
const depth = 100
const model: DecideModel = {
  name: 'ials',
  parameters: { factors: 64, iterations: 6 },
  rerank: { depth, stages: [{ kind: 'mmr', relevance, similarity: 'model' }] },
}

interface Load {
  readonly good: number
  readonly bad: number
  readonly byModel: number
  readonly rate: number
  readonly latency: Readonly<Record<'p50' | 'p99' | 'p999' | 'max', number>>
}

async function ask(url: string, key: string, forSeconds: number): Promise<Load> {
  const args = nodeArgs(load, url, key, String(size.persons), String(rate), String(forSeconds))
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as Load
}

/** Recommendations over HTTP at a constant rate from a second process, each with its decision on disk before its answer. */
async function run(): Promise<readonly Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'attune-bench-serve-'))
  try {
    const key = await preparedData(dataDir, size, model)
    const { server, url } = await startedServer(dataDir)
    try {
      await ask(url, key, warmUpSeconds)
      const { latency, rate: reached, bad, good, byModel } = await ask(url, key, seconds)
      return [
        { measure: 'requests a second, sent at a constant rate', value: reached, unit: '/s' },
        { measure: 'p50', value: latency.p50, unit: 'ms' },
        { measure: 'p99', value: latency.p99, unit: 'ms', asked: '≤ 20', met: latency.p99 <= 20 },
        { measure: 'p99.9', value: latency.p999, unit: 'ms' },
        { measure: 'slowest', value: latency.max, unit: 'ms' },
        { measure: 'answers that were not 200', value: bad, unit: '', asked: '0', met: bad === 0 },
        {
          measure: 'answers not wholly by the model',
          value: good - byModel,
          unit: '',
          asked: '0',
          met: good === byModel,
        },
      ]
    } finally {
      server.kill('SIGTERM')
      await new Promise((resolve) => server.once('exit', resolve))
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** What is measured is right: the answers are the model's best by MMR over its vectors, without what was seen. */
async function check(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'attune-bench-serve-'))
  try {
    await prepareDecideData(dataDir, { items: 2000, persons: 300, history: 30 }, () => {}, model)
    const config = configSchema.parse({ dataDir, recommend: { trainEveryHours: 0 } })
    const attune = await createAttune({ config, log: pino({ level: 'error' }) })
    try {
      const { workspace } = config
      const live = attune.models.live(workspace, model.name)
      if (!live) throw new Error('The model is not live.')
      for (let person = 0; person < 50; person++) {
        const request = recommendationRequestSchema.parse({ userId: userIdOf(person), preview: true })
        const { items, personId, fallback } = await attune.decider.recommend(workspace, request)
        const history = attune.histories.densely(workspace, personId, live.indexOf)
        const seen = new Set(history.seen)
        const best = live.recommender.recommend(history, depth, { exclude: (item) => seen.has(item) })
        const { arrays } = live.recommender.save()
        const similarity = cosineOf(arrays.itemFactors as Float32Array, Number(model.parameters?.factors))
        const wanted = Array.from(
          mmr(best, { similarity, relevance, n: 10 }).items.subarray(0, 10),
          (item) => live.itemIds[item],
        )
        const given = items.map(({ itemId }) => itemId)
        if (fallback !== null || given.join() !== wanted.join())
          throw new Error(`Person ${person} is given ${given.join(' ')} and not ${wanted.join(' ')}.`)
      }
    } finally {
      await attune.close()
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Cosines below 0 count as 0. */
function cosineOf(vectors: Float32Array, d: number): (a: number, b: number) => number {
  const dot = (a: number, b: number): number => {
    let sum = 0
    for (let at = 0; at < d; at++) sum += (vectors[a * d + at] as number) * (vectors[b * d + at] as number)
    return sum
  }
  return (a, b) => Math.max(0, dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))
}

export const serveBench: Bench = {
  name: 'serve',
  title: `Recommendations by iALS over HTTP: ${size.items.toLocaleString('en')} items, d = 64, histories of ${size.history} folded in, MMR over ${depth}, ${rate} requests a second`,
  run,
  check,
}
