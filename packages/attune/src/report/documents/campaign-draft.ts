import { attributionMethods } from '@attune/measure'
import type { AttributionView } from '../../api/schemas/attribution.ts'
import { campaignDraftTexts } from './campaign-draft-texts.ts'
import { documentTexts } from './document-texts.ts'
import { numberBook } from './number-book.ts'
import type { Language, ReportDraft, ReportSection, ReportSentence, SectionId } from './report-document.ts'

export interface CampaignDraftOptions {
  readonly subject: string
  readonly language: Language
  readonly now: AttributionView
  readonly before: AttributionView
}

type Section = Omit<ReportSection, 'id' | 'title'>
const plain = (text: string): ReportSentence => ({ text, numbers: [] })

/** A campaign or channel in an attribution. */
export const channelIn = (
  { channels }: AttributionView,
  name: string,
): AttributionView['channels'][number] | undefined => channels.find(({ channel }) => channel === name)

/** A report of a campaign or a channel by what it is credited with, before somebody wrote its summary. */
export function campaignDraft({ subject, language, now, before }: CampaignDraftOptions): ReportDraft {
  const t = campaignDraftTexts[language]
  const book = numberBook()
  const [is, was] = [channelIn(now, subject), channelIn(before, subject)]
  const rows = attributionMethods.map((method) => {
    const [a, b] = [was?.credits[method], is?.credits[method]]
    book.add(`${method}.before`, 'decimal', a?.conversions ?? 0)
    book.add(`${method}.now`, 'decimal', b?.conversions ?? 0)
    book.add(`${method}.difference`, 'signed', (b?.conversions ?? 0) - (a?.conversions ?? 0))
    book.add(`${method}.value`, 'amount', b?.value ?? 0)
    return { method, orders: b?.conversions ?? 0, before: a?.conversions ?? 0 }
  })
  const linear = rows.find(({ method }) => method === 'linear') ?? { orders: 0, before: 0 }
  const all = now.total.conversions - before.total.conversions
  book.add('share', 'share', now.total.conversions > 0 ? linear.orders / now.total.conversions : null)
  book.add('removal', 'share', is?.removalEffect)
  book.add('all.difference', 'signed', all)
  const [least, most] = [Math.min(...rows.map(({ orders }) => orders)), Math.max(...rows.map(({ orders }) => orders))]
  book.add('least', 'decimal', least)
  book.add('most', 'decimal', most)
  const untouched = now.total.conversions > 0 ? now.unattributed.conversions / now.total.conversions : 0
  book.add('untouched', 'share', untouched)
  const spread = most - least > Math.max(1, 0.2 * most)
  const parts: Readonly<Record<SectionId, Section>> = {
    numbers: {
      sentences: [
        book.sentence((n) =>
          t.credited(n('linear.now'), n('share'), n('linear.value'), linear.orders > 0 ? (now.currency ?? '') : ''),
        ),
        ...(book.get('removal') === undefined ? [] : [book.sentence((n) => t.removal(n('removal')))]),
      ],
      tables: [
        {
          title: t.table,
          columns: [t.columns.method, t.columns.orders, t.columns.before, t.columns.difference, t.columns.value],
          rows: rows.map(({ method }) => [
            { text: t.methods[method] },
            ...['now', 'before', 'difference', 'value'].map((part) => ({ number: `${method}.${part}` })),
          ]),
        },
      ],
      figures: [
        {
          kind: 'bars',
          title: t.figure,
          rows: rows.map(({ method }) => ({ label: t.methods[method], number: `${method}.now` })),
        },
      ],
    },
    changed: {
      sentences: [
        was === undefined
          ? plain(t.isNew)
          : book.sentence((n) => t.moved(n('linear.before'), n('linear.now'), n('linear.difference'))),
        book.sentence((n) => t.others(n('all.difference'))),
      ],
      tables: [],
      figures: [],
    },
    weak: {
      sentences: [
        spread ? book.sentence((n) => t.spread(n('least'), n('most'))) : plain(t.agree),
        ...(untouched > 0 ? [book.sentence((n) => t.untouched(n('untouched')))] : []),
        ...now.warnings.map((warning) => plain(warning[language])),
      ],
      tables: [],
      figures: [],
    },
    next: {
      sentences: [
        ...(was !== undefined &&
        linear.orders > linear.before &&
        growth(linear) > growth({ orders: now.total.conversions, before: before.total.conversions })
          ? [t.next.grow]
          : []),
        ...(was !== undefined && linear.orders < linear.before && all >= 0 ? [t.next.shrink] : []),
        ...(untouched > 0.5 ? [t.next.tags] : []),
        t.next.holdout,
      ].map(plain),
      tables: [],
      figures: [],
    },
  }
  const sections = (['numbers', 'changed', 'weak', 'next'] as const).map((id) => ({
    id,
    title: documentTexts[language].sections[id],
    ...parts[id],
  }))
  return {
    kind: 'campaign',
    subject,
    language,
    title: t.title(subject),
    from: now.from,
    to: now.to,
    numbers: book.all(),
    summary: sections.flatMap(({ sentences }) => sentences.slice(0, 1)),
    sections,
  }
}

const growth = ({ orders, before }: { readonly orders: number; readonly before: number }): number =>
  before > 0 ? orders / before : 1
