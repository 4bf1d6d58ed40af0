import type { LeafRule } from '../rules/rule.ts'
import { frequentParts, lifecycleStages } from '../rules/rule-words.ts'
import { doingWords, parseDoing } from './parse-doing.ts'
import { parseComparison, parseList, parseName, parseNumber, parseNumberOp, parseText } from './parse-values.ts'
import type { Scanner } from './scanner.ts'

const starts = [
  'trait',
  'computed',
  'score',
  'segment',
  'mostFrequent',
  'first',
  'interest',
  'likePeople',
  'similar',
  'lifecycle',
] as const

/**
 * One condition. In English, with its Chinese words in words.ts:
 *
 * - `trait NAME = VALUE` (`!= < <= > >=`, `in (…)`, `contains "…"`, `starts with "…"`, `exists`), `computed NAME …`
 * - `bought category "…" price 10..20 in last 30 days at least 2 times`: parse-doing.ts
 * - `most frequent category of bought in last 90 days in ("…")`
 * - `first viewed … then bought … within 7 days without carted … in last 30 days`
 * - `interest in category "…" >= 30%`, `score NAME > 0.5`, `segment NAME`
 * - `lifecycle in (at risk, lapsed)` or `lifecycle new`
 * - `like people ("…") similarity >= 0.8` or `top 100`, `like categories ("…" 0.5) similarity >= 0.8`
 */
export function parseLeaf(scanner: Scanner): LeafRule {
  const start = scanner.word([...starts, ...doingWords])
  switch (start) {
    case 'trait':
    case 'computed':
      return { type: start, name: parseName(scanner), is: parseComparison(scanner) }
    case 'score':
      return { type: 'score', name: parseName(scanner), op: parseNumberOp(scanner), number: parseNumber(scanner) }
    case 'segment':
      return { type: 'segment', id: parseName(scanner) }
    case 'mostFrequent':
      return parseMostFrequent(scanner)
    case 'first':
      return parseSequence(scanner)
    case 'interest': {
      const part = scanner.word(['category', 'brand']) ?? scanner.fail()
      const name = parseText(scanner)
      const op = parseNumberOp(scanner)
      const share = parseNumber(scanner)
      return { type: 'interest', part, name, op, share: scanner.sign(['%']) ? share / 100 : share }
    }
    case 'likePeople': {
      const people = parseList(scanner, parseText)
      if (scanner.word(['top'])) return { type: 'likePeople', people, by: { type: 'top', count: parseNumber(scanner) } }
      return { type: 'likePeople', people, by: { type: 'atLeast', similarity: parseSimilarity(scanner) } }
    }
    case 'similar': {
      const to = parseList(scanner, () => ({ category: parseText(scanner), weight: parseNumber(scanner) }))
      return { type: 'similar', to, atLeast: parseSimilarity(scanner) }
    }
    case 'lifecycle': {
      const stage = () => scanner.word(lifecycleStages) ?? scanner.fail()
      return { type: 'lifecycle', in: scanner.word(['in']) ? parseList(scanner, stage) : [stage()] }
    }
    case undefined:
      return scanner.fail()
    default: {
      const { doing, window, aggregate } = parseDoing(scanner, start, { aggregates: true })
      return {
        type: 'events',
        doing: doing ?? scanner.fail(),
        ...(window === undefined ? {} : { window }),
        ...(aggregate ?? { aggregate: 'count', op: '>=', number: 1 }),
      }
    }
  }
}

function parseSimilarity(scanner: Scanner): number {
  if (!scanner.word(['similarity']) || !(scanner.sign(['>=']) || scanner.word(['atLeast']))) scanner.fail()
  return parseNumber(scanner)
}

function parseMostFrequent(scanner: Scanner): LeafRule {
  const part = scanner.word(frequentParts) ?? scanner.fail()
  const verb = scanner.word(['of']) && (scanner.word(doingWords) ?? scanner.fail())
  const { doing, window } = parseDoing(scanner, verb, {})
  if (!scanner.word(['in'])) scanner.fail()
  return {
    type: 'mostFrequent',
    part,
    ...(doing === undefined ? {} : { doing }),
    ...(window === undefined ? {} : { window }),
    in: parseList(scanner, parseText),
  }
}

function parseSequence(scanner: Scanner): LeafRule {
  const step = () => {
    const { doing } = parseDoing(scanner, scanner.word(doingWords) ?? scanner.fail(), { windows: false })
    return doing ?? scanner.fail()
  }
  const first = step()
  if (!scanner.word(['next'])) scanner.fail()
  const second = step()
  if (!scanner.word(['within'])) scanner.fail()
  const withinDays = parseNumber(scanner)
  if (!scanner.word(['days'])) scanner.fail()
  // Chinese may say 相隔7天内.
  scanner.pattern(/内/uy, { en: 'within', zh: '内' })
  const without = scanner.word(['without']) ? step() : undefined
  const { window } = parseDoing(scanner, undefined, {})
  return {
    type: 'sequence',
    first,
    next: second,
    withinDays,
    ...(without === undefined ? {} : { without }),
    ...(window === undefined ? {} : { window }),
  }
}
