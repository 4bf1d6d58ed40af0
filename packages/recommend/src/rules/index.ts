export { type CompiledRule, compileRule } from './compile-rule.ts'
export { type Expression, printExpression } from './expression.ts'
export { parseExpression } from './parse-expression.ts'
export { RuleError, type RulePosition, type RuleProblem } from './rule-error.ts'
export { ruleFunctions } from './rule-functions.ts'
export type {
  Evaluator,
  RuleContext,
  RuleField,
  RuleFunction,
  RuleParameter,
  RuleSchema,
  RuleType,
  RuleValue,
} from './rule-schema.ts'
