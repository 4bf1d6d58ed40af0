/**
 * Weeks of remission of 42 children with leukaemia on 6-mercaptopurine (covariate 0) or placebo (1); the standard worked example
 * (Freireich et al., Blood 21, 1963).
 */
const treated = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'.split(' ')
const placebo = '1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23'.split(' ')
const all = [...treated, ...placebo]

export const remission: {
  readonly time: readonly number[]
  readonly event: readonly number[]
  readonly group: readonly number[]
} = {
  time: all.map((text) => Number.parseInt(text, 10)),
  event: all.map((text) => Number(!text.endsWith('+'))),
  group: all.map((_, i) => Number(i >= treated.length)),
}

export function ofGroup(group: number): { readonly time: readonly number[]; readonly event: readonly number[] } {
  const own = (_: number, i: number): boolean => remission.group[i] === group
  return { time: remission.time.filter(own), event: remission.event.filter(own) }
}
