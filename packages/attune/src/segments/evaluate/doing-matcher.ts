import type { ActivityEntries } from '../../activity/activity-index.ts'
import { exposureKind } from '../../activity/event-entries.ts'
import type { Doing } from '../rules/rule.ts'
import { createItemMask } from './item-mask.ts'
import { changesAt, type Moment } from './moment.ts'
import type { RuleContext } from './rule-sources.ts'
import type { Span } from './window-span.ts'

/** No name at all: the entry's may be any. */
export const anyName = -1
/** A name that nobody has used yet. */
const unknown = -2

/** A doing in numbers: plain data, so that one function reads it in every loop. */
export interface DoingMatcher {
  kind: number
  event: number
  /** Being shown something is not doing it. */
  notKind: number
  mask: Uint8Array | undefined
  readonly valueFrom: number
  readonly valueTo: number
  readonly hasValue: boolean
  readonly amountFrom: number
  readonly amountTo: number
  readonly hasAmount: boolean
  /** Any entry of its kind or name is the doing: there are no conditions. */
  readonly isPlain: boolean
}

/** What a doing is put into numbers by. */
export type DoingContext = Pick<RuleContext, 'activity' | 'facts' | 'refreshers' | 'readsItems' | 'outdated'>

/** Anything that is done at all. */
export const anything: Doing = { did: 'anything' }

export function doingMatcher({ did, item, value, amount }: Doing, context: DoingContext): DoingMatcher {
  const { activity, facts, refreshers } = context
  const mask = item && createItemMask(item, facts)
  if (item !== undefined) context.readsItems = true
  const matcher: DoingMatcher = {
    kind: anyName,
    event: anyName,
    notKind: unknown,
    mask: undefined,
    valueFrom: value?.from ?? Number.NEGATIVE_INFINITY,
    valueTo: value?.to ?? Number.POSITIVE_INFINITY,
    hasValue: value !== undefined,
    amountFrom: amount?.from ?? Number.NEGATIVE_INFINITY,
    amountTo: amount?.to ?? Number.POSITIVE_INFINITY,
    hasAmount: amount !== undefined,
    isPlain: item === undefined && value === undefined && amount === undefined,
  }
  refreshers.push(() => {
    if (mask?.refresh()) context.outdated = true
    matcher.mask = mask?.bytes
    if (did === 'anything') matcher.notKind = activity.kinds.find(exposureKind) ?? unknown
    else if ('kind' in did) matcher.kind = activity.kinds.find(did.kind) ?? unknown
    else matcher.event = activity.events.find(did.event) ?? unknown
  })
  return matcher
}

/** Whether entry `at` is the doing. */
export function isDoing(matcher: DoingMatcher, entries: ActivityEntries, at: number): boolean {
  const { kind, event, mask } = matcher
  if (kind !== anyName ? entries.kinds[at] !== kind : entries.kinds[at] === matcher.notKind) return false
  if (event !== anyName && entries.events[at] !== event) return false
  if (mask !== undefined) {
    const item = entries.items[at] as number
    if (item < 0 || mask[item] !== 1) return false
  }
  if (matcher.hasAmount) {
    const amount = entries.amounts[at] as number
    if (!(amount >= matcher.amountFrom && amount <= matcher.amountTo)) return false
  }
  if (!matcher.hasValue) return true
  const value = entries.values[at] as number
  return value >= matcher.valueFrom && value <= matcher.valueTo
}

/** The newest entry that has happened by now and lies before the end of the span; notes when the next one comes true. */
export function newestWithin(entries: ActivityEntries, span: Span, moment: Moment): number {
  const { times, from } = entries
  let at = entries.to - 1
  if (at >= from && (times[at] as number) > moment.now) {
    do at -= 1
    while (at >= from && (times[at] as number) > moment.now)
    changesAt(moment, Math.ceil(times[at + 1] as number))
  }
  while (at >= from && (times[at] as number) >= span.to) at -= 1
  return at
}

/** The first entry of the event that entry `at` is part of. */
export function headOf(entries: ActivityEntries, at: number): number {
  let head = at
  while (head > entries.from && entries.continues[head] === 1) head -= 1
  return head
}
