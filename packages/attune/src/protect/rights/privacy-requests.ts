import { randomBytes } from 'node:crypto'
import type { ModelUnlearning } from '../../models/unlearning.ts'
import { readCursor, writeCursor } from '../../profile/cursor.ts'
import type { StateStore } from '../../store/state-store.ts'
import type { SignedReceipt } from './receipt.ts'

export const requestKinds = ['access', 'erasure', 'rectification', 'objection', 'explanation'] as const
export type RequestKind = (typeof requestKinds)[number]
export type RequestStatus = 'open' | 'working' | 'done' | 'refused'

/** Something that a person asked for. */
export interface PrivacyRequest {
  readonly id: string
  readonly kind: RequestKind
  /** Null once the person was erased. */
  readonly personId: string | null
  readonly status: RequestStatus
  readonly receivedAt: string
  /** One month after (GDPR Art. 12(3)). */
  readonly dueAt: string
  readonly doneAt: string | null
  readonly actor: string
  readonly note: string
  readonly receipt: SignedReceipt | null
  /** What became of each model: of erasures alone, once they are under way. */
  readonly models: readonly ModelUnlearning[]
  /** When the last byte was overwritten and the last model trained without the person; null until then, and where nothing is erased. */
  readonly purgedAt: string | null
}

export interface RequestQuery {
  /** Default: all. */
  readonly state?: 'open' | 'closed' | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

/** What waits for an answer. */
export interface DueRequests {
  readonly open: number
  readonly overdue: number
  /** Not overdue yet, but within a week. */
  readonly dueSoon: number
  /** The first deadline of what is open. */
  readonly nextDueAt: string | null
}

const weekMs = 7 * 86_400_000
/** Orders what is open by deadline, and after it what is closed, newest first: no deadline comes after the year 2096. */
const place = 'CASE WHEN done_at IS NULL THEN due_at ELSE 8000000000000 - done_at END'

/** An erasure that a stop of the process broke off. */
export interface UnfinishedErasure {
  readonly workspace: string
  readonly id: string
  /** Empty where only the purge is left. */
  readonly targets: readonly string[]
  /** Digests of the person ids; empty where no model can have learnt from them. */
  readonly subjects: readonly string[]
  readonly models: readonly ModelUnlearning[]
  /** Whether what can be done to models at once has been. */
  readonly forgotten: boolean
}

interface Row {
  readonly id: string
  readonly kind: RequestKind
  readonly person_id: string | null
  readonly status: RequestStatus
  readonly received_at: number
  readonly due_at: number
  readonly done_at: number | null
  readonly actor: string
  readonly note: string
  readonly receipt: string | null
  readonly models: string | null
  readonly purged_at: number | null
}

const modelsOf = (text: string | null): readonly ModelUnlearning[] =>
  text === null ? [] : (JSON.parse(text) as ModelUnlearning[])
const iso = (ms: number): string => new Date(ms).toISOString()
const requestOf = (row: Row): PrivacyRequest => ({
  id: row.id,
  kind: row.kind,
  personId: row.person_id,
  status: row.status,
  receivedAt: iso(row.received_at),
  dueAt: iso(row.due_at),
  doneAt: row.done_at === null ? null : iso(row.done_at),
  actor: row.actor,
  note: row.note,
  receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as SignedReceipt),
  models: modelsOf(row.models),
  purgedAt: row.purged_at === null ? null : iso(row.purged_at),
})

/** The same day of the next month, or its last day. */
export function oneMonthAfter(ms: number): number {
  const due = new Date(ms)
  const day = due.getUTCDate()
  due.setUTCMonth(due.getUTCMonth() + 1)
  if (due.getUTCDate() !== day) due.setUTCDate(0)
  return due.getTime()
}

export type PrivacyRequests = ReturnType<typeof privacyRequests>

/** Requests in the state store. Inside the caller's transaction where there is one. */
export function privacyRequests({ raw }: Pick<StateStore, 'raw'>) {
  const one = raw.prepare('SELECT * FROM privacy_requests WHERE workspace = ? AND id = ?')
  return {
    open(
      workspace: string,
      request: {
        kind: RequestKind
        personId: string
        actor: string
        note: string
        at: number
        targets?: readonly string[]
      },
    ): string {
      const id = `pr_${randomBytes(9).toString('base64url')}`
      raw
        .prepare(
          `INSERT INTO privacy_requests (id, workspace, kind, person_id, status, received_at, due_at, actor, note, targets)
           VALUES (?, ?, ?, ?, 'open', ?, ?, ?, ?, ?)`,
        )
        .run(
          id,
          workspace,
          request.kind,
          request.personId,
          Math.round(request.at),
          oneMonthAfter(request.at),
          request.actor,
          request.note,
          request.targets ? JSON.stringify(request.targets) : null,
        )
      return id
    },
    find(workspace: string, id: string): PrivacyRequest | undefined {
      const row = one.get(workspace, id) as Row | undefined
      return row && requestOf(row)
    },
    /**
     * What is open first, by deadline; then what is done, newest first.
     *
     * @throws AttuneError `invalid-cursor`
     */
    list(
      workspace: string,
      { state, limit, cursor }: RequestQuery,
    ): { readonly requests: readonly PrivacyRequest[]; readonly next: string | null } {
      const after = readCursor(cursor)
      const rows = raw
        .prepare(
          `SELECT *, ${place} AS place FROM privacy_requests
           WHERE workspace = :workspace AND (:closed IS NULL OR (done_at IS NOT NULL) = :closed)
             AND (:at IS NULL OR (${place}, id) > (:at, :id))
           ORDER BY place, id LIMIT :limit`,
        )
        .all({
          workspace,
          closed: state === undefined ? null : state === 'closed' ? 1 : 0,
          at: after?.at ?? null,
          id: after?.id ?? null,
          limit: limit + 1,
        }) as unknown as (Row & { readonly place: number })[]
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        requests: page.map(requestOf),
        next: rows.length > limit && last ? writeCursor({ at: last.place, id: last.id }) : null,
      }
    },
    due(workspace: string, now: number): DueRequests {
      const row = raw
        .prepare(
          `SELECT count(*) AS open, count(*) FILTER (WHERE due_at < :now) AS overdue,
             count(*) FILTER (WHERE due_at >= :now AND due_at < :soon) AS dueSoon, min(due_at) AS next
           FROM privacy_requests WHERE workspace = :workspace AND done_at IS NULL`,
        )
        .get({ workspace, now: Math.round(now), soon: Math.round(now) + weekMs }) as unknown as Omit<
        DueRequests,
        'nextDueAt'
      > & { readonly next: number | null }
      const { open, overdue, dueSoon, next } = row
      return { open, overdue, dueSoon, nextDueAt: next === null ? null : iso(next) }
    },
    /**
     * The erasure that a person asked for and that is not begun yet, to be carried out now; undefined where none is written
     * down.
     */
    begin(workspace: string, targets: readonly string[], note: string): string | undefined {
      const row = raw
        .prepare(
          `SELECT id FROM privacy_requests WHERE workspace = ?1 AND kind = 'erasure' AND status = 'open' AND targets IS NULL
             AND person_id IN (SELECT value FROM json_each(?2)) ORDER BY due_at, rowid LIMIT 1`,
        )
        .get(workspace, JSON.stringify(targets)) as { id: string } | undefined
      if (row)
        raw
          .prepare('UPDATE privacy_requests SET targets = ?, note = trim(note || char(10) || ?, char(10)) WHERE id = ?')
          .run(JSON.stringify(targets), note, row.id)
      return row?.id
    },
    /** What is open and has its deadline in between, of all workspaces. */
    dueBetween: (
      from: number,
      to: number,
    ): readonly (Pick<PrivacyRequest, 'id' | 'kind' | 'dueAt'> & { readonly workspace: string })[] =>
      (
        raw
          .prepare(
            'SELECT workspace, id, kind, due_at FROM privacy_requests WHERE done_at IS NULL AND due_at >= ? AND due_at < ?',
          )
          .all(Math.round(from), Math.round(to)) as unknown as (Row & { workspace: string })[]
      ).map(({ workspace, id, kind, due_at: due }) => ({ workspace, id, kind, dueAt: iso(due) })),
    mark(workspace: string, id: string, status: RequestStatus, at: number | null): void {
      raw
        .prepare('UPDATE privacy_requests SET status = ?, done_at = ? WHERE workspace = ? AND id = ?')
        .run(status, at, workspace, id)
    },
    /**
     * The requests of persons lose whom they were about; other wishes to be erased are answered with it.
     *
     * @returns the ids of these wishes
     */
    forget(workspace: string, personIds: readonly string[], at: number): readonly string[] {
      const of = 'workspace = ?1 AND person_id IN (SELECT value FROM json_each(?2))'
      const ids = JSON.stringify(personIds)
      const answered = raw
        .prepare(
          `UPDATE privacy_requests SET status = 'done', done_at = ?3 WHERE ${of} AND kind = 'erasure' AND status = 'open' RETURNING id`,
        )
        .all(workspace, ids, Math.round(at))
      raw.prepare(`UPDATE privacy_requests SET person_id = NULL WHERE ${of}`).run(workspace, ids)
      return answered.map((row) => String(row.id))
    },
    /** @param subjects digests of the persons, where models may have learnt from them */
    erased(workspace: string, id: string, receipt: SignedReceipt, at: number, subjects: readonly string[]): void {
      raw
        .prepare(
          "UPDATE privacy_requests SET receipt = ?, status = 'done', done_at = ?, targets = NULL, subjects = ? WHERE workspace = ? AND id = ?",
        )
        .run(JSON.stringify(receipt), Math.round(at), JSON.stringify(subjects), workspace, id)
    },
    /** What became of a model, for all erasures that it was done for. A model that holds nothing any more was told before. */
    unlearnt(workspace: string, ids: readonly string[], news: ModelUnlearning): void {
      for (const id of ids) {
        const row = one.get(workspace, id) as Row | undefined
        const before = modelsOf(row?.models ?? null)
        if (news.state === 'untouched' && before.some(({ name }) => name === news.name)) continue
        const models = [...before.filter(({ name }) => name !== news.name), news].sort((a, b) =>
          a.name < b.name ? -1 : 1,
        )
        raw
          .prepare('UPDATE privacy_requests SET models = ? WHERE workspace = ? AND id = ?')
          .run(JSON.stringify(models), workspace, id)
      }
    },
    /** All was done to models that can be done at once. */
    forgotten(workspace: string, ids: readonly string[], at: number): void {
      raw
        .prepare(
          'UPDATE privacy_requests SET forgotten_at = ? WHERE workspace = ? AND id IN (SELECT value FROM json_each(?))',
        )
        .run(Math.round(at), workspace, JSON.stringify(ids))
    },
    purged(workspace: string, ids: readonly string[], at: number): void {
      raw
        .prepare(
          'UPDATE privacy_requests SET purged_at = ?, subjects = NULL WHERE workspace = ? AND id IN (SELECT value FROM json_each(?))',
        )
        .run(Math.round(at), workspace, JSON.stringify(ids))
    },
    /** Of all workspaces. */
    unfinished: (): readonly UnfinishedErasure[] =>
      raw
        .prepare(
          "SELECT workspace, id, targets, subjects, models, forgotten_at FROM privacy_requests WHERE kind = 'erasure' AND (targets IS NOT NULL OR (status = 'done' AND purged_at IS NULL))",
        )
        .all()
        .map((row) => ({
          workspace: String(row.workspace),
          id: String(row.id),
          targets: row.targets === null ? [] : (JSON.parse(String(row.targets)) as string[]),
          subjects: row.subjects === null ? [] : (JSON.parse(String(row.subjects)) as string[]),
          models: modelsOf(row.models as string | null),
          forgotten: row.forgotten_at !== null,
        })),
  }
}
