import { scriptOf } from '../script-of.ts'
import { type Aspect, aspects, aspectWords } from './aspect-words.ts'
import { type Sentence, sentencesOf, unitsOfClause, wordForm } from './clauses.ts'
import { type JudgedClause, judgeClauses, totalOf } from './judge-clauses.ts'
import { lexiconProbability, type Sentiment, type SentimentModels, sentimentFrom } from './sentiment-of.ts'

/** What a text says about one aspect. */
export interface AspectSentiment extends Sentiment {
  readonly aspect: Aspect
  /** The clauses that speak of it. */
  readonly evidence: readonly string[]
}

interface Mention {
  readonly aspect: Aspect
  readonly at: number
}

const names = new Map<string, Aspect>()
const longestName = { units: 1 }
for (const aspect of aspects)
  for (const word of aspectWords[aspect].trim().split(/\s+/)) {
    const units = unitsOfClause(word.replaceAll('_', ' ')).map(wordForm)
    longestName.units = Math.max(longestName.units, units.length)
    if (!names.has(units.join(' '))) names.set(units.join(' '), aspect)
  }

/**
 * The aspects that a text speaks of, each with the sentiment of the clauses that mention it: a word that judges belongs to the
 * nearest aspect of its clause; a clause that judges and names nothing belongs to the aspect named last in its sentence. Where words
 * and rules find no judgement, a trained model judges the clause.
 *
 * @returns in the order of `aspects`
 * @example
 * aspectsOf('物流很快，但是包装破了') // → delivery positive, packaging negative
 */
export function aspectsOf(text: string, models: SentimentModels = {}): readonly AspectSentiment[] {
  const language = scriptOf(text)
  const model = language === 'other' ? undefined : models[language]
  const found = new Map<Aspect, { value: number; judged: boolean; evidence: string[] }>()
  for (const sentence of sentencesOf(text)) {
    for (const { aspect, values, clause } of judgedAspects(sentence)) {
      const own = found.get(aspect) ?? { value: 0, judged: false, evidence: [] }
      own.value += values.reduce((sum, value) => sum + value, 0)
      own.judged ||= values.length > 0
      if (!own.evidence.includes(clause)) own.evidence.push(clause)
      found.set(aspect, own)
    }
  }
  return aspects.flatMap((aspect) => {
    const own = found.get(aspect)
    if (!own) return []
    if (own.judged || !model)
      return [{ aspect, ...sentimentFrom(lexiconProbability(own.value), 'lexicon'), evidence: own.evidence }]
    const told = model.probabilities([own.evidence.join(' ')])[0] as number
    return [{ aspect, ...sentimentFrom(told, 'model'), evidence: own.evidence }]
  })
}

interface Judgement {
  readonly aspect: Aspect
  readonly values: readonly number[]
  readonly clause: string
}

function judgedAspects({ clauses }: Sentence): readonly Judgement[] {
  const found: Judgement[] = []
  let last: Aspect | undefined
  for (const judged of judgeClauses(clauses)) {
    const mentions = mentionsOf(judged)
    const clause = judged.clause.text
    if (mentions.length === 0) {
      if (last && judged.sayings.length > 0) found.push({ aspect: last, values: [totalOf(judged.sayings)], clause })
      continue
    }
    const values = new Map<Aspect, number[]>(mentions.map(({ aspect }) => [aspect, []]))
    for (const { value, at } of judged.sayings) values.get(nearest(mentions, at, judged.clause.units))?.push(value)
    for (const [aspect, own] of values) found.push({ aspect, values: own, clause })
    last = mentions.at(-1)?.aspect
  }
  return found
}

function mentionsOf({ clause: { units }, from, to }: JudgedClause): readonly Mention[] {
  const forms = units.map(wordForm)
  const mentions: Mention[] = []
  for (let at = from; at < to; ) {
    let length = Math.min(longestName.units, to - at)
    while (length > 0 && !names.has(forms.slice(at, at + length).join(' '))) length--
    if (length > 0) mentions.push({ aspect: names.get(forms.slice(at, at + length).join(' ')) as Aspect, at })
    at += Math.max(1, length)
  }
  return mentions
}

/** Chinese judges behind the name (物流快), English before it (fast delivery) where both are as near. */
function nearest(mentions: readonly Mention[], at: number, units: readonly string[]): Aspect {
  const behind = /^\p{Script=Han}/u.test(units[at] ?? '')
  const distance = (mention: Mention): number => {
    if (behind) return mention.at <= at ? at - mention.at : 3 * (mention.at - at)
    return mention.at >= at ? mention.at - at : at - mention.at + 0.5
  }
  return mentions.reduce((best, one) => (distance(one) < distance(best) ? one : best)).aspect
}
