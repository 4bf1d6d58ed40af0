import type { Logger } from 'pino'
import type { ActivityIndex } from '../activity/activity-index.ts'
import type { Clock } from '../clock.ts'
import type { Identity } from '../collect/identity.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import { weightOf } from '../collect/weights.ts'
import type { Config } from '../config/schema.ts'
import { attuneError } from '../errors.ts'
import type { BaseRhythm } from '../profile/portrait/rhythm.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { Consent } from '../protect/consent/consent.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Webhooks } from '../webhooks/webhooks.ts'
import { createChangeAnnouncer } from './announce-changes.ts'
import { createChangeLog } from './change-log.ts'
import { computedTraits } from './computed-traits.ts'
import { countInterests } from './count-interests.ts'
import { createScores } from './create-scores.ts'
import { createItemFacts } from './evaluate/item-facts.ts'
import { createLocalTime } from './evaluate/local-time.ts'
import { readsOf } from './evaluate/reads-of.ts'
import { keepRhythm, keptRhythm } from './kept-rhythm.ts'
import { previewRule } from './membership/preview-rule.ts'
import { proposeSegment, type SentenceReader } from './propose-segment.ts'
import { resolvePeople } from './resolve-people.ts'
import { checkRule, checkUsers } from './rules/check-rule.ts'
import type { Rule } from './rules/rule.ts'
import { scoreUploads } from './score-uploads.ts'
import { type SegmentRow, segmentRows } from './segment-rows.ts'
import type { SegmentInput, Segments } from './segments.ts'
import { openWorkspaceSegments, unknownSegment, type WorkspaceSegments } from './workspace-segments.ts'

/** Windows that slid are noticed within this time where nobody asks; whoever asks gets the answer of that moment. */
const lookEveryMs = 1000
/** Changes written in one turn. */
const writtenAtOnce = 50_000
/** Erasures drop what was read of everybody, which is too dear to read after each. */
const askPaceEveryMs = 600_000
const mostSegments = 500
const nothingKnown: BaseRhythm = { orders: undefined, visits: undefined }

export interface SegmentsOptions {
  readonly config: Config
  readonly state: StateStore
  readonly activity: ActivityIndex
  readonly items: ItemCatalogue
  readonly identity: Identity
  readonly consent: Consent
  readonly webhooks: Pick<Webhooks, 'announce' | 'hears'>
  /** Ids of placements that a segment decides who sees. */
  readonly aimedAt?: ((workspace: string, segmentId: string) => readonly string[]) | undefined
  readonly clock: Clock
  readonly log: Logger
  /** Reads sentences; undefined where no language model is configured. */
  readonly reader?: SentenceReader | undefined
  /** Has the pace of everybody read where it is an hour old or was never read: it comes by `keepRhythm`. */
  readonly askRhythm?: ((workspace: string) => Promise<void>) | undefined
}

/** Segments of all workspaces, following what people do, say and allow. */
export function createSegments(options: SegmentsOptions): Segments {
  const { config, state, activity, items, identity, consent, webhooks, clock, log } = options
  const table = segmentRows(state)
  const localTime = createLocalTime(config.segments.timeZone)
  const changeLog = createChangeLog({
    state,
    localTime,
    keepDays: config.segments.keepChangesDays,
    hears: (workspace, segmentId, entered) =>
      webhooks.hears(workspace, entered ? 'segment.entered' : 'segment.left', segmentId),
  })
  const announceChanges = createChangeAnnouncer({
    state,
    webhooks,
    allowed: (workspace, personId) => consent.allowed(workspace, personId, 'profiling'),
  })
  const workspaces = new Map<string, WorkspaceSegments>()
  const rhythms = new Map<string, BaseRhythm>()
  /** Of each workspace, person → by how many erasures. */
  const silenced = new Map<string, Map<string, number>>()
  const listeners: Parameters<Segments['onChange']>[0][] = []
  const now = (): number => Math.floor(clock())

  function open(workspace: string): WorkspaceSegments {
    const known = workspaces.get(workspace)
    if (known) return known
    const own = activity.of(workspace)
    rhythms.set(workspace, keptRhythm(state, workspace))
    const opened = openWorkspaceSegments({
      rows: table.segments(workspace),
      computedTraits: table.computedTraits(workspace),
      scores: createScores({ workspace, state, activity: own, aliasesOf: (id) => identity.aliasesOf(workspace, id) }),
      activity: own,
      catalogue: () => items.all(workspace),
      sources: {
        facts: createItemFacts({
          items: own.items,
          get: (id) => items.get(workspace, id),
          revision: () => items.revision(workspace),
        }),
        localTime,
        weightOf: (kind, amount) => weightOf(kind, amount, config.weights),
        rhythm: () => rhythms.get(workspace) ?? nothingKnown,
      },
      membership: {
        clock,
        allowed: (personId) => consent.allowed(workspace, personId, 'profiling'),
        exceptions: () => consent.exceptions(workspace, 'profiling'),
        tell(all) {
          const silent = silenced.get(workspace)
          const changes = silent?.size ? all.filter(({ personId }) => !silent.has(personId)) : all
          if (changes.length === 0) return
          changeLog.add(workspace, changes)
          for (const listener of listeners) listener(workspace, changes)
        },
      },
    })
    workspaces.set(workspace, opened)
    return opened
  }
  for (const workspace of table.workspaces()) open(workspace)

  activity.onChange((workspace, slots, what) => {
    const opened = workspaces.get(workspace)
    opened?.scores.changed(slots)
    opened?.memberships.changed(slots, what)
  })
  consent.onChange((workspace, personIds) => workspaces.get(workspace)?.memberships.consented(personIds))

  const timer = setInterval(() => {
    try {
      const at = now()
      for (const [workspace, { memberships }] of workspaces) {
        if (memberships.nextDue() <= at) memberships.advance()
        if (memberships.readsPace()) keepPaceFresh(workspace, at)
      }
      changeLog.flush(writtenAtOnce)
      announceChanges()
    } catch (error) {
      log.error({ err: error }, 'segments could not be brought up to date; it is tried again in a second')
    }
  }, lookEveryMs)
  timer.unref()

  const { askRhythm = () => Promise.resolve() } = options
  const rhythmFailed = (error: unknown): void =>
    log.error({ err: error }, 'the pace of everybody could not be read; it is tried again in ten minutes')
  const askedAt = new Map<string, number>()
  function keepPaceFresh(workspace: string, at: number): void {
    const before = askedAt.get(workspace)
    if (before !== undefined && at >= before && at - before < askPaceEveryMs) return
    askedAt.set(workspace, at)
    askRhythm(workspace).catch(rhythmFailed)
  }
  /** Of a rule that reads it: stages would else follow from an assumption until the next hour. */
  async function withRhythm(workspace: string, rule: Rule): Promise<void> {
    if (readsOf(rule, open(workspace).sources).rhythm) await askRhythm(workspace).catch(rhythmFailed)
  }
  function audit(workspace: string, actor: string, action: string, subject: string, details: object): void {
    appendAudit(state.raw, { workspace, at: now(), actor, action, subject, details: JSON.stringify(details) })
  }
  /** Writes a row and follows it in memory. */
  function write(workspace: string, row: SegmentRow, actor: string, action: string, tells = false): void {
    const opened = open(workspace)
    state.transaction(() => {
      table.write(workspace, row)
      audit(workspace, actor, action, row.id, row.definition ?? {})
    })
    opened.rows.set(row.id, row)
    if (row.definition === null) opened.memberships.remove(row.id)
    else opened.memberships.put(row.id, row.definition.rule, { tells })
  }
  function rowOf(workspace: string, id: string): SegmentRow & { readonly definition: SegmentInput } {
    const row = open(workspace).rows.get(id)
    if (row === undefined || row.definition === null) throw unknownSegment()
    return { ...row, definition: row.definition }
  }
  /** What is saved must stay within its limits, although a rule that it refers to grows. */
  function refuseGrown(workspace: string, id: string, rule: Rule): void {
    const { rows, around } = open(workspace)
    const saved = [...rows.values()].flatMap((row) => (row.definition ? [[row.id, row.definition.rule] as const] : []))
    checkUsers(id, rule, saved, around)
  }
  function refuseUsed(workspace: string, id: string): void {
    const users = open(workspace).usersOf('segments', id)
    const placements = options.aimedAt?.(workspace, id) ?? []
    if (users.length === 0 && placements.length === 0) return
    const who = [
      ...(users.length > 0 ? [`Other segments refer to it: ${users.join(', ')}.`] : []),
      ...(placements.length > 0 ? [`Placements are aimed at it: ${placements.join(', ')}.`] : []),
    ]
    throw attuneError('segment-in-use', `${who.join(' ')} Change those first.`, {
      status: 409,
      details: { segments: users, placements },
    })
  }
  /** The rule as it is saved, after it was looked at. */
  function prepared(
    workspace: string,
    rule: Rule,
    own: string | undefined,
  ): Pick<SegmentInput, 'rule'> & { readonly warnings: ReturnType<typeof checkRule> } {
    const { sources, around, memberships } = open(workspace)
    memberships.advance()
    checkRule(rule, own, around)
    const resolved = resolvePeople(rule, sources, now(), memberships.admitted())
    return { rule: resolved, warnings: checkRule(resolved, own, around) }
  }

  return {
    list(workspace) {
      const { rows, view } = open(workspace)
      return [...rows.values()]
        .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
        .flatMap((row) => view(row) ?? [])
    },
    get(workspace, id) {
      const row = open(workspace).rows.get(id)
      return row && open(workspace).view(row)
    },
    base: (workspace) => open(workspace).memberships.base(),
    async put(workspace, id, { title, rule }, actor, { announces = false } = {}) {
      await withRhythm(workspace, rule)
      const { rows, view } = open(workspace)
      const before = rows.get(id)
      if (!before?.definition && [...rows.values()].filter(({ definition }) => definition).length >= mostSegments)
        throw attuneError('too-many-segments', `There are ${mostSegments} segments: remove one that nobody uses.`)
      const { rule: ready } = prepared(workspace, rule, id)
      refuseGrown(workspace, id, ready)
      const row: SegmentRow = {
        id,
        definition: { title, rule: ready },
        previous: before?.definition ?? null,
        createdAt: before?.createdAt ?? now(),
        updatedAt: now(),
      }
      write(workspace, row, actor, 'segment.put', announces)
      return view(row) ?? fail()
    },
    remove(workspace, id, actor) {
      const row = rowOf(workspace, id)
      refuseUsed(workspace, id)
      write(
        workspace,
        { ...row, definition: null, previous: row.definition, updatedAt: now() },
        actor,
        'segment.removed',
      )
    },
    undo(workspace, id, actor) {
      const row = open(workspace).rows.get(id)
      if (row === undefined) throw unknownSegment()
      if (row.previous === undefined)
        throw attuneError('nothing-to-undo', 'Nothing was changed of this segment that could be taken back.', {
          status: 409,
        })
      if (row.previous === null) refuseUsed(workspace, id)
      else {
        checkRule(row.previous.rule, id, open(workspace).around)
        refuseGrown(workspace, id, row.previous.rule)
      }
      const back: SegmentRow = { ...row, definition: row.previous, previous: row.definition, updatedAt: now() }
      write(workspace, back, actor, 'segment.undone')
      return open(workspace).view(back)
    },
    async preview(workspace, rule, { own, among } = {}) {
      await withRhythm(workspace, rule)
      const { sources, memberships } = open(workspace)
      const ready = prepared(workspace, rule, own)
      const counted = await previewRule(ready.rule, sources, now(), memberships.admitted, {
        clockMs: () => performance.now(),
        among,
      })
      return { ...counted, ...ready }
    },
    async interests(workspace, { part, segment }) {
      if (segment !== undefined) rowOf(workspace, segment)
      const { sources, memberships } = open(workspace)
      memberships.advance()
      return countInterests(sources, {
        part,
        rule: segment === undefined ? undefined : { type: 'segment', id: segment },
        now: now(),
        admitted: memberships.admitted,
        clockMs: () => performance.now(),
      })
    },
    isMember: (workspace, personId, id) => open(workspace).memberships.has(id, personId),
    of: (workspace, personId) => open(workspace).memberships.of(personId),
    members(workspace, id, { from, limit }) {
      rowOf(workspace, id)
      return open(workspace).memberships.members(id, from, limit)
    },
    days(workspace, id, days) {
      rowOf(workspace, id)
      return changeLog.days(workspace, id, days, now())
    },
    enteredAt: (workspace, id, personIds) => changeLog.enteredAt(workspace, id, personIds),
    onChange(listener) {
      listeners.push(listener)
    },
    computed: computedTraits({ open, table, state, activity, consent, now, audit }),
    scores: scoreUploads({ open, activity, consent, now }),
    propose(workspace, sentence) {
      const { vocabulary, around } = open(workspace)
      const today = new Date(localTime.dayOf(now()) * 86_400_000).toISOString().slice(0, 10)
      return proposeSegment({ workspace, sentence, today, vocabulary: vocabulary() }, options.reader, around)
    },
    keepRhythm(workspace, rhythm) {
      if (JSON.stringify(rhythm) === JSON.stringify(rhythms.get(workspace) ?? keptRhythm(state, workspace))) return
      keepRhythm(state, workspace, rhythm, now())
      rhythms.set(workspace, rhythm)
      workspaces.get(workspace)?.memberships.paceChanged()
    },
    vocabulary: (workspace) => open(workspace).vocabulary(),
    silence(workspace, personIds) {
      const silent = silenced.get(workspace) ?? new Map<string, number>()
      silenced.set(workspace, silent)
      for (const id of personIds) silent.set(id, (silent.get(id) ?? 0) + 1)
      return () => {
        for (const id of personIds) {
          const left = (silent.get(id) ?? 1) - 1
          if (left > 0) silent.set(id, left)
          else silent.delete(id)
        }
      }
    },
    forget(workspace, personIds) {
      changeLog.forget(workspace, personIds)
      workspaces.get(workspace)?.scores.forget(personIds)
    },
    close() {
      clearInterval(timer)
      changeLog.flush()
    },
  }
}

function fail(): never {
  throw new Error('a segment that was just written is not there')
}
