import type { Format } from '../../format/create-format.ts'

/** A p value: three decimals, or that it is below them. */
export const pText = (f: Format, p: number): string => (p < 0.001 ? `< ${f.decimal(0.001, 3)}` : f.decimal(p, 3))
