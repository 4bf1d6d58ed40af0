import { z } from 'zod'
import type { BaseRhythm } from '../profile/portrait/rhythm.ts'
import type { StateStore } from '../store/state-store.ts'

const key = 'rhythm'
const pace = z.object({ atRiskMs: z.int().nonnegative(), lapsedMs: z.int().nonnegative() }).optional()
const rhythmSchema = z.object({ orders: pace, visits: pace })

/** The pace of everybody as it was read last: after a start nobody changes stages until it is read again. */
export function keptRhythm(state: StateStore, workspace: string): BaseRhythm {
  const row = state.raw.prepare('SELECT value FROM settings WHERE workspace = ? AND key = ?').get(workspace, key)
  const { orders, visits } = (row && rhythmSchema.safeParse(JSON.parse(String(row.value))).data) ?? {}
  return { orders, visits }
}

/** Four lengths of time that fifty pauses and more agree on: nobody's own. */
export function keepRhythm(state: StateStore, workspace: string, rhythm: BaseRhythm, now: number): void {
  state.raw
    .prepare(
      `INSERT INTO settings (workspace, key, value, updated_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (workspace, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
    )
    .run(workspace, key, JSON.stringify(rhythm), now)
}
