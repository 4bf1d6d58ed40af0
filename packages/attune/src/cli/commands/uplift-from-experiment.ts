import type { UpliftDetail, UpliftInput, UpliftList, UpliftSummary } from '../../api/schemas/uplift.ts'
import { attuneError } from '../../errors.ts'
import { upliftTexts } from '../../uplift/uplift-texts.ts'
import { type ApiClient, apiClient } from '../open.ts'
import { printJson, progress } from '../output.ts'
import { say } from '../tell.ts'
import { printUpliftReport } from '../uplift-tables.ts'
import type { UpliftOptions } from './uplift-options.ts'

export interface FromExperimentOptions extends UpliftOptions {
  readonly experiment?: string
  readonly placement?: string
  readonly treated?: string
  readonly control?: string
  readonly days?: number
  readonly from?: string
  readonly to?: string
  readonly outcome?: UpliftInput['outcome'] | undefined
  readonly metric?: string
  readonly method: string
  readonly base: UpliftInput['base']
  readonly seed: number
}

const pollMs = 500

/** Has the server train a model of the workspace, and says what came of it. */
export async function trainFromExperiment(options: FromExperimentOptions): Promise<void> {
  const { experiment, placement, treated, control, days, from, to, outcome, metric, method, base, seed } = options
  const { json, lang } = options
  const api = await apiClient(options)
  try {
    const input = {
      experiment,
      placement,
      treatment: treated,
      control,
      days,
      from,
      to,
      outcome,
      metric,
      method,
      base,
      seed,
    }
    const { id } = await api.request<UpliftSummary>('POST', '/v1/uplift', input)
    const bar = progress({ title: 'Training', total: 1 })
    const trained = await finished(api, id)
    bar.stop(id)
    if (json) return printJson(trained)
    if (trained.report) printUpliftReport(trained.report, lang)
    say(`\n${upliftTexts[lang].trained(id)}`)
  } finally {
    await api.close()
  }
}

/** @throws AttuneError of what broke it off */
async function finished(api: ApiClient, id: string): Promise<UpliftDetail> {
  for (;;) {
    const { models } = await api.request<UpliftList>('GET', '/v1/uplift')
    const model = models.find((one) => one.id === id)
    if (model?.state === 'finished') return api.request<UpliftDetail>('GET', `/v1/uplift/${id}`)
    if (model?.state !== 'running')
      throw attuneError(
        model?.failure?.code ?? 'training-failed',
        model?.failure?.message ?? 'The training was broken off: begin it again.',
      )
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}
