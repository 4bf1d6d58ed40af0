import type { ReportKind } from './subject-field.tsx'

export interface OrderDraft {
  readonly kind: ReportKind
  readonly subject: string
  /** Days looked back, or `own`: from day to day. */
  readonly time: string
  readonly firstDay: string
  /** Included. */
  readonly lastDay: string
  readonly language: 'en' | 'zh'
  readonly text: 'auto' | 'template'
  readonly segments: readonly string[]
}

const dayMs = 86_400_000
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** Whether all is there that a report needs. */
export const isComplete = ({ kind, subject, time, firstDay, lastDay }: OrderDraft): boolean =>
  subject.trim() !== '' &&
  (!hasTime(kind) || time !== 'own' || (firstDay !== '' && lastDay !== '' && firstDay <= lastDay))

/** A month and an experiment say themselves when they are. */
export const hasTime = (kind: ReportKind): boolean => kind === 'placement' || kind === 'campaign'

/** The body of `POST /v1/reports`. */
export function orderOf(draft: OrderDraft, now: number) {
  const { kind, subject, time, firstDay, lastDay, language, text, segments } = draft
  const own = time === 'own'
  return {
    ...{ kind, subject: subject.trim(), language, text },
    ...(kind === 'experiment' && segments.length > 0 && { by: segments }),
    ...(hasTime(kind) && {
      from: own ? firstDay : dayOf(now - (Number(time) - 1) * dayMs),
      // The end of a range is not in it.
      ...(own && { to: dayOf(Date.parse(lastDay) + dayMs) }),
    }),
  }
}
