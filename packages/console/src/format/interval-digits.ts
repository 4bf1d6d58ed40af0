/** Decimals for an estimate in per cent, so that it and its interval share them: one where the interval is narrower than ten points. */
export const intervalDigits = (low: number, high: number): 0 | 1 => (high - low < 0.1 ? 1 : 0)
