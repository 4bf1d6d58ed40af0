import type { Attune } from '../../../attune.ts'
import type { DecisionDraftTexts } from '../decision-draft-texts.ts'
import type { NumberBook } from '../number-book.ts'
import type { DecisionFigures } from '../read-decision-figures.ts'
import type { ReportSection, ReportSentence } from '../report-document.ts'
import type { WeakParts } from './weak-section.ts'

export interface NextParts {
  readonly figures: DecisionFigures
  readonly weak: WeakParts
  readonly placements: ReturnType<Attune['placements']['list']>
  readonly mostlyMix: boolean
}

/** Below this p the sizes of arms are no chance. */
const mismatch = 0.001
const smallCoverage = 0.1
const most = 8

/** What to try next, by rules from the numbers: what makes numbers wrong first, then what is sure, then what is worth a look. */
export function nextSection(
  { figures, weak, placements, mostlyMix }: NextParts,
  book: NumberBook,
  { next }: DecisionDraftTexts,
): Omit<ReportSection, 'id' | 'title'> {
  const { total, effects, by } = figures
  const broken: string[] = []
  const sure: string[] = []
  const open: string[] = []
  for (const { placement, treatment, sampleRatioP, effects: found } of effects) {
    const verdicts = new Set(found.filter(({ metric }) => metric !== 'clicksPerPerson').map(({ verdict }) => verdict))
    if (sampleRatioP < mismatch) broken.push(next.mismatch(placement))
    else if (verdicts.has('worse')) sure.push(next.back(placement, treatment))
    else if (verdicts.has('better')) sure.push(next.widen(placement, treatment))
    else open.push(next.wait(placement))
  }
  const compared = new Set(effects.map(({ placement }) => placement))
  const seen = new Set(figures.groups.map(({ group }) => group.placement))
  for (const { id } of placements)
    if (!compared.has(id) && (by === 'variation' || seen.has(id))) open.push(next.noControl(id))
  const sentences: ReportSentence[] = [
    ...(total.exposures === 0 ? [next.expose] : []),
    ...broken,
    ...sure,
    ...(mostlyMix ? [next.mix] : []),
    ...weak.groups.map(({ key }) => next.group(key)),
    ...weak.items.slice(0, 3).map(({ key }) => next.item(key)),
    ...open,
  ].map((text) => ({ text, numbers: [] }))
  if (total.exposures > 0 && total.coverage !== null && total.coverage < smallCoverage)
    sentences.push(book.sentence((n) => next.coverage(n('now.coverage'))))
  if (sentences.length === 0) sentences.push({ text: next.goOn, numbers: [] })
  return { sentences: sentences.slice(0, most), tables: [], figures: [] }
}
