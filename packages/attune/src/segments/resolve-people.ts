import { attuneError } from '../errors.ts'
import { similarityTo } from './evaluate/compile-rule.ts'
import { openContext } from './evaluate/open-context.ts'
import type { RuleContext, RuleSources } from './evaluate/rule-sources.ts'
import { tasteOf } from './evaluate/taste-of.ts'
import type { Rule, RuleOf } from './rules/rule.ts'

/** Fewer could be read out of the rule. */
const fewest = 3
/** Categories of a taste that are kept, strongest first. */
const mostCategories = 50

/**
 * Replaces “like these people” by “like these categories”: the mean direction of their tastes, and the similarity from which on
 * somebody is like them, which for “top N” is that of the N-th today. The rule holds nobody's id, and stays as it was meant.
 *
 * @throws AttuneError `too-few-people` where fewer than three of them may be looked at and have a taste
 */
export function resolvePeople(rule: Rule, sources: RuleSources, now: number, admitted: Uint8Array): Rule {
  switch (rule.type) {
    case 'all':
    case 'any':
      return { ...rule, of: rule.of.map((one) => resolvePeople(one, sources, now, admitted)) }
    case 'not':
      return { ...rule, rule: resolvePeople(rule.rule, sources, now, admitted) }
    case 'likePeople':
      return likeCategories(rule, sources, now, admitted)
    default:
      return rule
  }
}

function likeCategories(rule: RuleOf<'likePeople'>, sources: RuleSources, now: number, admitted: Uint8Array): Rule {
  const context = openContext(sources, now)
  const to = meanTaste(rule.people, context, admitted)
  const { by } = rule
  if (by.type === 'atLeast') return { type: 'similar', to, atLeast: by.similarity }
  const similarityOf = similarityTo(to, context)
  for (const refresh of context.refreshers) refresh()
  const found: number[] = []
  for (let slot = 0; slot < sources.activity.slots; slot++) {
    if (admitted[slot] !== 1) continue
    const similarity = similarityOf(slot)
    if (!Number.isNaN(similarity)) found.push(similarity)
  }
  const sorted = Float64Array.from(found).sort()
  return { type: 'similar', to, atLeast: sorted[Math.max(0, sorted.length - by.count)] ?? 1 }
}

function meanTaste(people: readonly string[], context: RuleContext, admitted: Uint8Array): RuleOf<'similar'>['to'] {
  const { activity, facts } = context
  const taste = tasteOf('category', context)
  for (const refresh of context.refreshers) refresh()
  const slots = new Set(
    people.flatMap((personId) => activity.slotOf(personId) ?? []).filter((slot) => admitted[slot] === 1),
  )
  const sum = new Map<number, number>()
  let found = 0
  for (const slot of slots) {
    const { met, size, weights } = taste(slot)
    const numbers = [...met.subarray(0, size)]
    const length = Math.hypot(...numbers.map((number) => weights[number] as number))
    if (!(length > 0)) continue
    found += 1
    for (const number of numbers) sum.set(number, (sum.get(number) ?? 0) + (weights[number] as number) / length)
  }
  if (found < fewest)
    throw attuneError(
      'too-few-people',
      `Name at least ${fewest} people who allow profiling and did something with items that have categories; ${found} of those named do.`,
      {
        details: {
          field: 'rule',
          found,
          needed: fewest,
          zh: `请至少指定 ${fewest} 位允许画像且对有类目的商品有过行为的人，目前符合的有 ${found} 位。`,
        },
      },
    )
  return [...sum]
    .toSorted(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .slice(0, mostCategories)
    .map(([number, weight]) => ({
      category: facts.categories.nameOf(number),
      weight: Number((weight / found).toFixed(4)),
    }))
    .filter(({ weight }) => weight !== 0)
}
