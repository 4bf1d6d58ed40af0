import { sentencesOf } from './clauses.ts'
import { judgeClauses } from './judge-clauses.ts'

/** What a text says by words and rules: the weighed sum over its clauses; above 0 praise, below 0 complaints. */
export const lexiconValue = (text: string): number =>
  sentencesOf(text).reduce(
    (sum, { clauses }) => sum + judgeClauses(clauses).reduce((own, { value, weight }) => own + value * weight, 0),
    0,
  )
