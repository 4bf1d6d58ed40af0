import { z } from 'zod'
import type { StateStore } from '../store/state-store.ts'
import { type ComputedTrait, computedTraitSchema } from './rules/computed-trait.ts'
import { ruleSchema } from './rules/rule.ts'
import type { SegmentInput } from './segments.ts'

const definitionSchema = z.strictObject({ title: z.string(), rule: ruleSchema })

export interface SegmentRow {
  readonly id: string
  /** Null where it was removed. */
  readonly definition: SegmentInput | null
  /** What undo brings back: null for nothing; undefined where there is no change to take back. */
  readonly previous: SegmentInput | null | undefined
  readonly createdAt: number
  readonly updatedAt: number
}

/** Segments and computed traits as the state store has them. */
export function segmentRows({ raw }: StateStore) {
  const select = raw.prepare(
    'SELECT id, definition, previous, created_at, updated_at FROM segments WHERE workspace = ? ORDER BY created_at, id',
  )
  const upsert = raw.prepare(
    `INSERT INTO segments (workspace, id, definition, previous, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (workspace, id) DO UPDATE SET definition = excluded.definition, previous = excluded.previous, updated_at = excluded.updated_at`,
  )
  const read = (text: unknown): SegmentInput | null =>
    text === null || text === 'null' ? null : definitionSchema.parse(JSON.parse(String(text)))
  return {
    workspaces: (): readonly string[] =>
      raw
        .prepare('SELECT DISTINCT workspace FROM segments WHERE definition IS NOT NULL')
        .all()
        .map(({ workspace }) => String(workspace)),
    segments: (workspace: string): readonly SegmentRow[] =>
      select.all(workspace).map((row) => ({
        id: String(row.id),
        definition: read(row.definition),
        previous: row.previous === null ? undefined : read(row.previous),
        createdAt: Number(row.created_at),
        updatedAt: Number(row.updated_at),
      })),
    write(workspace: string, { id, definition, previous, createdAt, updatedAt }: SegmentRow): void {
      upsert.run(
        workspace,
        id,
        definition === null ? null : JSON.stringify(definition),
        previous === undefined ? null : JSON.stringify(previous),
        createdAt,
        updatedAt,
      )
    },
    computedTraits: (workspace: string): readonly ComputedTrait[] =>
      raw
        .prepare('SELECT definition FROM computed_traits WHERE workspace = ? ORDER BY name')
        .all(workspace)
        .map(({ definition }) => computedTraitSchema.parse(JSON.parse(String(definition)))),
    writeComputedTrait(workspace: string, trait: ComputedTrait, now: number): void {
      raw
        .prepare(
          `INSERT INTO computed_traits (workspace, name, definition, updated_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (workspace, name) DO UPDATE SET definition = excluded.definition, updated_at = excluded.updated_at`,
        )
        .run(workspace, trait.name, JSON.stringify(trait), now)
    },
    removeComputedTrait(workspace: string, name: string): void {
      raw.prepare('DELETE FROM computed_traits WHERE workspace = ? AND name = ?').run(workspace, name)
    },
  }
}

export type SegmentRows = ReturnType<typeof segmentRows>
