import { z } from 'zod'
import { attuneError } from '../errors.ts'
import type { StateStore } from '../store/state-store.ts'

/** A text with the label that somebody gave it. */
export interface GivenLabel {
  readonly textId: string
  readonly text: string
  readonly label: string
}

export interface LabelTask {
  readonly task: string
  readonly labels: readonly { readonly label: string; readonly texts: number }[]
}

const taskSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
const labelSchema = z.string().trim().min(1).max(100)

/** @throws AttuneError `invalid-task` */
export function checkTask(task: string): string {
  const parsed = taskSchema.safeParse(task)
  if (parsed.success) return parsed.data
  throw attuneError(
    'invalid-task',
    'A task is named by up to 64 small letters, digits and hyphens, for example “topics” or “urgent-tickets”.',
    { details: { field: 'task' } },
  )
}

/** @throws AttuneError `invalid-label` */
export function checkLabel(label: string): string {
  const parsed = labelSchema.safeParse(label)
  if (parsed.success) return parsed.data
  throw attuneError('invalid-label', 'A label is a name of 1 to 100 characters.', { details: { field: 'label' } })
}

/** Stores labels, all or none; a text that has one gets the new one. */
export function putLabels(
  state: StateStore,
  { workspace, task, now }: { readonly workspace: string; readonly task: string; readonly now: number },
  given: readonly GivenLabel[],
): void {
  checkTask(task)
  const put = state.raw.prepare(
    `INSERT INTO text_labels (workspace, task, text_id, text, label, labelled_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (workspace, task, text_id) DO UPDATE SET text = excluded.text, label = excluded.label, labelled_at = excluded.labelled_at`,
  )
  state.transaction(() => {
    for (const { textId, text, label } of given) put.run(workspace, task, textId, text, checkLabel(label), now)
  })
}

/** The labels of a task, by text id. */
export const labelsOf = (state: StateStore, workspace: string, task: string): readonly GivenLabel[] =>
  state.raw
    .prepare('SELECT text_id AS textId, text, label FROM text_labels WHERE workspace = ? AND task = ? ORDER BY text_id')
    .all(workspace, checkTask(task)) as unknown as readonly GivenLabel[]

/** All tasks of a workspace with how many texts have each label. */
export function labelTasks(state: StateStore, workspace: string): readonly LabelTask[] {
  const rows = state.raw
    .prepare(
      'SELECT task, label, count(*) AS texts FROM text_labels WHERE workspace = ? GROUP BY task, label ORDER BY task, label',
    )
    .all(workspace) as { task: string; label: string; texts: number }[]
  return [...Map.groupBy(rows, ({ task }) => task)].map(([task, own]) => ({
    task,
    labels: own.map(({ label, texts }) => ({ label, texts })),
  }))
}
