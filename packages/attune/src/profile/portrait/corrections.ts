import { z } from 'zod'
import type { PortraitCorrection, Profile } from '../../api/schemas/profiles.ts'
import type { Vault } from '../../protect/vault/vault.ts'
import type { StateStore } from '../../store/state-store.ts'

const bySchema = z.enum(['person', 'operator'])
const traitValueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])
/** What was put right of one person; lies sealed. Times are milliseconds since the epoch. */
const correctionsSchema = z.object({
  /** Trait → what it is now (null: taken away), and what it was (absent: it was not there). */
  traits: z
    .record(z.string(), z.object({ is: traitValueSchema, was: z.unknown().optional(), at: z.number(), by: bySchema }))
    .default({}),
  categories: z
    .record(z.string(), z.object({ is: z.enum(['hide', 'confirm']), at: z.number(), by: bySchema }))
    .default({}),
  brands: z.record(z.string(), z.object({ is: z.enum(['hide', 'confirm']), at: z.number(), by: bySchema })).default({}),
})
export type Corrections = z.infer<typeof correctionsSchema>

export const noCorrections: Corrections = { traits: {}, categories: {}, brands: {} }

type Source = { readonly state: Pick<StateStore, 'raw'>; readonly vault: Vault }

/** What was put right of a person, of all identities together; the newest word on a thing counts. */
export function readCorrections({ state, vault }: Source, workspace: string, aliases: readonly string[]): Corrections {
  const rows = state.raw
    .prepare(
      `SELECT person_id, corrections FROM portrait_corrections
       WHERE workspace = ? AND person_id IN (SELECT value FROM json_each(?))`,
    )
    .all(workspace, JSON.stringify(aliases)) as unknown as { person_id: string; corrections: string }[]
  if (rows.length === 0) return noCorrections
  const all = rows.flatMap(({ person_id: personId, corrections }) => {
    const opened = vault.open(workspace, personId, corrections)
    return opened === undefined ? [] : [correctionsSchema.parse(JSON.parse(opened))]
  })
  return {
    traits: newest(all.map(({ traits }) => traits)),
    categories: newest(all.map(({ categories }) => categories)),
    brands: newest(all.map(({ brands }) => brands)),
  }
}

function newest<One extends { readonly at: number }>(records: readonly Record<string, One>[]): Record<string, One> {
  const merged = new Map<string, One>()
  for (const record of records)
    for (const [name, one] of Object.entries(record))
      if (one.at >= (merged.get(name)?.at ?? Number.NEGATIVE_INFINITY)) merged.set(name, one)
  return Object.fromEntries(merged)
}

/** Writes all that is put right of a person under one identity, instead of what any of them had. Within a transaction of the caller. */
export function writeCorrections(
  { state, vault }: Source,
  workspace: string,
  { personId, aliases }: { readonly personId: string; readonly aliases: readonly string[] },
  corrections: Corrections,
  at: number,
): void {
  state.raw
    .prepare('DELETE FROM portrait_corrections WHERE workspace = ? AND person_id IN (SELECT value FROM json_each(?))')
    .run(workspace, JSON.stringify(aliases))
  if (Object.values(corrections).every((part) => Object.keys(part).length === 0)) return
  const sealed = vault.seal(workspace, personId, JSON.stringify(corrections))
  // Not before the key is on disk.
  vault.flush()
  state.raw
    .prepare('INSERT INTO portrait_corrections (workspace, person_id, corrections, updated_at) VALUES (?, ?, ?, ?)')
    .run(workspace, personId, sealed, Math.round(at))
}

/** What was put right, as it is told. */
export function toldCorrections({ traits, categories, brands }: Corrections): PortraitCorrection[] {
  const iso = (at: number): string => new Date(at).toISOString()
  return [
    ...Object.entries(traits).map(([name, { is, at, by }]) => ({
      what: 'trait' as const,
      name,
      is: is === null ? ('removed' as const) : ('set' as const),
      at: iso(at),
      by,
    })),
    ...Object.entries(categories).map(([name, { is, at, by }]) => ({
      what: 'category' as const,
      name,
      is,
      at: iso(at),
      by,
    })),
    ...Object.entries(brands).map(([name, { is, at, by }]) => ({ what: 'brand' as const, name, is, at: iso(at), by })),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.name < b.name ? -1 : 1))
}

/** Interests as the person wants them: hidden ones left out, confirmed ones marked and kept although nothing speaks for them any more. */
export function correctedInterests(
  interests: Profile['interests']['categories'],
  corrections: Corrections['categories'],
  limit = 20,
): Profile['interests']['categories'] {
  const iso = (at: number): string => new Date(at).toISOString()
  const shown = interests
    .filter(({ name }) => corrections[name]?.is !== 'hide')
    .slice(0, limit)
    .map((interest) => {
      const said = corrections[interest.name]
      return said === undefined
        ? interest
        : { ...interest, source: 'given' as const, confirmed: { at: iso(said.at), by: said.by } }
    })
  const there = new Set(shown.map(({ name }) => name))
  const kept = Object.entries(corrections)
    .filter(([name, { is }]) => is === 'confirm' && !there.has(name))
    .map(([name, { at, by }]) => ({
      name,
      share: 0,
      low: 0,
      high: 1,
      source: 'given' as const,
      observations: null,
      asOf: iso(at),
      trend: 'steady' as const,
      prices: null,
      evidence: [],
      confirmed: { at: iso(at), by },
    }))
  return [...shown, ...kept]
}
