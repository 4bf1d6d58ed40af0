/** Days that can be looked back. */
export const periods = ['7', '28', '90', '365'] as const

export const chosen = <V extends string>(of: readonly V[], value: string | undefined, otherwise: V): V =>
  of.find((one) => one === value) ?? otherwise

/** The day so many days ago, of UTC. */
export const daysAgo = (days: number, now: number): string =>
  new Date(now - (days - 1) * 86_400_000).toISOString().slice(0, 10)
