import { type Comparison, comparisonSchema, type EvaluationList } from '../api/schemas/evaluations.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { StateStore } from '../store/state-store.ts'

type Evaluation = EvaluationList['evaluations'][number]

/** The saved evaluations of a workspace, newest first. */
export function readEvaluations(state: StateStore, workspace: string): Evaluation[] {
  const rows = state.raw
    .prepare('SELECT name, comparison, saved_at FROM evaluations WHERE workspace = ? ORDER BY saved_at DESC, name')
    .all(workspace) as { name: string; comparison: string; saved_at: number }[]
  return rows.map(({ name, comparison, saved_at }) => ({
    name,
    at: new Date(saved_at).toISOString(),
    comparison: comparisonSchema.parse(JSON.parse(comparison)),
  }))
}

/** Saves an evaluation; one of the same name gives way to it. */
export function writeEvaluation(
  state: StateStore,
  {
    workspace,
    name,
    comparison,
    now,
    actor,
  }: { workspace: string; name: string; comparison: Comparison; now: number; actor: string },
): void {
  state.transaction(() => {
    state.raw
      .prepare(
        `INSERT INTO evaluations (workspace, name, comparison, saved_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (workspace, name) DO UPDATE SET comparison = excluded.comparison, saved_at = excluded.saved_at`,
      )
      .run(workspace, name, JSON.stringify(comparison), now)
    appendAudit(state.raw, { workspace, at: now, actor, action: 'evaluation.put', subject: name, details: '{}' })
  })
}

/** @returns whether there was one */
export function removeEvaluation(
  state: StateStore,
  { workspace, name, now, actor }: { workspace: string; name: string; now: number; actor: string },
): boolean {
  return state.transaction(() => {
    const { changes } = state.raw
      .prepare('DELETE FROM evaluations WHERE workspace = ? AND name = ?')
      .run(workspace, name)
    if (Number(changes) === 0) return false
    appendAudit(state.raw, { workspace, at: now, actor, action: 'evaluation.delete', subject: name, details: '{}' })
    return true
  })
}
