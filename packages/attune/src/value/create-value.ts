import { setImmediate as turn } from 'node:timers/promises'
import { type RfmGroup, rfmGroupOf } from '@attune/measure'
import type { Logger } from 'pino'
import type {
  NextActions,
  NextActionsInput,
  PersonValue,
  Value,
  ValueInput,
  ValuePeople,
} from '../api/schemas/value.ts'
import type { Attune } from '../attune.ts'
import { attuneError } from '../errors.ts'
import { runInThread } from '../models/run-in-thread.ts'
import type { FoundPerson } from '../profile/find-person.ts'
import { dropValue, keepValue, lastValue, renewValue, valuedWorkspaces } from './last-value.ts'
import { type BuyerValue, type ModelledValue, refuseTooFew, type ValueOrder } from './model-value.ts'
import { type Actable, nextActions } from './next-actions.ts'
import { openPersonValue, type PersonWorth } from './person-value.ts'
import { readBuyers } from './read-buyers.ts'
import { groupTexts } from './value-texts.ts'

/** What customers are worth, who leaves, and what to do about it. */
export interface CustomerValues {
  /**
   * Fits the models to everybody who allows `profiling`, writes their scores and keeps the summary in place of the one before.
   * While one is being made, whoever asks gets that one. Where there are too few buyers by now the summary and the scores of
   * before are removed.
   *
   * @throws AttuneError `too-few-buyers`, `value-aborted` when Attune closes
   */
  fit(workspace: string, input: ValueInput): Promise<Value>
  last(workspace: string): Value | undefined
  /** Of one person, as of now; null where nothing was fitted, they never bought, or do not allow it. */
  of(workspace: string, person: FoundPerson, language: 'en' | 'zh'): PersonValue | null
  /** Figures of buyers as of now, some a page, which may be none before the last. @param from 0, or `next` of the page before @throws AttuneError `no-value` */
  people(workspace: string, from: number): ValuePeople
  /** @throws AttuneError `no-value`, `unknown-score` */
  nextActions(workspace: string, input: NextActionsInput): Promise<NextActions>
  close(): void
}

export interface ValuesOptions
  extends Pick<Attune, 'clock' | 'state' | 'consent' | 'identity' | 'activity' | 'segments'> {
  readonly log: Logger
  /** Fits in a thread of its own. Default: does. */
  readonly inThread?: (order: ValueOrder, signal: AbortSignal) => Promise<ModelledValue>
}

/** Scores that rules of segments can use. */
export const valueScores = ['lifetime-value', 'expected-orders', 'alive', 'churn', 'rfm'] as const

interface Page<One> {
  readonly people: One[]
  readonly next: number | null
}

const checkEveryMs = 60 * 60_000
const dayMs = 86_400_000
const peopleAPage = 500
/** Where hardly anybody bought or allows it, a page ends after so many that were looked at: it is worked out in one turn. */
const slotsAPage = 2000

const fitInThread: NonNullable<ValuesOptions['inThread']> = (order, signal) =>
  runInThread<ModelledValue>('../value/value-worker', order, () => {}, signal)

/** Values of every workspace; what was asked for once is fitted again each day. */
export function createValue(options: ValuesOptions): CustomerValues {
  const { clock, state, consent, identity, activity, segments, log, inThread = fitInThread } = options
  const fitting = new Map<string, Promise<Value>>()
  const closing = new AbortController()
  const persons = openPersonValue(options)

  async function fit(workspace: string, input: ValueInput): Promise<Value> {
    const now = clock()
    const isAllowed = (personId: string): boolean => consent.allowed(workspace, personId, 'profiling')
    const { personIds, ...read } = await readBuyers({
      activity: activity.of(workspace),
      isAllowed,
      churnDays: input.churnDays,
      now,
      signal: closing.signal,
    })
    try {
      refuseTooFew(read.buyers)
    } catch (error) {
      drop(workspace)
      throw error
    }
    const { model, value, rows } = await inThread({ ...read, input, now }, closing.signal)
    closing.signal.throwIfAborted()
    const scored = (of: (row: BuyerValue) => number | null) =>
      rows.flatMap((row, at) => {
        const [personId, score] = [personIds[at], of(row)]
        return personId === undefined || score === null || !isAllowed(personId) ? [] : [{ personId, value: score }]
      })
    const put = (name: (typeof valueScores)[number], of: (row: BuyerValue) => number | null): void =>
      void segments.scores.put(workspace, name, scored(of), { replace: true })
    put('lifetime-value', (row) => row.value)
    put('expected-orders', ({ purchases }) => purchases)
    put('alive', ({ alive }) => alive)
    put('churn', ({ churn }) => churn)
    put('rfm', ({ rfm }) => 100 * rfm.recency + 10 * rfm.frequency + rfm.monetary)
    const view: Value = { at: new Date(now).toISOString(), ...value, scores: [...valueScores] }
    keepValue(state, workspace, view, model, now)
    // Erased while the models were fitted to them.
    if (personIds.some((personId) => activity.of(workspace).slotOf(personId) === undefined))
      renewValue(state, workspace)
    persons.changed(workspace)
    return view
  }

  /** What was worked out of people who are gone does not stay until there are enough again. */
  function drop(workspace: string): void {
    dropValue(state, workspace)
    persons.changed(workspace)
    const known = new Set(segments.scores.list(workspace).map(({ name }) => name))
    for (const name of valueScores) if (known.has(name)) segments.scores.remove(workspace, name)
  }

  function fitOnce(workspace: string, input: ValueInput): Promise<Value> {
    const under = fitting.get(workspace)
    if (under) return under
    const now = fit(workspace, input)
      .catch((error: unknown) => {
        if (!closing.signal.aborted) throw error
        throw attuneError('value-aborted', 'Attune closed before the values were worked out: ask again.', {
          status: 503,
          cause: error,
        })
      })
      .finally(() => fitting.delete(workspace))
    fitting.set(workspace, now)
    return now
  }

  const timer = setInterval(() => {
    for (const { workspace, at } of valuedWorkspaces(state)) {
      const before = clock() - at >= dayMs ? lastValue(state, workspace) : undefined
      if (before)
        fitOnce(workspace, before.input).catch((error: unknown) =>
          log.error({ err: error }, 'values could not be renewed'),
        )
    }
  }, checkEveryMs)
  timer.unref()

  function required(workspace: string) {
    const last = lastValue(state, workspace)
    if (last) return last
    throw attuneError('no-value', 'Values were not worked out yet: run attune value fit, or POST /v1/value.', {
      status: 409,
    })
  }

  /** A page of buyers who allow it, as `view` tells of each. */
  function page<One>(workspace: string, from: number, view: (personId: string, worth: PersonWorth) => One): Page<One> {
    required(workspace)
    const of = activity.of(workspace)
    const found: One[] = []
    const until = Math.min(of.slots, from + slotsAPage)
    let slot = from
    for (; slot < until && found.length < peopleAPage; slot++) {
      const personId = of.personOf(slot)
      if (personId === undefined || !consent.allowed(workspace, personId, 'profiling')) continue
      const worth = persons.worthOf(workspace, personId)
      if (worth) found.push(view(personId, worth))
    }
    return { people: found, next: slot < of.slots ? slot : null }
  }

  function people(workspace: string, from: number): ValuePeople {
    return page(workspace, from, (personId, { value: { alive, purchases, spend, value }, churn }) => {
      const rfm = persons.rfmOf(workspace, identity.aliasesOf(workspace, personId))
      return {
        personId,
        alive,
        expectedOrders: purchases,
        expectedSpend: spend,
        lifetimeValue: value,
        churn: churn(),
        rfm,
        group: groupOf(rfm),
      }
    })
  }

  return {
    fit: fitOnce,
    last: (workspace) => lastValue(state, workspace),
    of(workspace, { personId, aliases }, language) {
      if (!consent.allowed(workspace, personId, 'profiling')) return null
      const found = persons.of(workspace, personId, language)
      if (!found) return null
      const group = groupOf(persons.rfmOf(workspace, aliases))
      return { group, groupName: group && groupTexts[group][language], ...found }
    },
    people,
    async nextActions(workspace, input) {
      const { currency } = required(workspace)
      const names = input.actions.flatMap(({ uplift }) => (typeof uplift === 'number' ? [] : [uplift.score]))
      const known = new Set(segments.scores.list(workspace).map(({ name }) => name))
      if (names.some((name) => !known.has(name)))
        throw attuneError('unknown-score', 'There are no scores of one of these names.', { status: 404 })
      const scores = new Map(names.map((name) => [name, persons.scoresOf(workspace, name)]))
      const actable: Actable[] = []
      for (let from: number | null = 0; from !== null; ) {
        const some: Page<Actable> = page(workspace, from, (personId, { value: { spend, value } }) => ({
          personId,
          order: spend ?? 0,
          lifetime: value ?? 0,
        }))
        actable.push(...some.people)
        from = some.next
        await turn(undefined, { signal: closing.signal })
      }
      const found = nextActions(actable, input, (personId, score) => scores.get(score)?.get(personId) ?? Number.NaN)
      return { ...found, currency }
    },
    close() {
      clearInterval(timer)
      closing.abort()
    },
  }
}

function groupOf(digits: number | null): RfmGroup | null {
  if (digits === null) return null
  return rfmGroupOf({
    recency: Math.floor(digits / 100),
    frequency: Math.floor(digits / 10) % 10,
    monetary: digits % 10,
  })
}
