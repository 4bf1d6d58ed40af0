import type { ReportOrder } from '../../api/schemas/report-documents.ts'
import { attributionReport } from '../../attribution/attribution-report.ts'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { resultsView } from '../../experiments/experiment-view.ts'
import { campaignDraft, channelIn } from './campaign-draft.ts'
import { decisionDraft } from './decision-draft.ts'
import { experimentDraft } from './experiment-draft.ts'
import { type FigureSource, readDecisionFigures } from './read-decision-figures.ts'
import type { ReportDraft } from './report-document.ts'
import type { ReportPeriod } from './report-period.ts'

export type DraftSource = FigureSource & Pick<Attune, 'experiments' | 'results'>

/**
 * Works a report out, up to its summary by templates.
 *
 * @throws AttuneError `unknown-placement`, `unknown-experiment`, `experiment-not-started`, `unknown-campaign`
 */
export function draftReport(
  source: DraftSource,
  workspace: string,
  order: ReportOrder,
  period: ReportPeriod,
): Promise<ReportDraft> {
  switch (order.kind) {
    case 'experiment':
      return ofExperiment(source, workspace, order)
    case 'campaign':
      return ofCampaign(source, workspace, order, period)
    case 'placement':
      if (source.placements.get(workspace, order.subject) === undefined)
        throw attuneError('unknown-placement', 'There is no such placement.', {
          status: 404,
          details: { field: 'subject' },
        })
      return ofDecisions(source, workspace, { ...order, kind: 'placement' }, period)
    case 'month':
      return ofDecisions(source, workspace, { ...order, kind: 'month' }, period)
  }
}

async function ofExperiment(
  { experiments, results }: DraftSource,
  workspace: string,
  { subject, language, by }: ReportOrder,
): Promise<ReportDraft> {
  const { title } = experiments.mustGet(workspace, subject)
  return experimentDraft(resultsView(await results.of(workspace, subject, { by })), { id: subject, title, language })
}

async function ofDecisions(
  source: DraftSource,
  workspace: string,
  { kind, subject, language }: ReportOrder & { readonly kind: 'placement' | 'month' },
  period: ReportPeriod,
): Promise<ReportDraft> {
  const figures = await readDecisionFigures(source, workspace, period, kind === 'placement' ? subject : undefined)
  return decisionDraft(figures, {
    kind,
    subject,
    language,
    period,
    titleOf: (id) => source.items.get(workspace, id)?.title || id,
    placements: source.placements.list(workspace).filter(({ id }) => kind === 'month' || id === subject),
  })
}

/** A campaign by the tags of visits; where no visit names it, a channel of that name. */
async function ofCampaign(
  source: DraftSource,
  workspace: string,
  { subject, language }: ReportOrder,
  { range, before }: ReportPeriod,
): Promise<ReportDraft> {
  const options = { workspace, touch: 'click', lookbackDays: 30, halfLifeDays: 7, order: 1 } as const
  for (const by of ['campaign', 'channel'] as const) {
    const now = await attributionReport(source, { ...options, by, range })
    const was = await attributionReport(source, { ...options, by, range: before })
    if (channelIn(now, subject) !== undefined || channelIn(was, subject) !== undefined)
      return campaignDraft({ subject, language, now, before: was })
  }
  throw attuneError(
    'unknown-campaign',
    'No visit of this time or the time before carries this campaign (utm_campaign) or came through a channel of this name. “attune attribution --by campaign” says which there are.',
    { status: 404, details: { field: 'subject' } },
  )
}
