import { z } from 'zod'
import { attuneError } from '../errors.ts'
import type { StateStore } from '../store/state-store.ts'

const shopSettingSchema = z.strictObject({
  /** Publishable key of the page: scopes write and decide. */
  key: z.string(),
  /** Placement shown on its first page. */
  placement: z.string(),
  /** Placement of the list below a product; null where there is none. */
  productPlacement: z.string().nullable(),
})

/** What the demonstration shop's page needs to know; kept in the settings of the workspace under `shop`. */
export type ShopSetting = z.infer<typeof shopSettingSchema>

export function writeShopSetting(state: StateStore, workspace: string, setting: ShopSetting, now: number): void {
  state.raw
    .prepare(
      `INSERT INTO settings (workspace, key, value, updated_at) VALUES (?, 'shop', ?, ?)
       ON CONFLICT (workspace, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
    )
    .run(workspace, JSON.stringify(setting), now)
}

/** @throws AttuneError `shop-setting-unreadable` */
export function readShopSetting(state: StateStore, workspace: string): ShopSetting | undefined {
  const row = state.raw.prepare(`SELECT value FROM settings WHERE workspace = ? AND key = 'shop'`).get(workspace) as
    | { value: string }
    | undefined
  if (!row) return undefined
  try {
    return shopSettingSchema.parse(JSON.parse(row.value))
  } catch (cause) {
    throw attuneError('shop-setting-unreadable', 'The shop setting cannot be read. Run `npm run demo` again.', {
      status: 500,
      cause,
    })
  }
}
