import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { configSchema } from '../packages/attune/src/config/schema.ts'
import { createAttune } from '../packages/attune/src/create-attune.ts'
import { findPerson } from '../packages/attune/src/profile/find-person.ts'
import { erasePerson } from '../packages/attune/src/protect/rights/erase-person.ts'
import type { Bench, Figure } from './figure.ts'

interface Size {
  /** Events of everybody else. */
  readonly events: number
  readonly persons: number
  /** Of the person who is erased. */
  readonly own: number
}

const full: Size = { events: 10_000_000, persons: 200_000, own: 10_000 }

/** Files below a folder that hold a text, read a mebibyte at a time. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const needle = Buffer.from(text)
  const found: string[] = []
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) found.push(...(await filesWith(path, text)))
    else if (await holds(path, needle)) found.push(path)
  }
  return found
}

async function holds(path: string, needle: Buffer): Promise<boolean> {
  const file = await open(path)
  try {
    const chunk = Buffer.alloc(2 ** 20 + needle.length)
    for (let at = 0; ; at += 2 ** 20) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
      if (chunk.subarray(0, bytesRead).includes(needle)) return true
      if (bytesRead < chunk.length) return false
    }
  } finally {
    await file.close()
  }
}

async function measure({ events, persons, own }: Size): Promise<{ receipt: number; gone: number; left: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'attune-erasure-'))
  const config = configSchema.parse({ dataDir, recommend: { trainEveryHours: 0 } })
  const attune = await createAttune({ config, log: pino({ level: 'silent' }) })
  try {
    const { collector, identity } = attune
    let accepted = 0
    // The person comes in by the front door, so that everything a person has is there.
    for (let from = 0; from < own; from += 1000)
      accepted += (
        await collector.collect({
          workspace: 'default',
          source: 'bench',
          events: Array.from({ length: Math.min(1000, own - from) }, (_, n) => ({
            type: 'track',
            userId: 'erase me',
            event: 'Product Viewed',
            messageId: `own-${from + n}`,
            // One in an hour: a robot would be set aside.
            timestamp: new Date(Date.now() - (from + n) * 3_600_000 - 1000 * (n % 977)).toISOString(),
            properties: { product_id: `item-${n % 500}`, note: `erase me too ${from + n}` },
          })),
        })
      ).accepted
    if (accepted !== own) throw new Error(`${accepted} of ${own} events were accepted`)
    await attune.events.run(`
      INSERT INTO events (workspace, message_id, type, event, person_id, item_id, properties, context, source, received_at, ts)
        SELECT 'default', 'm-' || i, 'track', 'Product Viewed', 'p_' || left(md5((i % ${persons})::VARCHAR), 16), 'item-' || (i % 5000),
          '{"product_id":"item-' || (i % 5000) || '"}', '{}', 'bench', TIMESTAMP '2026-01-01' + INTERVAL (i % 30000000) SECOND, TIMESTAMP '2026-01-01' + INTERVAL (i % 30000000) SECOND
        FROM range(${events}) AS t(i);
      INSERT INTO interactions (workspace, message_id, person_id, item_id, kind, amount, ts)
        SELECT workspace, message_id, person_id, item_id, 'view', 1, ts FROM events WHERE source = 'bench' AND message_id LIKE 'm-%'`)
    await attune.histories.reload()
    const person = await findPerson(attune, 'default', 'erase me')
    const start = performance.now()
    const { receipt: given } = await erasePerson(attune, 'default', person, { actor: 'bench', note: '' })
    const receipt = (performance.now() - start) / 1000
    if (given.removed.events !== own) throw new Error(`${given.removed.events} of ${own} events were erased`)
    await attune.purge.start()
    const gone = (performance.now() - start) / 1000
    const personId = identity.personIdOf('default', { userId: 'erase me' })
    const left = [...(await filesWith(dataDir, personId)), ...(await filesWith(dataDir, 'erase me'))].length
    return { receipt, gone, left }
  } finally {
    await attune.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Erasing a person among many. */
export const erasureBench: Bench = {
  name: 'erasure',
  title: 'Erasing a person with 10,000 events among 10 million',
  async run(): Promise<Figure[]> {
    const { receipt, gone, left } = await measure(full)
    return [
      { measure: 'until the signed receipt', value: receipt, unit: 's', asked: '≤ 5', met: receipt <= 5 },
      {
        measure: 'until everything is gone from files and memory',
        value: gone,
        unit: 's',
        asked: '≤ 60',
        met: gone <= 60,
      },
      {
        measure: 'files that still hold the pseudonym or a word of the person',
        value: left,
        unit: '',
        asked: '0',
        met: left === 0,
      },
    ]
  },
  async check() {
    const { left } = await measure({ events: 20_000, persons: 500, own: 200 })
    if (left > 0) throw new Error(`${left} files still hold an erased person`)
  },
}
