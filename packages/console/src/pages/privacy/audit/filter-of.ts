import type { Route } from '../../../router/route.ts'

/** What the audit is filtered by, as it stands in the address. Days are the reader's own, both included. */
export interface AuditFilterValues {
  readonly action: string
  readonly actor: string
  readonly subject: string
  readonly from: string
  readonly to: string
}

export function filterOf({ query }: Route): AuditFilterValues {
  const day = (name: string) => {
    const text = query.get(name) ?? ''
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : ''
  }
  return {
    action: query.get('action') ?? '',
    actor: query.get('actor') ?? '',
    subject: query.get('subject') ?? '',
    from: day('from'),
    to: day('to'),
  }
}

/** The moments that the days of a filter begin and end at: midnight where the reader is. */
export function timesOf({ from, to }: Pick<AuditFilterValues, 'from' | 'to'>): {
  readonly from: string | undefined
  readonly to: string | undefined
} {
  const midnight = (day: string, later: number) => {
    if (day === '') return undefined
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
    return new Date(year, month - 1, date + later).toISOString()
  }
  return { from: midnight(from, 0), to: midnight(to, 1) }
}
