import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import type { Attune } from '../packages/attune/src/attune.ts'
import { configSchema } from '../packages/attune/src/config/schema.ts'
import { createAttune } from '../packages/attune/src/create-attune.ts'

export const silent: Logger = pino({ level: 'silent' })

/** An installation on a new folder, or on one that is there. */
export const openInstallation = (dataDir: string = mkdtempSync(join(tmpdir(), 'attune-portraits-'))): Promise<Attune> =>
  createAttune({ config: configSchema.parse({ dataDir, recommend: { trainEveryHours: 0 } }), log: silent })

/** The year of events begins then: nothing came lately. */
const first = "TIMESTAMP '2025-11-01'"

/**
 * Fills an installation past the collector: `people` who each gave three traits, and `events` of them over a year: views,
 * carts, orders with money and pages, from telephones and computers.
 */
export async function fillInstallation(
  attune: Attune,
  { people, events }: { people: number; events: number },
): Promise<void> {
  const { state, vault, items } = attune
  await items.put(
    'default',
    Array.from({ length: 5000 }, (_, n) => ({
      id: `item-${n}`,
      kind: 'product',
      title: `Article ${n} of kind ${n % 40}`,
      description: '',
      categories: [`category-${n % 40}`],
      tags: [],
      brand: `brand-${n % 97}`,
      price: 5 + (n % 200),
      currency: 'CNY',
      language: n % 2 === 0 ? 'zh-CN' : 'en',
      attributes: {},
      available: true,
    })),
  )
  const [{ ids }] = (await attune.events.query<{ ids: string[] }>(
    `SELECT list('p_' || left(md5(i::VARCHAR), 16)) AS ids FROM range(${people}) AS t(i)`,
  )) as [{ ids: string[] }]
  const insert = state.raw.prepare(
    `INSERT INTO people (workspace, person_id, kind, identifier, traits, created_at, updated_at) VALUES ('default', ?, 'user', NULL, ?, 0, 0)`,
  )
  for (let from = 0; from < ids.length; from += 10_000)
    state.transaction(() => {
      for (const [at, id] of ids.slice(from, from + 10_000).entries()) {
        const traits = JSON.stringify({ city: `city-${at % 300}`, age_band: `${18 + (at % 50)}`, member: at % 2 === 0 })
        insert.run(id, vault.seal('default', id, traits))
      }
      vault.flush()
    })
  const step = 2_000_000
  for (let from = 0; from < events; from += step)
    await attune.events.run(`
      CREATE OR REPLACE TEMP TABLE made AS SELECT i, hash(i) AS h, 'p_' || left(md5((hash(i) % ${people})::VARCHAR), 16) AS person,
        'item-' || (hash(i, 1) % 5000) AS item, ${first} + INTERVAL (i * ${Math.floor(31_536_000_000 / events)} ) MILLISECOND AS happened
        FROM range(${from}, ${Math.min(events, from + step)}) AS t(i);
      INSERT INTO events (workspace, message_id, type, event, person_id, item_id, value, currency, properties, context, source, received_at, ts)
        SELECT 'default', 'm-' || i, CASE WHEN h % 10 = 9 THEN 'page' ELSE 'track' END,
          CASE h % 10 WHEN 0 THEN 'Order Completed' WHEN 1 THEN 'Product Added' WHEN 9 THEN 'Home' ELSE 'Product Viewed' END,
          person, CASE WHEN h % 10 < 9 THEN item END, CASE WHEN h % 10 = 0 THEN 20.0 END, 'CNY', '{"product_id":"' || item || '"}',
          '{"userAgent":"Chrome 142, Android, mobile","page":{"path":"/p/' || (h % 5000) || '","referrer":"https://www.baidu.com/"}}', 'bench', happened, happened
        FROM made;
      INSERT INTO interactions (workspace, message_id, person_id, item_id, kind, amount, value, currency, ts)
        SELECT 'default', 'm-' || i, person, item, CASE h % 10 WHEN 0 THEN 'order' WHEN 1 THEN 'cart' ELSE 'view' END, 1,
          CASE WHEN h % 10 = 0 THEN 20.0 END, CASE WHEN h % 10 = 0 THEN 'CNY' END, happened
        FROM made WHERE h % 10 < 9;
      DROP TABLE made`)
}
