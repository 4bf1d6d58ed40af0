import type { RuleWarning } from './check-rule.ts'
import type { Comparison, Rule } from './rule.ts'
import type { NumberOp } from './rule-words.ts'

/** What is left of the numbers after some conditions. */
interface Left {
  low: number
  high: number
  /** Whether the ends themselves belong to it. */
  lowIn: boolean
  highIn: boolean
}

/**
 * Conditions that cannot hold together: age above 30 and below 20, one trait with two values, a condition and its opposite,
 * at least five times and at most three. Only what stands side by side in an `all` is compared.
 */
export function contradictionsIn(rule: Rule): readonly RuleWarning[] {
  const warnings: RuleWarning[] = []
  const visit = (one: Rule): void => {
    if (one.type === 'not') visit(one.rule)
    if (one.type === 'any') one.of.forEach(visit)
    if (one.type !== 'all') return
    const parts = flattened(one.of)
    if (hasOpposite(parts))
      warnings.push({
        code: 'contradiction',
        en: 'A condition and its opposite stand side by side, so nobody can fit.',
        zh: '同一条件与其否定并列，没有人能同时满足。',
      })
    for (const name of impossible(parts))
      warnings.push({
        code: 'contradiction',
        en: `Nobody can fit all conditions on ${name.en}.`,
        zh: `没有人能同时满足关于${name.zh}的各项条件。`,
      })
    for (const part of parts) visit(part)
  }
  visit(rule)
  return warnings
}

const flattened = (of: readonly Rule[]): readonly Rule[] =>
  of.flatMap((one) => (one.type === 'all' ? flattened(one.of) : one))

function hasOpposite(parts: readonly Rule[]): boolean {
  const said = new Set(parts.map((part) => JSON.stringify(part)))
  return parts.some((part) => part.type === 'not' && said.has(JSON.stringify(part.rule)))
}

interface Named {
  readonly en: string
  readonly zh: string
}

function impossible(parts: readonly Rule[]): readonly Named[] {
  const ranges = new Map<string, { readonly name: Named; readonly left: Left }>()
  const equal = new Map<string, { readonly name: Named; readonly sets: (readonly unknown[])[] }>()
  const narrow = (key: string, name: Named, op: NumberOp, value: number): void => {
    const known = ranges.get(key) ?? { name, left: { low: -Infinity, high: Infinity, lowIn: false, highIn: false } }
    ranges.set(key, known)
    narrowed(known.left, op, value)
  }
  for (const part of parts) {
    if (part.type === 'trait' || part.type === 'computed') {
      const key = `${part.type} ${part.name}`
      const name = { en: `the trait “${part.name}”`, zh: `特征「${part.name}」` }
      const { is } = part
      if ('value' in is && typeof is.value === 'number' && is.op !== 'contains')
        narrow(key, name, is.op as NumberOp, is.value)
      const values = valuesOf(is)
      if (values) equal.set(key, { name, sets: [...(equal.get(key)?.sets ?? []), values] })
    } else if (part.type === 'lifecycle') {
      const name = { en: 'the stage of the lifecycle', zh: '生命周期阶段' }
      equal.set('lifecycle', { name, sets: [...(equal.get('lifecycle')?.sets ?? []), part.in] })
    } else if (part.type === 'score') {
      narrow(`score ${part.name}`, { en: `the score “${part.name}”`, zh: `分数「${part.name}」` }, part.op, part.number)
    } else if (part.type === 'events') {
      const { op, number, ...what } = part
      const name = { en: 'the same events', zh: '同一行为' }
      narrow(JSON.stringify(what), name, op, number)
      if (part.aggregate === 'count' || part.aggregate.startsWith('distinct'))
        narrow(JSON.stringify(what), name, '>=', 0)
    } else if (part.type === 'interest') {
      narrow(
        `interest ${part.part} ${part.name}`,
        { en: `the interest in “${part.name}”`, zh: `兴趣「${part.name}」` },
        part.op,
        part.share,
      )
    }
  }
  return [
    ...[...ranges.values()].filter(({ left }) => isEmpty(left)).map(({ name }) => name),
    ...[...equal]
      .filter(
        ([key, { sets }]) =>
          !(ranges.has(key) && isEmpty((ranges.get(key) as { left: Left }).left)) && nothingInAll(sets),
      )
      .map(([, { name }]) => name),
  ]
}

/** Values of which one must be had; lists of people may hold several, so that only different single ones are told apart. */
function valuesOf(is: Comparison): readonly unknown[] | undefined {
  if (is.op === '=') return [is.value]
  return is.op === 'in' ? is.values : undefined
}

const nothingInAll = (sets: readonly (readonly unknown[])[]): boolean =>
  sets.length > 1 && !(sets[0] as readonly unknown[]).some((value) => sets.every((set) => set.includes(value)))

function narrowed(left: Left, op: NumberOp, value: number): void {
  if (op === '!=') return
  if (op === '>' || op === '>=' || op === '=') {
    const includes = op !== '>'
    if (value > left.low || (value === left.low && !includes)) {
      left.low = value
      left.lowIn = includes
    }
  }
  if (op === '<' || op === '<=' || op === '=') {
    const includes = op !== '<'
    if (value < left.high || (value === left.high && !includes)) {
      left.high = value
      left.highIn = includes
    }
  }
}

const isEmpty = ({ low, high, lowIn, highIn }: Left): boolean =>
  low > high || (low === high && !(lowIn && highIn) && Number.isFinite(low))
