import type { DueRequests, ModelList, Overview, Placement } from 'attune/api-types'
import { overviewTexts as x } from '../../texts/overview-texts.ts'
import type { Text } from '../../texts/text.ts'

export interface Waiting {
  readonly key: string
  readonly tone: '' | 'warn' | 'bad'
  readonly title: Text
  readonly why: Text
  readonly address: string
}

export interface WaitingOptions {
  readonly overview: Overview
  readonly models: ModelList | undefined
  /** What placements are set to; undefined until known. */
  readonly settings: readonly Placement[] | undefined
  /** What people asked for; undefined for whoever may not answer it. */
  readonly due?: DueRequests | undefined
  readonly count: (value: number) => string
  readonly percent: (share: number) => string
  readonly placementName: (placement: Overview['placements'][number]) => string
}

/** A share of refused events from which on somebody should look. */
const refusedShare = 0.01

/** What a person has to decide, most urgent first. Nothing that the product does by itself. */
export function waitingList({
  overview,
  models,
  settings,
  due,
  count,
  percent,
  placementName,
}: WaitingOptions): readonly Waiting[] {
  const list: Waiting[] = []
  const { effect, totals, health, placements } = overview
  const requests = '#/privacy/requests'
  if (due && due.overdue > 0)
    list.push({
      key: 'overdue',
      tone: 'bad',
      title: x.waitOverdue(count(due.overdue)),
      why: x.waitOverdueWhy,
      address: requests,
    })
  if (due && due.dueSoon > 0)
    list.push({
      key: 'due',
      tone: 'warn',
      title: x.waitDue(count(due.dueSoon)),
      why: x.waitDueWhy,
      address: requests,
    })
  if (effect && effect.sampleRatioP < 0.001)
    list.push({ key: 'ratio', tone: 'bad', title: x.waitRatio, why: x.ratioBroken, address: '#/placements' })
  for (const model of models?.models ?? []) {
    const newest = model.versions.reduce<(typeof model.versions)[number] | undefined>(
      (best, version) => (version.status !== 'training' && (!best || version.version > best.version) ? version : best),
      undefined,
    )
    if (!newest || newest.live || newest.previous || (model.live !== null && newest.version < model.live)) continue
    const why = {
      held: x.waitModelHeld,
      failed: x.waitModelFailed,
      trained: x.waitModelNewer,
      training: x.waitModelNewer,
    }
    list.push({
      key: `model-${model.name}`,
      tone: newest.status === 'failed' ? 'bad' : newest.status === 'held' ? 'warn' : '',
      title: x.waitModel(`${model.name} v${newest.version}`),
      why: why[newest.status],
      address: '#/models',
    })
  }
  const refused = health.acceptedShare === null ? 0 : 1 - health.acceptedShare
  if (totals.refused > 0 && refused >= refusedShare)
    list.push({
      key: 'refused',
      tone: refused >= 0.05 ? 'bad' : 'warn',
      title: x.waitRefused(count(totals.refused)),
      why: x.waitRefusedWhy(percent(refused)),
      address: '#/events?show=refused',
    })
  for (const placement of placements)
    if (placement.exposures > 0 && settings?.find(({ id }) => id === placement.id)?.control === null)
      list.push({
        key: `control-${placement.id}`,
        tone: '',
        title: x.waitControl(placementName(placement)),
        why: x.waitControlWhy,
        address: '#/placements',
      })
  return list
}
