import type { Estimate } from '../../api/schemas/common.ts'
import type { ExperimentResultsView, MetricResultView } from '../../api/schemas/experiment-results.ts'
import { documentTexts } from './document-texts.ts'
import { type ExperimentDraftTexts, experimentDraftTexts } from './experiment-draft-texts.ts'
import { type NumberBook, numberBook } from './number-book.ts'
import type {
  IntervalFigure,
  Language,
  NumberUnit,
  ReportDraft,
  ReportFigure,
  ReportSection,
  ReportSentence,
  SectionId,
} from './report-document.ts'

export interface ExperimentDraftOptions {
  readonly id: string
  readonly title: string
  readonly language: Language
}

type Section = Omit<ReportSection, 'id' | 'title'>
type Treatment = MetricResultView['analysis']['treatments'][number]

interface Found {
  readonly id: string
  readonly result: MetricResultView
  readonly treatment: Treatment
  readonly unit: EffectUnit
}

type EffectUnit = 'change' | 'points' | 'signed'
const effectUnit = (scale: Treatment['scale'], kind: string | undefined): EffectUnit =>
  scale === 'relative' ? 'change' : kind === 'proportion' ? 'points' : 'signed'

const dayMs = 86_400_000

/** A report of an experiment, before somebody wrote its summary. */
export function experimentDraft(results: ExperimentResultsView, options: ExperimentDraftOptions): ReportDraft {
  const { language } = options
  const t = experimentDraftTexts[language]
  const book = numberBook()
  const found = effectsOf(results, book)
  const numbers = numbersSection(results, found, book, t)
  const changed = changedSection(results, found, book, t)
  const weak = weakSection(results, found, book, t)
  const parts: readonly (readonly [SectionId, Section])[] = [
    ['numbers', numbers],
    ['changed', changed],
    ['weak', weak],
    ['next', nextSection(results, t)],
  ]
  const sections = parts.map(([id, section]) => ({ id, title: documentTexts[language].sections[id], ...section }))
  return {
    kind: 'experiment',
    subject: options.id,
    language,
    title: t.title(options.title === '' ? options.id : options.title),
    from: results.from,
    to: results.to,
    numbers: book.all(),
    summary: sections.flatMap(({ id, sentences }) => sentences.slice(0, id === 'numbers' ? 3 : 1)),
    sections,
  }
}

/** Effects that have a value, in the unit that the analysis decides by. */
function effectsOf({ metrics }: ExperimentResultsView, book: NumberBook): readonly Found[] {
  return metrics.flatMap((result, m) =>
    result.analysis.treatments.flatMap((treatment, k): Found[] => {
      const effect = treatment[treatment.scale]
      const unit = effectUnit(treatment.scale, result.kind)
      const id = `m${m + 1}.t${k + 1}`
      const kept = book.add(`${id}.effect`, unit, effect === null ? null : (effect as Estimate))
      return kept === undefined ? [] : [{ id, result, treatment, unit }]
    }),
  )
}

const valueUnit = (kind: string): NumberUnit => (kind === 'proportion' ? 'share' : 'decimal')

function numbersSection(
  { units, arms, from, to, decision, metrics }: ExperimentResultsView,
  found: readonly Found[],
  book: NumberBook,
  t: ExperimentDraftTexts,
): Section {
  book.add('units', 'count', units)
  book.add('days', 'count', Math.max(1, Math.ceil((Date.parse(to) - Date.parse(from)) / dayMs)))
  const reasons = [...new Set(decision.reasons.map(({ code }) => code))].flatMap(
    (code) => t.because[code as keyof typeof t.because] ?? [],
  )
  return {
    sentences: [
      plain(t.decision[decision.action](decision.variation ?? '')),
      book.sentence((n) => t.units(n('units'), n('days'))),
      ...found.map(({ id, result, treatment }) =>
        book.sentence((n) =>
          t.effect(treatment.variation, nameOf(result), n(`${id}.effect`), t.verdicts[treatment.verdict]),
        ),
      ),
      ...reasons.map(plain),
    ],
    tables: [
      {
        title: t.tables.arms,
        columns: [t.columns.variation, t.columns.units, t.columns.expected, t.columns.actual],
        rows: arms.map((arm, at) => [
          { text: arm.variation },
          book.cell(`arm${at + 1}.units`, 'count', arm.units),
          book.cell(`arm${at + 1}.expected`, 'share', arm.expectedShare),
          book.cell(`arm${at + 1}.share`, 'share', units > 0 ? arm.units / units : null),
        ]),
      },
      {
        title: t.tables.effects,
        columns: [
          t.columns.metric,
          t.columns.role,
          t.columns.variation,
          t.columns.value,
          t.columns.control,
          t.columns.change,
          t.columns.p,
        ],
        rows: metrics.flatMap((result, m) =>
          result.analysis.treatments.map((treatment, k) => {
            const id = `m${m + 1}.t${k + 1}`
            const effect = book.get(`${id}.effect`)
            return [
              { text: nameOf(result) },
              { text: t.roles[result.role] },
              { text: treatment.variation },
              book.cell(`${id}.value`, valueUnit(result.kind), treatment.value),
              book.cell(`m${m + 1}.control`, valueUnit(result.kind), result.analysis.control.value),
              effect === undefined ? { text: '–' } : { number: effect.id },
              book.cell(`${id}.p`, 'p', result.adjustedP[treatment.variation]),
            ]
          }),
        ),
      },
    ],
    figures: effectFigures(found, t),
  }
}

/** One plot a unit: percent and points share no axis. */
const effectFigures = (found: readonly Found[], t: ExperimentDraftTexts): IntervalFigure[] =>
  (['change', 'points', 'signed'] as const).flatMap((unit) => {
    const rows = found
      .filter((one) => one.unit === unit)
      .map(({ id, result, treatment }) => ({
        label: `${nameOf(result)}: ${treatment.variation}`,
        number: `${id}.effect`,
      }))
    return rows.length === 0
      ? []
      : [{ kind: 'intervals', title: t.figures.effects(t.units_[unit]), rows, reference: 0 }]
  })

function changedSection(
  { segments }: ExperimentResultsView,
  found: readonly Found[],
  book: NumberBook,
  t: ExperimentDraftTexts,
): Section {
  const goals = found.filter(({ result }) => result.role === 'goal')
  const trends = goals.flatMap(({ result, treatment }) => {
    const trend = result.novelty[treatment.variation]?.trend
    return trend === undefined ? [] : [plain(t.trend[trend](nameOf(result), treatment.variation))]
  })
  const differing = segments.flatMap(({ metric, effects }, at): ReportSentence[] => {
    const p = effects?.interaction?.p
    if (p === undefined || p > 0.05) return []
    book.add(`segments${at + 1}.p`, 'p', p)
    return [book.sentence((n) => t.differs(metric, n(`segments${at + 1}.p`)))]
  })
  const lines = goals.slice(0, 2).flatMap(({ result, treatment, unit }): ReportFigure[] => {
    const points = result.days.map(({ day, treatments }) => {
      const one = treatments.find(({ variation }) => variation === treatment.variation)
      const known = one !== undefined && one.value !== null && one.low !== null && one.high !== null
      return {
        label: day.slice(5),
        estimate: known ? ({ value: one.value, low: one.low, high: one.high } as Estimate) : null,
      }
    })
    const title = t.figures.days(treatment.variation, nameOf(result))
    return points.length < 2 ? [] : [{ kind: 'line', title, unit, points, reference: 0 }]
  })
  return {
    sentences: [...(trends.length === 0 ? [plain(t.noTrend)] : trends), ...differing],
    tables: [],
    figures: lines,
  }
}

function weakSection(
  { segments, metrics }: ExperimentResultsView,
  found: readonly Found[],
  book: NumberBook,
  t: ExperimentDraftTexts,
): Section {
  const rows = segments.flatMap(({ metric, variation, scale, effects }, s) => {
    const result = metrics.find((one) => one.metric === metric)
    const unit = effectUnit(scale, result?.kind)
    return (effects?.segments ?? []).flatMap(({ segment, shrunk }, at) => {
      const id = book.add(`segment${s + 1}.${at + 1}`, unit, shrunk)
      const worse = result?.analysis.better === 'down' ? shrunk.low > 0 : shrunk.high < 0
      const name = segment === '' ? t.outside : segment
      return id === undefined ? [] : [{ id, variation, segment: name, metric: result ? nameOf(result) : metric, worse }]
    })
  })
  const worse = found
    .filter(({ treatment }) => treatment.verdict === 'worse')
    .map(({ id, result, treatment }) =>
      book.sentence((n) => t.effect(treatment.variation, nameOf(result), n(`${id}.effect`), t.verdicts.worse)),
    )
  const weak = rows
    .filter((row) => row.worse)
    .map((row) => book.sentence((n) => t.weak(row.variation, row.metric, row.segment, n(row.id))))
  const sentences = [...worse, ...weak]
  return {
    sentences: sentences.length === 0 ? [plain(t.noWeak)] : sentences,
    tables:
      rows.length === 0
        ? []
        : [
            {
              title: t.tables.segments,
              columns: [t.columns.metric, t.columns.variation, t.columns.segment, t.columns.change],
              rows: rows.map(({ metric, variation, segment, id }) => [
                { text: metric },
                { text: variation },
                { text: segment },
                { number: id },
              ]),
            },
          ],
    figures: [],
  }
}

function nextSection({ decision, metrics, segments }: ExperimentResultsView, { next }: ExperimentDraftTexts): Section {
  const codes = new Set(decision.reasons.map(({ code }) => code))
  const fading = metrics.some(
    ({ role, novelty }) => role === 'goal' && Object.values(novelty).some((one) => one?.trend === 'fading'),
  )
  const differing = segments.some(({ effects }) => (effects?.interaction?.p ?? 1) <= 0.05)
  return {
    sentences: [
      codes.has('sample-ratio-mismatch') ? next['sample-ratio'] : next[decision.action],
      ...(codes.has('guardrail-broken') || codes.has('guardrail-unsure') ? [next.guardrail] : []),
      ...(fading ? [next.fading] : []),
      ...(differing ? [next.segments] : []),
    ].map(plain),
    tables: [],
    figures: [],
  }
}

const nameOf = ({ title, metric }: Pick<MetricResultView, 'title' | 'metric'>): string =>
  title === '' ? metric : title
const plain = (text: string): ReportSentence => ({ text, numbers: [] })
