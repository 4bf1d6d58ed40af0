/**
 * Child process of the kill -9 test: appends batches of ten events with their interactions as fast as it can, several at
 * a time, and prints the number of each batch that was acknowledged. Arguments: path, first batch number.
 */
import { writeSync } from 'node:fs'
import { createTelemetry } from '../telemetry.ts'
import { openEventStore } from './open-event-store.ts'
import { sampleDecision, sampleEvent, sampleInteraction } from './sample-rows.ts'

const [path = '', first = '0'] = process.argv.slice(2)
const store = await openEventStore({ path, clock: Date.now, groupCommitMs: 1, telemetry: createTelemetry() })
let next = Number(first)

async function appendOn(): Promise<void> {
  for (;;) {
    const batch = next++
    const ids = Array.from({ length: 10 }, (_, n) => `${batch}-${n}`)
    await store.duplicatesOf('default', ids)
    await store.append({
      events: ids.map((messageId) => sampleEvent({ messageId, value: batch })),
      interactions: ids.map((messageId) => sampleInteraction({ messageId, value: batch })),
      decisions: [sampleDecision({ decisionId: String(batch) })],
    })
    // Synchronous, so that what was acknowledged is always told.
    writeSync(1, `${batch}\n`)
    // A query now and then, so that kills also hit the moment when rows move into the database.
    if (batch % 20 === 0) await store.query('SELECT count(*) AS n FROM events')
  }
}

await Promise.all([appendOn(), appendOn(), appendOn()])
