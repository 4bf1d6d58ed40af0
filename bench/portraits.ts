import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench, Figure } from './figure.ts'
import { type ReadActivity, readActivity } from './portraits-index.ts'
import { fillInstallation, openInstallation } from './portraits-store.ts'

/** Part of the full size: 1 is a million people and 20 million events. */
const scale = Number(process.env.ATTUNE_BENCH_SCALE ?? 1)
const size = { people: Math.round(1_000_000 * scale), events: Math.round(20_000_000 * scale) }
const asked = { seconds: 600 * Math.min(1, scale), mebibytes: 2048, portrait: 5 }
const portraitsDrawn = 1000

/** Milliseconds from an event of somebody to their new portrait, of many people, sorted. */
async function updates({ index, tell, portraits }: ReadActivity): Promise<Float64Array> {
  const activity = index.of('default')
  const step = Math.max(1, Math.floor(activity.slots / portraitsDrawn))
  // What everybody does is worked out once an hour, beside.
  const first = activity.personOf(0) as string
  await portraits.of('default', { personId: first, aliases: [first] }, { language: 'en' })
  const took: number[] = []
  for (let slot = 0; slot < activity.slots; slot += step) {
    const personId = activity.personOf(slot)
    if (personId === undefined) continue
    const ts = Date.now()
    const of = { workspace: 'default', messageId: `own-${slot}`, personId, itemId: 'item-7', decisionId: null, ts }
    const started = performance.now()
    tell({
      events: [
        {
          ...of,
          type: 'track',
          event: 'Product Viewed',
          value: null,
          currency: null,
          properties: '{}',
          context: '{}',
          sealed: null,
          source: 'bench',
          sentAt: null,
          receivedAt: ts,
        },
      ],
      interactions: [{ ...of, kind: 'view', amount: 1, value: null, currency: null, position: null }],
      quarantine: [],
    })
    await portraits.of('default', { personId, aliases: [personId] }, { language: 'en' })
    took.push(performance.now() - started)
  }
  return Float64Array.from(took).sort()
}

async function measure(wanted: typeof size): Promise<{ read: ReadActivity; took: Float64Array }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'attune-portraits-'))
  try {
    process.stderr.write(`filling a store with ${wanted.people} people and ${wanted.events} events …\n`)
    const attune = await openInstallation(dataDir)
    await fillInstallation(attune, wanted)
    await attune.close()
    process.stderr.write('reading it …\n')
    const read = await readActivity(dataDir)
    const { people } = read.index.of('default')
    if (people !== wanted.people) throw new Error(`${people} of ${wanted.people} people were read`)
    const took = await updates(read)
    await read.close()
    return { read, took }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** What everybody did read into memory, and a portrait after an event. */
export const portraitsBench: Bench = {
  name: 'portraits',
  title: `What ${size.people.toLocaleString('en')} people did in ${size.events.toLocaleString('en')} events read into memory, and their portraits`,
  async run(): Promise<Figure[]> {
    const { read, took } = await measure(size)
    const at = (share: number): number => took[Math.floor(share * (took.length - 1))] as number
    const { seconds, most } = read
    return [
      {
        measure: 'rebuilt from the stores',
        value: seconds,
        unit: 's',
        asked: `≤ ${asked.seconds}`,
        met: seconds <= asked.seconds,
      },
      {
        measure: 'most memory of the process meanwhile',
        value: most,
        unit: 'MiB',
        asked: `≤ ${asked.mebibytes}`,
        met: most <= asked.mebibytes,
      },
      { measure: 'an event to the new portrait, median', value: at(0.5), unit: 'ms' },
      {
        measure: 'an event to the new portrait, 99th of 100',
        value: at(0.99),
        unit: 'ms',
        asked: `≤ ${asked.portrait}`,
        met: at(0.99) <= asked.portrait,
      },
    ]
  },
  async check() {
    await measure({ people: 200, events: 4000 })
  },
}
