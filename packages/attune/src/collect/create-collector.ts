import type { Logger } from 'pino'
import { Counter } from 'prom-client'
import type { CollectResult } from '../api/schemas/collect.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/schema.ts'
import { AttuneError, attuneError } from '../errors.ts'
import type { Consent } from '../protect/consent/consent.ts'
import type { Vault } from '../protect/vault/vault.ts'
import type { EventStore } from '../store/event-store-types.ts'
import type { EventRow, InteractionRow, QuarantineRow } from '../store/rows.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Telemetry } from '../telemetry.ts'
import type { Collector, CollectRequest, Stored } from './collector.ts'
import { purposeOf, signalsOf } from './consent-of-events.ts'
import { createIdentifierJoins } from './create-identifier-joins.ts'
import { eventLimits } from './event-limits.ts'
import { eventRows } from './event-rows.ts'
import type { Identity } from './identity.ts'
import { createIdentityFollower } from './identity-follower.ts'
import { createPeopleWriter } from './people-writer.ts'
import { personFacts } from './person-facts.ts'
import { quarantineRow } from './quarantine-row.ts'
import { readPersonId } from './read-id.ts'
import { readRecord } from './read-record.ts'
import { readTime } from './read-times.ts'
import { Judgement, type Refusal } from './refusal.ts'
import { robotAgents } from './robot-agents.ts'
import { createRobotWatch } from './robot-watch.ts'
import { sealedPayload } from './sealed-payload.ts'
import { gatedPayload } from './sources/gated-body.ts'
import type { Sources } from './sources/sources.ts'
import { eventMeanings } from './standard-events.ts'
import { type ValidationOptions, type ValidEvent, validateEvent, validationOptions } from './validate-event.ts'

export interface CollectorOptions {
  readonly config: Config
  readonly clock: Clock
  readonly events: EventStore
  readonly state: StateStore
  readonly identity: Identity
  /** Of the installation; digests of identifiers are made under it. */
  readonly secret: Uint8Array
  readonly vault: Vault
  readonly consent: Pick<Consent, 'allowed' | 'signal' | 'seen' | 'flush'>
  readonly sources: Pick<Sources, 'gateOf' | 'regimeOf' | 'dropped'>
  readonly telemetry: Telemetry
  readonly log: Logger
}

/** A valid event on its way, with its place in the request and its person. */
export interface Arrival {
  readonly index: number
  readonly event: ValidEvent
  readonly personId: string
}

type Rejected = CollectResult['rejected'][number]

/**
 * validate → duplicates → robots → rows → store → tell listeners → people and merges → answer.
 *
 * Each event is judged alone; what is refused, set aside or a duplicate is counted, answered and written to the quarantine
 * in the same commit as what is kept. When the store fails nothing is kept. When the state store fails after the events are
 * stored, the answer is 503 too, and sending the same again completes it: people and merges are written for duplicates also.
 *
 * @throws AttuneError `invalid-config` for a `robotUserAgent` that is no regular expression
 */
export function createCollector(options: CollectorOptions): Collector {
  const { config, clock, events, state, identity, secret, vault, consent, sources, telemetry, log } = options
  const meanings = eventMeanings(config.collect.events)
  const isRobotAgent = robotAgents(config.collect.robotUserAgent)
  const robots = createRobotWatch(config.collect.robotEventsPerMinute)
  const people = createPeopleWriter(state, vault, config.traits)
  const follow = createIdentityFollower({ state, identity })
  const joinAlike =
    config.identity.join.length > 0
      ? createIdentifierJoins({ state, identity, secret, rules: config.identity })
      : undefined
  const listeners: ((stored: Stored) => void)[] = []
  const ignoredFields = new Counter({
    name: 'attune_ignored_fields_total',
    help: 'Fields of stored events that were left out: unknown or undeclared, or direct identifiers outside traits',
    registers: [telemetry.registry],
  })

  async function collect(request: CollectRequest): Promise<CollectResult> {
    const { workspace, source } = request
    // What the product itself says of a known person is declared by nobody.
    const gate = request.personId === undefined ? sources.gateOf(workspace, source) : undefined
    const regime = sources.regimeOf(workspace, source)
    const envelope = readEnvelope(request)
    if ('code' in envelope) {
      await refuse(request, envelope)
      throw attuneError(envelope.code, envelope.message, {
        status: envelope.code === 'too-many-events' ? 413 : 400,
        details: envelope.field === null ? {} : { field: envelope.field },
      })
    }
    const rules = {
      ...validationOptions(config, clock(), meanings),
      ...envelope,
      type: request.type,
      gate,
      ofKnownPerson: request.personId !== undefined,
    }
    const { receivedAt } = rules
    const { locationDecimals } = config.protect
    const sealPayload = (payload: string): string => sealedPayload(vault, workspace, receivedAt, payload)
    const rejected: Rejected[] = []
    const quarantine: QuarantineRow[] = []
    const setAside = (
      index: number,
      refusal: Refusal,
      messageId: string | null,
      personId = personIn(workspace, request.events[index]),
    ): void => {
      rejected.push({ index, messageId, ...refusal })
      const sent = request.events[index]
      const raw = gate ? gatedPayload(gate, sent, request.type, locationDecimals) : sent
      const from = { workspace, receivedAt, source, messageId, personId, raw, seal: sealPayload, locationDecimals }
      quarantine.push(quarantineRow(refusal, from))
    }

    const arrivals = new Map<string, Arrival>()
    let unwanted = 0
    const repeated: Arrival[] = []
    for (const [index, raw] of request.events.entries()) {
      const validation = validateEvent(raw, rules)
      if (!validation.ok) {
        setAside(index, validation.refused, validation.messageId)
        continue
      }
      const { event } = validation
      const arrival = { index, event, personId: request.personId ?? identity.personIdOf(workspace, event) }
      consent.seen(workspace, arrival.personId, regime, event.heard)
      for (const signal of signalsOf(event, request.signals, config.protect.childAge, receivedAt))
        consent.signal(workspace, arrival.personId, signal, event.ts)
      if (!consent.allowed(workspace, arrival.personId, purposeOf(event))) {
        rejected.push({ index, messageId: event.messageId, ...noConsent })
        unwanted += 1
        continue
      }
      if (arrivals.has(event.messageId)) repeated.push(arrival)
      else arrivals.set(event.messageId, arrival)
    }

    await knowingLaws(async () => consent.flush())
    const ids = [...arrivals.keys()]
    const claimed = await storing(() => events.duplicatesOf(workspace, ids))
    // Whatever goes wrong before the rows are handed over, the ids must be free to come again.
    let handedOver = false
    using _claims = { [Symbol.dispose]: () => handedOver || events.release(workspace, ids) }
    const accepted: Arrival[] = []
    const robotsById = new Map<string, Refusal>()
    const rows: { events: EventRow[]; interactions: InteractionRow[] } = { events: [], interactions: [] }
    for (const [messageId, arrival] of arrivals) {
      if (claimed.has(messageId)) {
        repeated.push(arrival)
        continue
      }
      const robot = robotOf(arrival, request)
      if (robot !== null) {
        robotsById.set(messageId, robot)
        setAside(arrival.index, robot, messageId, arrival.personId)
        continue
      }
      const { personId } = arrival
      const seal = (text: string): string => vault.seal(workspace, personId, text)
      vault.ensure(workspace, personId)
      const made = eventRows(arrival.event, { workspace, source, personId, seal })
      accepted.push(arrival)
      rows.events.push(made.event)
      for (const interaction of made.interactions) rows.interactions.push(interaction)
    }
    const duplicates: Arrival[] = []
    for (const arrival of repeated) {
      const { event, index } = arrival
      // The repeat of what was set aside is no duplicate: nothing is stored.
      const robot = robotsById.get(event.messageId)
      if (robot !== undefined) {
        setAside(index, robot, event.messageId, arrival.personId)
        continue
      }
      duplicates.push(arrival)
      const { personId } = arrival
      const from = { workspace, receivedAt, source, messageId: event.messageId, personId, seal: sealPayload }
      quarantine.push(quarantineRow(duplicate, from))
    }
    handedOver = true
    events.release(workspace, [...robotsById.keys()])
    const stored: Stored = { ...rows, quarantine }
    try {
      await storing(async () => {
        await vault.settled()
        await events.append(stored)
      })
    } catch (error) {
      for (const { personId } of accepted) robots.forgive(personId, 1)
      throw error
    }
    announce(stored)
    for (const { event } of accepted)
      if (event.dropped.length > 0) sources.dropped(workspace, source, event.event, event.dropped)
    if (unwanted > 0) telemetry.eventsRefused.inc({ reason: noConsent.code, workspace }, unwanted)
    await knowing(async () => {
      const heard = duplicates.length === 0 ? accepted : [...accepted, ...duplicates]
      await people.write(personFacts(workspace, source, heard))
      await follow(workspace, heard)
      await joinAlike?.(workspace, heard)
    })
    rejected.sort((a, b) => a.index - b.index)
    return {
      success: rejected.length === 0,
      accepted: accepted.length,
      duplicates: duplicates.length,
      rejected,
      ...ignoredOf(accepted),
    }
  }

  /** Whose the event would have been, where that can be told; so that erasing somebody finds it. */
  function personIn(workspace: string, raw: unknown): string | null {
    if (typeof raw !== 'object' || raw === null) return null
    const { userId, anonymousId } = raw as Record<string, unknown>
    const judgement = new Judgement()
    const ids = {
      userId: readPersonId(userId, 'userId', judgement),
      anonymousId: readPersonId(anonymousId, 'anonymousId', judgement),
    }
    return ids.userId === null && ids.anonymousId === null ? null : identity.personIdOf(workspace, ids)
  }

  function robotOf({ event, personId }: Arrival, { userAgent }: CollectRequest): Refusal | null {
    if (isRobotAgent(event.userAgent, userAgent)) return robotAgent
    return robots.judge(personId, event.ts, event.facts.itemId, event.receivedAt)
  }

  function announce(stored: Stored): void {
    count(stored)
    for (const listener of listeners) {
      try {
        listener(stored)
      } catch (error) {
        log.error({ err: error }, 'a listener of stored events failed')
      }
    }
  }

  function count({ events: rows, quarantine }: Stored): void {
    // What is stored together came in one request, and so for one workspace.
    const workspace = (rows[0] ?? quarantine[0])?.workspace ?? ''
    for (const [type, n] of tally(rows.map((row) => row.type))) telemetry.eventsAccepted.inc({ type, workspace }, n)
    for (const [reason, n] of tally(quarantine.map((row) => row.reason)))
      telemetry.eventsRefused.inc({ reason, workspace }, n)
  }

  function ignoredOf(accepted: readonly Arrival[]): Pick<CollectResult, 'ignored'> {
    const fields = accepted.flatMap(({ event: { ignored, dropped } }) =>
      // What is declared as unwanted is no news to the sender.
      dropped.length === 0
        ? ignored
        : [...ignored, ...dropped.flatMap(({ field, reason }) => (reason === 'declared' ? [] : [field]))],
    )
    if (fields.length === 0) return {}
    ignoredFields.inc(fields.length)
    return { ignored: [...tally(fields)].slice(0, 50).map(([field, n]) => ({ field, count: n })) }
  }

  async function refuse({ workspace, source }: Pick<CollectRequest, 'workspace' | 'source'>, refusal: Refusal) {
    const seal = (payload: string): string => payload
    const row = quarantineRow(refusal, {
      workspace,
      receivedAt: clock(),
      source,
      messageId: null,
      personId: null,
      seal,
    })
    const stored: Stored = { events: [], interactions: [], quarantine: [row] }
    await storing(() => events.append(stored))
    announce(stored)
  }

  return {
    collect,
    refuse,
    forget: people.forget,
    onStored(listener) {
      listeners.push(listener)
    },
    onStated(listener) {
      people.onWritten((workspace, personIds) => {
        try {
          listener(workspace, personIds)
        } catch (error) {
          log.error({ err: error }, 'a listener of what was said of persons failed')
        }
      })
    },
  }
}

const duplicate: Refusal = { code: 'duplicate', field: 'messageId', message: 'This messageId is stored already.' }
/** Of these nothing is kept, not even what was refused. */
const noConsent: Refusal = {
  code: 'no-consent',
  field: null,
  message: 'The person has not agreed to this being kept, so it was not.',
}
const robotAgent: Refusal = {
  code: 'robot',
  field: 'context.userAgent',
  message: 'The user agent is a robot’s.',
}

/** What a batch says for all its events, or why nothing of it can be taken. */
function readEnvelope(request: CollectRequest): Pick<ValidationOptions, 'sentAt' | 'context'> | Refusal {
  const { batchEvents } = eventLimits
  const judgement = new Judgement()
  if (request.events.length > batchEvents)
    judgement.refuse(
      'too-many-events',
      null,
      `A batch has at most ${batchEvents} events; this one has ${request.events.length}.`,
    )
  const sentAt = readTime(request.sentAt, 'sentAt', judgement)
  const context = readRecord(request.context, 'context', judgement)
  return judgement.refusal ?? { sentAt, context }
}

const storing = <T>(work: () => Promise<T>): Promise<T> =>
  or503(work, 'The events could not be stored and none of them was kept. Send them again.')

const knowing = <T>(work: () => Promise<T>): Promise<T> =>
  or503(work, 'The events are stored, but not who sent them. Send them again: nothing will be doubled.')

const knowingLaws = <T>(work: () => Promise<T>): Promise<T> =>
  or503(work, 'It could not be written down whose law holds, and no event was kept. Send them again.')

async function or503<T>(work: () => Promise<T>, message: string): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof AttuneError && cause.status === 503) throw cause
    throw attuneError('store-unavailable', message, { status: 503, cause })
  }
}

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
