import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { configSchema } from '../packages/attune/src/config/schema.ts'
import { type DemoDocument, demoDocument } from '../packages/attune/src/demo/demo-report.ts'
import { runDemo } from '../packages/attune/src/demo/run-demo.ts'
import type { Bench, Figure } from './figure.ts'

/** Runs of the whole product, each with a shop of its own. */
const runs = Number(process.env.ATTUNE_BENCH_RUNS ?? 100)
const shop = { shoppers: 200, products: 120, days: 12, learningDays: 4, language: 'both' } as const

/** One shop from its first visit to its table, over HTTP. */
async function liveThrough(seed: number): Promise<DemoDocument> {
  const folder = mkdtempSync(join(tmpdir(), 'attune-coverage-'))
  try {
    const running = await runDemo({
      config: configSchema.parse({
        dataDir: join(folder, 'data'),
        server: { port: 0, requestsPerMinute: 10_000_000 },
        collect: { groupCommitMs: 1 },
        recommend: { trainEveryHours: 0 },
      }),
      log: pino({ level: 'silent' }),
      seed,
      ...shop,
      anyPort: true,
      onReady: () => {},
      onProgress: () => {},
      signal: new AbortController().signal,
    })
    const document = demoDocument(running, seed)
    await running.stop()
    return document
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** How often the interval of the measured effect holds the simulator's truth. */
export const coverageBench: Bench = {
  name: 'coverage',
  title: `The measured effect against the simulator’s truth, in ${runs} runs of the whole product`,
  async run(): Promise<Figure[]> {
    const held = new Map<string, { holds: number; of: number }>()
    for (let seed = 1; seed <= runs; seed++) {
      const { holds, seconds } = await liveThrough(seed)
      for (const [metric, inside] of Object.entries(holds)) {
        const so = held.get(metric) ?? { holds: 0, of: 0 }
        held.set(metric, { holds: so.holds + (inside ? 1 : 0), of: so.of + 1 })
      }
      const far = [...held].map(([metric, { holds: inside, of }]) => `${metric} ${inside}/${of}`).join(' · ')
      process.stderr.write(`run ${seed} (${seconds} s): ${far}\n`)
    }
    return [...held].map(([metric, { holds, of }]) => ({
      measure: `${metric}: 95 % intervals that hold the truth`,
      value: holds,
      unit: `of ${of}`,
      asked: `≥ ${Math.round(0.93 * of)}`,
      met: holds >= Math.round(0.93 * of),
    }))
  },
  async check() {
    const { measured } = await liveThrough(1)
    if (measured.ctr === undefined) throw new Error('the effect on the click rate was not measured')
  },
}
