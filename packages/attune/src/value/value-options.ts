import type { LifetimeValueOptions } from '@attune/measure'
import type { ValueInput } from '../api/schemas/value.ts'

/** Steps of about a month, each discounted by its part of the year. */
export function valueOptions({ horizonDays, discountPerYear, margin }: ValueInput): LifetimeValueOptions {
  const steps = Math.max(1, Math.round(horizonDays / 30))
  return { horizon: horizonDays, steps, discount: (1 + discountPerYear) ** (horizonDays / 365 / steps) - 1, margin }
}
