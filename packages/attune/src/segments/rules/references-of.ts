import type { Doing, Rule } from './rule.ts'

/** Every name that a rule uses, by what it names. */
export interface References {
  readonly segments: Set<string>
  readonly computed: Set<string>
  readonly scores: Set<string>
  readonly traits: Set<string>
  readonly kinds: Set<string>
  readonly events: Set<string>
  readonly categories: Set<string>
  readonly brands: Set<string>
}

export function referencesOf(rule: Rule): References {
  const found: References = {
    segments: new Set(),
    computed: new Set(),
    scores: new Set(),
    traits: new Set(),
    kinds: new Set(),
    events: new Set(),
    categories: new Set(),
    brands: new Set(),
  }
  const doing = ({ did, item }: Doing): void => {
    if (did !== 'anything') {
      if ('kind' in did) found.kinds.add(did.kind)
      else found.events.add(did.event)
    }
    for (const name of item?.categories ?? []) found.categories.add(name)
    for (const name of item?.brands ?? []) found.brands.add(name)
  }
  const visit = (one: Rule): void => {
    switch (one.type) {
      case 'all':
      case 'any':
        one.of.forEach(visit)
        return
      case 'not':
        visit(one.rule)
        return
      case 'trait':
        found.traits.add(one.name)
        return
      case 'computed':
        found.computed.add(one.name)
        return
      case 'score':
        found.scores.add(one.name)
        return
      case 'segment':
        found.segments.add(one.id)
        return
      case 'events':
        doing(one.doing)
        return
      case 'mostFrequent':
        if (one.doing) doing(one.doing)
        if (one.part === 'category') for (const name of one.in) found.categories.add(name)
        if (one.part === 'brand') for (const name of one.in) found.brands.add(name)
        return
      case 'sequence':
        for (const step of [one.first, one.next, one.without]) if (step) doing(step)
        return
      case 'interest':
        ;(one.part === 'category' ? found.categories : found.brands).add(one.name)
        return
      case 'similar':
        for (const { category } of one.to) found.categories.add(category)
        return
      case 'lifecycle':
      case 'likePeople':
        return
    }
  }
  visit(rule)
  return found
}
