const truths: Readonly<Record<string, number>> = { 0: 0, 1: 1, '0.0': 0, '1.0': 1, false: 0, true: 1 }

/** 0 or 1 as a file may write it; undefined for everything else. */
export const truthOf = (text: string): number | undefined => {
  const key = text.toLowerCase()
  return Object.hasOwn(truths, key) ? truths[key] : undefined
}
