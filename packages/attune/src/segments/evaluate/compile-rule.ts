import type { LeafRule, Rule, RuleOf } from '../rules/rule.ts'
import { compareNumbers } from '../rules/rule-words.ts'
import { allOf, anyOf, type CombinedPart, leafPart, notOf } from './combine-parts.ts'
import { compileComparison } from './compile-comparison.ts'
import { compileEvents } from './compile-events.ts'
import { compileLifecycle } from './compile-lifecycle.ts'
import { compileSequence } from './compile-sequence.ts'
import { computedValue } from './computed-value.ts'
import { anything } from './doing-matcher.ts'
import { interestShare } from './interest-share.ts'
import { fold } from './item-facts.ts'
import type { Moment } from './moment.ts'
import { mostFrequent } from './most-frequent.ts'
import { openContext } from './open-context.ts'
import type { Part, RuleContext, RuleSources, Sieve } from './rule-sources.ts'
import { categorySieve, doingSieve } from './sieves.ts'
import { rounded, tasteOf } from './taste-of.ts'
import { touches } from './touches.ts'

/** A rule as a question about one slot. */
export interface CompiledRule {
  /** Looks at names, items and the catalogue again; the item facts have been refreshed. To be called before a run of `fits`. */
  refresh(): void
  /** Whether a slot fits at `moment.now`; lowers `moment.until` to when the answer may change by time alone. */
  fits(slot: number): boolean
  /** The same of many slots in a row, which is quicker: leaves those in `keep` that fit. Tells nothing of `until`. */
  readonly select: Sieve
  readonly moment: Moment
  /** When windows of the calendar (last month) jump for everybody; Infinity where there are none. */
  boundaryAfter(now: number): number
  /** Whether the answer depends on what the catalogue says of items. */
  readonly readsItems: boolean
  /** Whether `refresh` found that the catalogue says something else now that matters; asking takes it back. */
  takeOutdated(): boolean
}

/**
 * Compiles a checked rule (`checkRule`): what it refers to exists and leads to no circle.
 *
 * Parts of `all` and `any` are asked from the cheapest on.
 */
export function compileRule(rule: Rule, sources: RuleSources): CompiledRule {
  const context = openContext(sources)
  const { fits, select } = compilePart(rule, context)
  const { refreshers, boundaries, moment } = context
  return {
    refresh() {
      for (const refresh of refreshers) refresh()
    },
    fits,
    select,
    moment,
    boundaryAfter: (now) =>
      boundaries.reduce((next, boundary) => Math.min(next, boundary(now)), Number.POSITIVE_INFINITY),
    readsItems: context.readsItems,
    takeOutdated() {
      const { outdated } = context
      context.outdated = false
      return outdated
    },
  }
}

function compilePart(rule: Rule, context: RuleContext): CombinedPart {
  switch (rule.type) {
    case 'all':
      return allOf(rule.of.map((one) => compilePart(one, context)))
    case 'any':
      return anyOf(rule.of.map((one) => compilePart(one, context)))
    case 'not':
      return notOf(compilePart(rule.rule, context))
    case 'segment': {
      const inner = context.segmentRule(rule.id)
      return inner === undefined ? leafPart({ fits: () => false, cost: 0 }) : compilePart(inner, context)
    }
    default:
      return leafPart(compileLeaf(rule, context))
  }
}

function compileLeaf(rule: Exclude<LeafRule, RuleOf<'segment'>>, context: RuleContext): Part {
  const { activity, refreshers } = context
  switch (rule.type) {
    case 'trait': {
      const compare = compileComparison(rule.is)
      let trait = -1
      refreshers.push(() => {
        trait = activity.traits.find(rule.name) ?? -1
      })
      return { fits: (slot) => compare(trait < 0 ? undefined : activity.traitOf(slot, trait)), cost: 1 }
    }
    case 'computed': {
      const compare = compileComparison(rule.is)
      const trait = context.computedTrait(rule.name)
      if (trait === undefined) return { fits: () => compare(undefined), cost: 1 }
      const read = computedValue(trait, context)
      return { fits: (slot) => compare(read(slot)), cost: 10 }
    }
    case 'events':
      return compileEvents(rule, context)
    case 'mostFrequent': {
      const frequent = mostFrequent(rule, context)
      let wanted = new Set<number>()
      refreshers.push(() => {
        wanted = new Set(rule.in.map(frequent.find).filter((number) => number >= 0))
      })
      const sieve = doingSieve(rule.doing ?? anything, rule.window, context)
      return { fits: (slot) => wanted.has(frequent.of(slot)), sieve, cost: 20 }
    }
    case 'sequence':
      return compileSequence(rule, context)
    case 'interest':
      return compileInterest(rule, context)
    case 'similar':
      return compileSimilar(rule, context)
    case 'likePeople':
      // Replaced when a rule is saved or previewed; alone it would need those people.
      return { fits: () => false, cost: 0 }
    case 'lifecycle':
      return compileLifecycle(rule, context)
    case 'score': {
      const { op, number } = rule
      const scores = context.scores(rule.name)
      return {
        fits: (slot) => {
          const score = scores.of(slot)
          return !Number.isNaN(score) && compareNumbers(op, score, number)
        },
        cost: 1,
      }
    }
  }
}

function compileInterest({ part, name, op, share }: RuleOf<'interest'>, context: RuleContext): Part {
  const { facts, refreshers } = context
  let number = -1
  refreshers.push(() => {
    number = (part === 'category' ? facts.categories : facts.brands).find(name)
  })
  const shareFor = interestShare(part, () => number, context)
  const touched = touches(part, () => [number], context)
  const withoutAny = compareNumbers(op, 0, share)
  const sieve = withoutAny || part !== 'category' ? undefined : categorySieve(() => [number], context)
  const fits = (slot: number): boolean => compareNumbers(op, shareFor(slot), share)
  return { fits: sieve ? fits : (slot) => (touched(slot) ? fits(slot) : withoutAny), sieve, cost: 15 }
}

function compileSimilar(rule: RuleOf<'similar'>, context: RuleContext): Part {
  const similarityOf = similarityTo(rule.to, context)
  const wanted = () => rule.to.map(({ category }) => context.facts.categories.find(category))
  const touched = touches('category', wanted, context)
  // Without anything in common the angle is a right one, or there is none.
  const needsAny = rule.atLeast > 0
  return {
    fits: (slot) => {
      if (needsAny && !touched(slot)) return false
      const similarity = similarityOf(slot)
      return !Number.isNaN(similarity) && similarity >= rule.atLeast
    },
    sieve: needsAny ? categorySieve(wanted, context) : undefined,
    cost: 20,
  }
}

/** The cosine between a slot's taste in categories and a given one; NaN where either has none. */
export function similarityTo(to: RuleOf<'similar'>['to'], context: RuleContext): (slot: number) => number {
  const taste = tasteOf('category', context)
  const folded = new Map<string, number>()
  for (const { category, weight } of to) folded.set(fold(category), (folded.get(fold(category)) ?? 0) + weight)
  const length = Math.hypot(...folded.values())
  let wanted = new Float64Array(0)
  context.refreshers.push(() => {
    wanted = new Float64Array(context.facts.categories.size)
    for (const [category, weight] of folded) {
      const number = context.facts.categories.find(category)
      if (number >= 0) wanted[number] = weight
    }
  })
  return (slot) => {
    const { met, size, weights } = taste(slot)
    let product = 0
    let square = 0
    for (let at = 0; at < size; at++) {
      const number = met[at] as number
      const weight = weights[number] as number
      product += weight * (wanted[number] ?? 0)
      square += weight * weight
    }
    return square === 0 || length === 0 ? Number.NaN : rounded(product / (Math.sqrt(square) * length))
  }
}
