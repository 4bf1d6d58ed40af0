import { type Expression, parseExpression, type RuleParameter, type RuleType, ruleFunctions } from '@attune/recommend'

const prefix = 'attributes.'

/**
 * The types that a rule takes the attributes it names to have. Attributes are free, so their use decides: beside a number
 * it is a number, after `in` a list of texts, alone a yes or no, else a text; of two uses the first counts, and the other
 * is the rule's mistake.
 *
 * @throws RuleError when the text is no expression
 * @example attributeTypes('attributes.volume > 3 and "red" in attributes.colours') // volume: number, colours: strings
 */
export function attributeTypes(source: string): ReadonlyMap<string, RuleType> {
  const types = new Map<string, RuleType>()
  const functions = ruleFunctions()

  const note = (expression: Expression, type: RuleType): void => {
    if (expression.kind !== 'field' || !expression.name.startsWith(prefix)) return
    if (!types.has(expression.name)) types.set(expression.name, type)
  }

  function walk(expression: Expression, wanted: RuleType | undefined): void {
    switch (expression.kind) {
      case 'literal':
      case 'list':
        return
      case 'field':
        note(expression, wanted ?? 'string')
        return
      case 'call': {
        const parameters: readonly RuleParameter[] = Object.hasOwn(functions, expression.name)
          ? (functions[expression.name]?.parameters ?? [])
          : []
        for (const [at, argument] of expression.args.entries()) {
          const parameter = parameters[at]
          walk(argument, parameter === 'any' || parameter === 'duration' ? undefined : parameter)
        }
        return
      }
      case 'compare': {
        walk(expression.left, typeOf(expression.right))
        walk(expression.right, typeOf(expression.left))
        return
      }
      case 'in': {
        const { left, right } = expression
        const [first] = right.kind === 'list' ? right.items : []
        walk(left, first ? typeOf(first) : 'string')
        walk(right, 'strings')
        return
      }
      case 'not':
        walk(expression.operand, 'boolean')
        return
      case 'and':
      case 'or':
        for (const operand of expression.operands) walk(operand, 'boolean')
    }
  }

  function typeOf(expression: Expression): RuleType | undefined {
    switch (expression.kind) {
      case 'literal':
        return typeof expression.value as 'string' | 'number' | 'boolean'
      case 'call':
        return Object.hasOwn(functions, expression.name) ? functions[expression.name]?.returns : undefined
      case 'field':
        return types.get(expression.name) ?? numberFields.get(expression.name)
      default:
        return undefined
    }
  }

  walk(parseExpression(source), 'boolean')
  return types
}

/** Fields of the catalogue that are no texts, for an attribute that stands beside one. */
const numberFields: ReadonlyMap<string, RuleType> = new Map([
  ['price', 'number'],
  ['available', 'boolean'],
  ['published_at', 'date'],
  ['updated_at', 'date'],
])
