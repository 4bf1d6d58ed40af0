import { type Sentence, sentencesOf } from './clauses.ts'
import { judgeClauses, totalOf } from './judge-clauses.ts'

/** What a sentence says by words and rules: the weighed sum over its clauses; above 0 praise, below 0 complaints. */
export const sentenceValue = ({ clauses }: Sentence): number =>
  judgeClauses(clauses).reduce((sum, { sayings, weight }) => sum + totalOf(sayings) * weight, 0)

/** The same for a text of several sentences. */
export const lexiconValue = (text: string): number =>
  sentencesOf(text).reduce((sum, sentence) => sum + sentenceValue(sentence), 0)
