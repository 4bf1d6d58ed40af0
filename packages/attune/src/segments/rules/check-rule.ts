import type { WorkspaceActivity } from '../../activity/activity-index.ts'
import { AttuneError, attuneError } from '../../errors.ts'
import type { ItemFacts } from '../evaluate/item-facts.ts'
import { contradictionsIn } from './contradictions-in.ts'
import { type References, referencesOf } from './references-of.ts'
import type { Rule, Window } from './rule.ts'

/** Something about a rule that is allowed and probably not meant. */
export interface RuleWarning {
  readonly code: 'contradiction' | 'nobody-did' | 'unknown-trait' | 'unknown-item' | 'unknown-score'
  readonly en: string
  readonly zh: string
}

const maxDepth = 16
/** Parts of one all or any. */
const widest = 100
/** Conditions of a rule, with those of all segments that it refers to. */
const maxConditions = 300

export interface RuleSurroundings {
  readonly activity: Pick<WorkspaceActivity, 'events' | 'kinds' | 'traits'>
  readonly facts: Pick<ItemFacts, 'categories' | 'brands'>
  readonly segmentRule: (id: string) => Rule | undefined
  readonly hasComputedTrait: (name: string) => boolean
  readonly hasScore: (name: string) => boolean
}

/**
 * Looks at a rule before it is used.
 *
 * @param own the id under which it will be saved: it must not lead back to itself
 * @returns what is probably not meant: contradictions, names that nobody has used
 * @throws AttuneError `rule-too-large`, `rule-invalid`, `unknown-segment`, `segment-cycle` (with the way round in words),
 * `unknown-computed-trait`
 */
export function checkRule(rule: Rule, own: string | undefined, around: RuleSurroundings): readonly RuleWarning[] {
  measure(rule, around, { conditions: 0 }, 0, own === undefined ? [] : [own])
  const references = referencesOf(rule)
  for (const name of references.computed)
    if (!around.hasComputedTrait(name))
      throw attuneError('unknown-computed-trait', 'The rule names a computed trait that is not there: save it first.', {
        details: { field: 'rule' },
      })
  return [...contradictionsIn(rule), ...unheard(references, around)]
}

/**
 * Looks at the saved rules that lead to a segment, as they would be with its new rule: they grow with it.
 *
 * @throws AttuneError `rule-too-large`, naming the one that would be
 */
export function checkUsers(
  id: string,
  rule: Rule,
  saved: Iterable<readonly [id: string, rule: Rule]>,
  around: RuleSurroundings,
): void {
  const changed = { ...around, segmentRule: (of: string) => (of === id ? rule : around.segmentRule(of)) }
  for (const [user, of] of saved) {
    if (user === id || !leadsTo(of, id, changed.segmentRule)) continue
    try {
      measure(of, changed, { conditions: 0 }, 0, [user])
    } catch (error) {
      // Only for its size: what else a saved rule lacks is no reason against this one.
      if (error instanceof AttuneError && error.code === 'rule-too-large') throw userTooLarge(user)
    }
  }
}

/** Whether a rule refers to a segment, itself or through others. */
export function leadsTo(rule: Rule, id: string, ruleOf: (id: string) => Rule | undefined): boolean {
  const seen = new Set<string>()
  const visit = (one: Rule | undefined): boolean => {
    if (one === undefined) return false
    const { segments } = referencesOf(one)
    if (segments.has(id)) return true
    return [...segments].some((inner) => {
      if (seen.has(inner)) return false
      seen.add(inner)
      return visit(ruleOf(inner))
    })
  }
  return visit(rule)
}

function measure(
  rule: Rule,
  around: RuleSurroundings,
  sum: { conditions: number },
  depth: number,
  path: readonly string[],
): void {
  if (depth > maxDepth) throw tooLarge('nested more than 16 deep')
  switch (rule.type) {
    case 'all':
    case 'any':
      if (rule.of.length > widest) throw tooLarge(`wider than ${widest} parts in one place`)
      for (const one of rule.of) measure(one, around, sum, depth + 1, path)
      return
    case 'not':
      measure(rule.rule, around, sum, depth + 1, path)
      return
    case 'segment': {
      if (path.includes(rule.id)) throw cycle([...path.slice(path.indexOf(rule.id)), rule.id])
      const inner = around.segmentRule(rule.id)
      if (inner === undefined)
        throw attuneError('unknown-segment', 'The rule names a segment that is not there: save it first.', {
          details: { field: 'rule' },
        })
      measure(inner, around, sum, depth + 1, [...path, rule.id])
      return
    }
    default:
      sum.conditions += 1
      if (sum.conditions > maxConditions) throw tooLarge(`more than ${maxConditions} conditions`)
      if (rule.type === 'events') checkWindow(rule.window, rule.aggregate === 'perDay')
      else if (rule.type === 'sequence' || rule.type === 'mostFrequent') checkWindow(rule.window, false)
  }
}

/** Of a window alone. @throws AttuneError `rule-invalid` */
export function checkWindow(window: Window | undefined, isNeeded: boolean): void {
  if (window === undefined && isNeeded)
    throw attuneError('rule-invalid', 'Times per day need a window, such as “in last 30 days”.', {
      details: { field: 'rule', zh: '日均次数需要时间范围，例如“最近30天”。' },
    })
  if (window?.type === 'between' && Date.parse(window.from) > Date.parse(window.to))
    throw attuneError('rule-invalid', 'A window ends before it begins.', {
      details: { field: 'rule', zh: '时间范围的结束早于开始。' },
    })
}

const tooLarge = (how: string) =>
  attuneError('rule-too-large', `The rule is ${how}, with the segments it refers to: simplify it.`, {
    details: { field: 'rule', zh: '规则（含其引用的人群）过大或嵌套过深，请简化。' },
  })

const userTooLarge = (user: string) =>
  attuneError(
    'rule-too-large',
    `The segment “${user}” refers to this one and would become too large or nested too deep: simplify either.`,
    { details: { field: 'rule', segment: user, zh: `引用此人群的「${user}」会因此过大或嵌套过深，请简化其中之一。` } },
  )

const cycle = (path: readonly string[]) =>
  attuneError(
    'segment-cycle',
    `The segment would refer to itself: ${path.map((id) => `“${id}”`).join(' refers to ')}. Take one of these references out.`,
    {
      details: {
        field: 'rule',
        path,
        zh: `人群会引用自身：${path.map((id) => `「${id}」`).join('引用')}。请去掉其中一处引用。`,
      },
    },
  )

function unheard(references: References, { activity, facts, hasScore }: RuleSurroundings): RuleWarning[] {
  const warnings: RuleWarning[] = []
  const none = (code: RuleWarning['code'], names: Iterable<string>, en: string, zh: string): void => {
    const list = [...names]
    if (list.length > 0)
      warnings.push({
        code,
        en: `${en}: ${list.map((name) => `“${name}”`).join(', ')}.`,
        zh: `${zh}：${list.map((name) => `「${name}」`).join('、')}。`,
      })
  }
  const missing = (names: ReadonlySet<string>, isKnown: (name: string) => boolean): string[] =>
    [...names].filter((name) => !isKnown(name))
  const didNot = [
    ...missing(references.kinds, (name) => activity.kinds.find(name) !== undefined),
    ...missing(references.events, (name) => activity.events.find(name) !== undefined),
  ]
  none('nobody-did', didNot, 'Nobody has done this yet', '还没有人有过该行为')
  none(
    'unknown-trait',
    missing(references.traits, (name) => activity.traits.find(name) !== undefined),
    'Nobody has this trait, or it says who somebody is and is not kept for rules',
    '没有人有该特征，或它属于身份信息、不用于规则',
  )
  none(
    'unknown-item',
    [
      ...missing(references.categories, (name) => facts.categories.find(name) >= 0),
      ...missing(references.brands, (name) => facts.brands.find(name) >= 0),
    ],
    'Nothing that people did something with has this category or brand',
    '有过行为的商品都没有该类目或品牌',
  )
  none(
    'unknown-score',
    missing(references.scores, hasScore),
    'No scores of this name were put',
    '还没有上传该名称的分数',
  )
  return warnings
}
