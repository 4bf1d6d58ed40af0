import type { SlotChange } from '../../activity/activity-index.ts'
import { type CompiledRule, compileRule } from '../evaluate/compile-rule.ts'
import { concerns, type RuleReads, readsOf } from '../evaluate/reads-of.ts'
import type { RuleSources } from '../evaluate/rule-sources.ts'
import { leadsTo } from '../rules/check-rule.ts'
import type { Rule } from '../rules/rule.ts'
import { createDueHeap } from './create-due-heap.ts'
import type { MembershipChange, Memberships } from './memberships.ts'

interface Member {
  readonly id: string
  readonly rule: Rule
  compiled: CompiledRule
  reads: RuleReads
  /** The run of `askAll` for which it has begun. */
  run: number
  /** 1: the slot belongs to it. */
  bytes: Uint8Array
  count: number
  /** When its windows of the calendar jump. */
  boundary: number
}

export interface MembershipOptions {
  /** All but what this keeps itself. */
  readonly sources: Omit<RuleSources, 'segmentRule'>
  readonly clock: () => number
  /** Whether a person may be looked at: `profiling`. */
  readonly allowed: (personId: string) => boolean
  /** The same for everybody at once. */
  readonly exceptions: () => { readonly allowedByDefault: boolean; readonly personIds: readonly string[] }
  readonly tell: (changes: readonly MembershipChange[]) => void
}

const everybody: Rule = { type: 'all', of: [] }

/**
 * One byte a slot and segment, and one time a slot at which time alone may change an answer. A change of a person asks those
 * segments about their slot anew that read what changed; a full run over all slots gives the same, by construction and by test.
 */
export function createMemberships({ sources, clock, allowed, exceptions, tell }: MembershipOptions): Memberships {
  const { activity, facts } = sources
  const segments = new Map<string, Member>()
  const due = createDueHeap()
  let admitted = new Uint8Array(0)
  let base = 0
  /** By slot, to tell who left when slots stand for others. */
  let persons: (string | undefined)[] = []
  let at = Number.NEGATIVE_INFINITY
  let factsVersion = 0
  let run = 0

  const all: RuleSources = { ...sources, segmentRule: (id) => segments.get(id)?.rule }
  const grown = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
    if (bytes.length >= activity.slots) return bytes
    const larger = new Uint8Array(Math.max(activity.slots, 2 * bytes.length, 64))
    larger.set(bytes)
    return larger
  }

  /** @returns whether it is somebody else's slot now, or may be looked at now or no more */
  function admit(slot: number): boolean {
    const before = persons[slot]
    const was = admitted[slot] as number
    const personId = activity.personOf(slot)
    persons[slot] = personId
    const is = personId !== undefined && allowed(personId) ? 1 : 0
    base += is - was
    admitted[slot] = is
    return personId !== before || is !== was
  }
  function admitEverybody(): void {
    const { allowedByDefault, personIds } = exceptions()
    const slots = activity.slots
    admitted = new Uint8Array(slots).fill(allowedByDefault ? 1 : 0)
    persons = new Array(slots)
    for (const personId of personIds) {
      const slot = activity.slotOf(personId)
      if (slot !== undefined) admitted[slot] = allowedByDefault ? 0 : 1
    }
    base = 0
    for (let slot = 0; slot < slots; slot++) {
      persons[slot] = activity.personOf(slot)
      if (persons[slot] === undefined) admitted[slot] = 0
      base += admitted[slot] as number
    }
  }

  function begin({ compiled }: Member): void {
    compiled.refresh()
    compiled.moment.now = at
    compiled.moment.until = Number.POSITIVE_INFINITY
  }
  /** Asks one segment about a slot for which it has begun; lowers its moment's `until`. */
  function ask(segment: Member, slot: number, changes: MembershipChange[] | undefined): void {
    const is = admitted[slot] === 1 && segment.compiled.fits(slot) ? 1 : 0
    if (is === segment.bytes[slot]) return
    segment.bytes[slot] = is
    segment.count += is === 1 ? 1 : -1
    // Who was merged into somebody else, or erased, leaves silently.
    const personId = persons[slot]
    if (changes && personId !== undefined) changes.push({ segmentId: segment.id, personId, entered: is === 1, at })
  }
  function fill(segment: Member, changes: MembershipChange[] | undefined): void {
    segment.bytes = grown(segment.bytes as Uint8Array<ArrayBuffer>)
    begin(segment)
    segment.compiled.takeOutdated()
    segment.boundary = segment.compiled.boundaryAfter(at)
    const { moment } = segment.compiled
    for (let slot = 0; slot < activity.slots; slot++) {
      moment.until = Number.POSITIVE_INFINITY
      ask(segment, slot, changes)
      if (moment.until < Number.POSITIVE_INFINITY) due.bring(slot, moment.until)
    }
  }
  /** @param what of slots that are in it only that changed */
  function askAll(slots: Iterable<number>, changes: MembershipChange[], what?: ReadonlyMap<number, SlotChange>): void {
    const known = [...segments.values()]
    run += 1
    for (const slot of slots) {
      const change = what?.get(slot)
      let until = Number.POSITIVE_INFINITY
      for (const segment of known) {
        if (change !== undefined && !concerns(change, segment.reads, activity)) continue
        if (segment.run !== run) {
          segment.run = run
          segment.bytes = grown(segment.bytes as Uint8Array<ArrayBuffer>)
          begin(segment)
        }
        segment.compiled.moment.until = Number.POSITIVE_INFINITY
        ask(segment, slot, changes)
        until = Math.min(until, segment.compiled.moment.until)
      }
      // The answers of those that were not asked hold as long as they did.
      if (change === undefined) due.set(slot, until)
      else due.bring(slot, until)
    }
  }
  function* dueSlots(): Iterable<number> {
    for (let slot = due.take(at); slot !== undefined; slot = due.take(at)) yield slot
  }

  function advance(): void {
    const before = at
    at = Math.floor(clock())
    facts.refresh()
    const changes: MembershipChange[] = []
    const isCatalogueNew = facts.version !== factsVersion
    factsVersion = facts.version
    // A clock that was set back makes every answer doubtful.
    const isBack = at < before
    if (isBack) due.clear()
    for (const segment of segments.values()) {
      if (isCatalogueNew && segment.compiled.readsItems) segment.compiled.refresh()
      if (isBack || segment.compiled.takeOutdated() || at >= segment.boundary) fill(segment, changes)
    }
    if (due.next <= at) askAll(dueSlots(), changes)
    if (changes.length > 0) tell(changes)
  }

  /** Slots stand for others: who was in before is known by name only. */
  function readAgain(): void {
    const before = new Map<string, Uint8Array>()
    const changes: MembershipChange[] = []
    for (const { id, bytes } of segments.values()) {
      const was = new Uint8Array(activity.slots)
      for (let slot = 0; slot < persons.length; slot++) {
        const personId = persons[slot]
        if (bytes[slot] !== 1 || personId === undefined) continue
        const now = activity.slotOf(personId)
        // Of whoever is nobody any more there is nothing to tell.
        if (now !== undefined) was[now] = 1
      }
      before.set(id, was)
    }
    admitEverybody()
    due.clear()
    for (const segment of segments.values()) {
      segment.bytes = before.get(segment.id) ?? new Uint8Array(0)
      segment.count = segment.bytes.reduce((sum, one) => sum + one, 0)
      fill(segment, changes)
    }
    if (changes.length > 0) tell(changes)
  }

  function compile(rule: Rule): CompiledRule {
    return compileRule(rule, all)
  }
  const refersTo = (rule: Rule, id: string): boolean => leadsTo(rule, id, (one) => segments.get(one)?.rule)
  function recompile(segment: Member, changes?: MembershipChange[]): void {
    segment.compiled = compile(segment.rule)
    segment.reads = readsOf(segment.rule, all)
    fill(segment, changes)
  }

  function refill(some: Iterable<Member>): void {
    advance()
    const changes: MembershipChange[] = []
    for (const segment of some) fill(segment, changes)
    if (changes.length > 0) tell(changes)
  }

  admitEverybody()
  advance()

  return {
    put(id, rule, { tells = false } = {}) {
      advance()
      const known = segments.get(id)
      segments.set(id, {
        id,
        rule,
        compiled: compile(everybody),
        reads: readsOf(everybody, all),
        run: 0,
        bytes: known?.bytes ?? new Uint8Array(activity.slots),
        count: known?.count ?? 0,
        boundary: Number.POSITIVE_INFINITY,
      })
      const changes: MembershipChange[] | undefined = tells ? [] : undefined
      for (const segment of segments.values())
        if (segment.id === id || refersTo(segment.rule, id)) recompile(segment, changes)
      if (changes && changes.length > 0) tell(changes)
    },
    remove(id) {
      segments.delete(id)
    },
    refill: (ids) => refill([...(ids ?? segments.keys())].flatMap((id) => segments.get(id) ?? [])),
    paceChanged: () => refill([...segments.values()].filter(({ reads }) => reads.rhythm)),
    readsPace: () => [...segments.values()].some(({ reads }) => reads.rhythm),
    redefine() {
      advance()
      for (const segment of segments.values()) recompile(segment)
    },
    changed(slots, what) {
      sources.summary?.follow(slots)
      advance()
      if (slots === undefined) {
        readAgain()
        return
      }
      admitted = grown(admitted)
      const known = new Map(what)
      for (const slot of slots) if (admit(slot)) known.delete(slot)
      const changes: MembershipChange[] = []
      askAll(new Set(slots), changes, known)
      if (changes.length > 0) tell(changes)
    },
    consented(personIds) {
      this.changed(personIds.flatMap((personId) => activity.slotOf(personId) ?? []))
    },
    advance,
    nextDue() {
      let next = due.next
      for (const { boundary } of segments.values()) next = Math.min(next, boundary)
      return next
    },
    has(id, personId) {
      advance()
      const slot = activity.slotOf(personId)
      return slot !== undefined && segments.get(id)?.bytes[slot] === 1
    },
    of(personId) {
      advance()
      const slot = activity.slotOf(personId)
      if (slot === undefined) return []
      return [...segments.values()].filter(({ bytes }) => bytes[slot] === 1).map(({ id }) => id)
    },
    count(id) {
      advance()
      return segments.get(id)?.count ?? 0
    },
    base: () => base,
    members(id, from, limit) {
      advance()
      const bytes = segments.get(id)?.bytes ?? new Uint8Array(0)
      const personIds: string[] = []
      for (let slot = bytes.indexOf(1, from); slot >= 0; slot = bytes.indexOf(1, slot + 1)) {
        if (personIds.length === limit) return { personIds, next: slot }
        const personId = persons[slot]
        if (personId !== undefined) personIds.push(personId)
      }
      return { personIds, next: null }
    },
    admitted: () => admitted,
  }
}
