import type { Attune } from '../../attune.ts'
import { decisionDraftTexts } from './decision-draft-texts.ts'
import { changedSection } from './decision-sections/changed-section.ts'
import { nextSection } from './decision-sections/next-section.ts'
import { numbersSection } from './decision-sections/numbers-section.ts'
import { seenClicks } from './decision-sections/seen-clicks.ts'
import { weakSection } from './decision-sections/weak-section.ts'
import { documentTexts } from './document-texts.ts'
import { numberBook } from './number-book.ts'
import type { DecisionFigures } from './read-decision-figures.ts'
import type { DocumentKind, Language, ReportDraft, ReportSection, SectionId } from './report-document.ts'
import type { ReportPeriod } from './report-period.ts'
import { weakSpots } from './weak-spots.ts'

export interface DecisionDraftOptions {
  readonly kind: Extract<DocumentKind, 'placement' | 'month'>
  readonly subject: string
  readonly language: Language
  readonly period: ReportPeriod
  /** What an item is called. */
  readonly titleOf: (itemId: string) => string
  readonly placements: ReturnType<Attune['placements']['list']>
}

/** A report of a placement or a month, before somebody wrote its summary. */
export function decisionDraft(figures: DecisionFigures, options: DecisionDraftOptions): ReportDraft {
  const { kind, subject, language, period, titleOf, placements } = options
  const t = decisionDraftTexts[language]
  const book = numberBook()
  const total = { exposures: figures.total.exposures, clicks: seenClicks(figures.total) }
  const weak = {
    groups: weakSpots(figures.groupClicks, total).slice(0, 5),
    items: weakSpots(figures.itemClicks, total)
      .slice(0, 10)
      .map((spot) => ({ ...spot, key: titleOf(spot.key) })),
  }
  const numbers = numbersSection(figures, book, t)
  const changed = changedSection(figures, book, t)
  const parts: readonly (readonly [SectionId, Omit<ReportSection, 'id' | 'title'>])[] = [
    ['numbers', numbers],
    ['changed', changed.section],
    ['weak', weakSection(weak, figures.by, book, t)],
    ['next', nextSection({ figures, weak, placements, mostlyMix: changed.mostlyMix }, book, t)],
  ]
  const sections = parts.map(([id, section]) => ({ id, title: documentTexts[language].sections[id], ...section }))
  return {
    kind,
    subject,
    language,
    title: t.title[kind](subject),
    from: new Date(period.range.from).toISOString(),
    to: new Date(period.range.to).toISOString(),
    numbers: book.all(),
    summary: sections.flatMap(({ id, sentences }) => sentences.slice(0, id === 'numbers' ? 2 : 1)),
    sections,
  }
}
