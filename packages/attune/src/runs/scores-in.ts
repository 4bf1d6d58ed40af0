/** The figures with these names that there are. */
export const scoresIn = (report: object, names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    names.flatMap((name): [string, number][] => {
      const value: unknown = Object.entries(report).find(([key]) => key === name)?.[1]
      return typeof value === 'number' ? [[name, value]] : []
    }),
  )
