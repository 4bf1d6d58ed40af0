import {
  alignTokens,
  type CharacterSpan,
  type EncodedText,
  type ScoredTags,
  spansOf,
  tagsOf,
  tokenLabels,
  unlabelled,
} from '@attune/learn'
import { attuneError } from '../errors.ts'
import { asTrainingFailed } from './as-training-failed.ts'
import type { ClassScores } from './classification-report.ts'
import type { FinetuneHooks, FinetuneSettings } from './finetune-settings.ts'
import type { RowFile } from './read-rows.ts'
import type { Trained } from './save-model.ts'
import { openPupil, type Pupil, teachEncoder } from './teach-encoder.ts'

export interface Entity {
  /** Characters of the text, from `start` up to but not including `end`. */
  readonly start: number
  readonly end: number
  readonly label: string
}

export interface TextWithEntities {
  readonly text: string
  readonly entities: readonly Entity[]
}

export interface TagReport {
  /** Of whole entities: place and type must both be right. */
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly perClass: Readonly<Record<string, ClassScores>>
}

/**
 * Fine-tunes an encoder to find entities in texts, and tries it. An entity of a test text that lies behind the tokens that are read
 * counts as not found.
 *
 * @throws AttuneError `bad-encoder`, `unknown-encoder`, `one-class`, `training-failed`
 */
export async function trainTagger(
  { train, test }: { readonly train: RowFile<TextWithEntities>; readonly test: RowFile<TextWithEntities> },
  settings: FinetuneSettings,
  hooks: FinetuneHooks,
): Promise<Trained<TagReport>> {
  const began = hooks.clock()
  const labels = [...new Set(train.rows.flatMap(({ entities }) => entities.map(({ label }) => label)))].sort()
  if (labels.length === 0) throw attuneError('one-class', 'No training text has an entity: there is nothing to learn.')
  const pupil = openPupil(
    settings,
    train.rows.map(({ text }) => text),
  )
  const examples = train.rows.map((row) => {
    const { tokens, spans } = cut(row.text, pupil)
    return { texts: [tokens], label: labelOf(row.entities, spans, labels) }
  })
  const taught = await teachEncoder(pupil, tokenLabels({ types: labels.length }), examples, settings, hooks)
  return asTrainingFailed(async () => {
    await using model = taught.open()
    const texts = test.rows.map(({ text }) => cut(text, pupil))
    const found = await model.ask(texts.map(({ tokens }) => tokens))
    const answers = found.map((tags, i) => entitiesOf(tags, texts[i]?.spans ?? [], labels))
    const report = tagReport(
      test.rows.map(({ entities }) => entities),
      answers,
    )
    return {
      report: { ...report, ...taught.facts, seconds: (hooks.clock() - began) / 1000 },
      saved: {
        task: 'tag',
        encoder: taught.encoder,
        arrays: taught.parameters,
        facts: { labels, tuning: taught.model.tuning },
      },
    }
  })
}

function cut(text: string, { encode, encoder: { tokenizer } }: Pupil) {
  const tokens: EncodedText = encode(text)
  const ids = 'tokens' in tokens ? tokens.tokens : tokens
  return { tokens: ids, spans: alignTokens(tokenizer, text, ids) }
}

/** A tag for each token; those that stand for no characters are not learnt. */
function labelOf(
  entities: readonly Entity[],
  spans: readonly (CharacterSpan | null)[],
  labels: readonly string[],
): number[] {
  const met = entities.flatMap(({ start, end, label }) => {
    const tokens = spans.flatMap((span, i) => (span && span.from < end && span.to > start ? [i] : []))
    const [from, last] = [tokens[0], tokens.at(-1)]
    return from === undefined || last === undefined ? [] : [{ type: labels.indexOf(label), from, to: last + 1 }]
  })
  return tagsOf(met, spans.length).map((tag, i) => (spans[i] ? tag : unlabelled))
}

/** The entities that the tags of tokens speak of, where they stand in the text. */
export function entitiesOf(
  tags: readonly number[],
  spans: readonly (CharacterSpan | null)[],
  labels: readonly string[],
): Entity[] {
  const sure = tags.map(() => 1)
  return scoredEntitiesOf({ tags, probabilities: sure }, spans, labels).map(({ start, end, label }) => ({
    start,
    end,
    label,
  }))
}

/** The same, each as sure as the least sure of its tokens. */
export function scoredEntitiesOf(
  { tags, probabilities }: ScoredTags,
  spans: readonly (CharacterSpan | null)[],
  labels: readonly string[],
): (Entity & { readonly confidence: number })[] {
  const seen = spans.flatMap((span, i) =>
    span ? [{ span, tag: tags[i] as number, sure: probabilities[i] as number }] : [],
  )
  return spansOf(seen.map(({ tag }) => tag)).map(({ type, from, to }) => ({
    start: (seen[from] as (typeof seen)[number]).span.from,
    end: (seen[to - 1] as (typeof seen)[number]).span.to,
    label: labels[type] as string,
    confidence: Math.min(...seen.slice(from, to).map(({ sure }) => sure)),
  }))
}

/** How well the entities that were found are those that are there. */
export function tagReport(truths: readonly (readonly Entity[])[], answers: readonly (readonly Entity[])[]): TagReport {
  const keys = (lists: readonly (readonly Entity[])[], label?: string): string[] =>
    lists.flatMap((list, i) =>
      list
        .filter((one) => label === undefined || one.label === label)
        .map((one) => `${i} ${one.start} ${one.end} ${one.label}`),
    )
  const scoresOf = (label?: string): ClassScores => {
    const [so, called] = [new Set(keys(truths, label)), new Set(keys(answers, label))]
    const right = [...called].filter((key) => so.has(key)).length
    return {
      precision: called.size === 0 ? null : right / called.size,
      recall: so.size === 0 ? null : right / so.size,
      f1: so.size + called.size === 0 ? 0 : (2 * right) / (so.size + called.size),
      support: so.size,
    }
  }
  const labels = [...new Set([...truths, ...answers].flatMap((list) => list.map(({ label }) => label)))].sort()
  const { precision, recall, f1 } = scoresOf()
  return {
    precision: precision ?? 0,
    recall: recall ?? 0,
    f1,
    perClass: Object.fromEntries(labels.map((label) => [label, scoresOf(label)])),
  }
}
