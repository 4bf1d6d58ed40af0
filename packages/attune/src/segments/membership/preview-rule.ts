import { setImmediate as pause } from 'node:timers/promises'
import { compileRule } from '../evaluate/compile-rule.ts'
import type { RuleSources } from '../evaluate/rule-sources.ts'
import type { Rule } from '../rules/rule.ts'

/** How many people a rule selects. */
export interface RulePreview {
  readonly count: number
  /** People who may be in a segment at all. */
  readonly base: number
  /** The first ten that were found. */
  readonly examples: readonly string[]
  /** Who of `among` was selected; of nobody where that was not asked. */
  readonly selected: ReadonlySet<string>
}

export interface PreviewOptions {
  /** For pauses only; without one it runs through. */
  readonly clockMs?: (() => number) | undefined
  /** People (after merges) of whom it is to be said whether they are selected. */
  readonly among?: ReadonlySet<string> | undefined
}

/** Slots between two looks at the clock. */
const slotsAtOnce = 8192
const examplesTold = 10
/** Others get their turn after so long. */
const turnMs = 40

/**
 * Counts the people whom a rule selects right now, without keeping anything.
 *
 * @param now whole milliseconds
 * @param admitted by slot, 1 where somebody may be looked at; asked for anew after each pause
 */
export async function previewRule(
  rule: Rule,
  sources: RuleSources,
  now: number,
  admitted: () => Uint8Array,
  { clockMs, among }: PreviewOptions = {},
): Promise<RulePreview> {
  const compiled = compileRule(rule, sources)
  const { activity, facts } = sources
  compiled.moment.now = now
  const examples: string[] = []
  const selected = new Set<string>()
  const keep = new Uint8Array(slotsAtOnce)
  let count = 0
  let base = 0
  let since = clockMs?.() ?? 0
  for (let from = 0; from < activity.slots; from += slotsAtOnce) {
    if (clockMs && clockMs() - since > turnMs) {
      await pause()
      since = clockMs()
    }
    facts.refresh()
    compiled.refresh()
    const open = admitted()
    const to = Math.min(from + slotsAtOnce, activity.slots, open.length)
    keep.set(open.subarray(from, to))
    for (let at = 0; at < to - from; at++) base += keep[at] as number
    compiled.select(from, to, keep)
    for (let slot = from; slot < to; slot++) {
      if (keep[slot - from] !== 1) continue
      count += 1
      if (among === undefined && examples.length >= examplesTold) continue
      const personId = activity.personOf(slot)
      if (personId === undefined) continue
      if (examples.length < examplesTold) examples.push(personId)
      if (among?.has(personId)) selected.add(personId)
    }
  }
  return { count, base, examples, selected }
}
