import {
  analyseText,
  createNearDuplicates,
  loadNgramIdentifier,
  minHash,
  normaliseText,
  subWords,
  type Token,
} from '@attune/language'
import type { Clock } from '../clock.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import type { Subwords } from './create-subwords.ts'
import { createWorkspaceWords } from './create-workspace-words.ts'
import type { Tagging } from './tagging.ts'
import type { AnalysedText, SentimentReader, Subword, TextAnalyses } from './text-analyses.ts'

export interface TextAnalysisParts {
  readonly items: Pick<ItemCatalogue, 'all' | 'revision'>
  readonly clock: Clock
  /** Without it the sentiment of every text is null. */
  readonly sentiment?: SentimentReader
  /** Without it entities are those of the catalogue and of rules. */
  readonly tagging?: Pick<Tagging, 'read' | 'status'>
  /** Without it there are no sub-words. */
  readonly subwords?: Pick<Subwords, 'of'>
}

/** Characters that are analysed before other requests get their turn: some ten milliseconds. */
const atOnce = 2_000
/** Jaccard similarity of the characters of two texts that say nearly the same. */
const sameFrom = 0.8

/** The analysis of texts for all workspaces. Nothing of the texts is kept. */
export function createTextAnalysis({ items, clock, sentiment, tagging, subwords }: TextAnalysisParts): TextAnalyses {
  const words = createWorkspaceWords({ items })
  return {
    async analyse(workspace, { texts, today = new Date(clock()).toISOString().slice(0, 10), keywords, ...asked }) {
      const [own, ngrams] = await Promise.all([words.of(workspace), loadNgramIdentifier()])
      const tagger = await tagging?.read(
        workspace,
        texts.map((text) => normaliseText(text)),
      )
      const cutter = asked.subwords === true ? await subwords?.of(workspace) : undefined
      const seen = createNearDuplicates<number>({ threshold: sameFrom })
      const analysed: Omit<AnalysedText, 'sentiment'>[] = []
      let characters = 0
      for (const [i, text] of texts.entries()) {
        const { tokens, ...found } = analyseText(text, {
          ...own,
          ngrams,
          tagger,
          today,
          ...(keywords === undefined ? {} : { top: keywords }),
        })
        const signature = minHash(found.text)
        const duplicateOf = seen
          .find(signature)
          .reduce<number | null>((first, { id }) => Math.min(first ?? id, id), null)
        // What points to another one need not be found: a request may hold one text a thousand times.
        if (duplicateOf === null) seen.add(i, signature)
        const pieces = cutter ? subWords(found.text, tokens, cutter.tokenizer).map(pieceOf) : null
        analysed.push({ ...found, duplicateOf, subwords: pieces })
        characters += text.length
        if (characters < atOnce) continue
        characters = 0
        await new Promise((resolve) => setImmediate(resolve))
      }
      const read = await sentiment?.(
        workspace,
        analysed.map(({ text, language }) => ({ text, language: language.language })),
      )
      return analysed.map((one, i) => ({ ...one, sentiment: read?.[i] ?? null }))
    },
    async subwordsBy(workspace) {
      const cutter = await subwords?.of(workspace)
      return cutter === undefined ? null : { from: cutter.from, name: cutter.name }
    },
    taggerOf: (workspace) => tagging?.status(workspace) ?? { model: null, labels: [], problem: null },
  }
}

const pieceOf = ({ text, start, end, goesOn = false }: Token): Subword => ({ text, start, end, goesOn })
