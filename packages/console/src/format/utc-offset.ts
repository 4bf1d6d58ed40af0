/** An offset in minutes as the API writes it: `+08:00`. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  const two = (n: number) => `${n}`.padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** The reader's offset from UTC now. */
export const offsetNow = (): string => offsetText(-new Date().getTimezoneOffset())

/** The day, such as `2026-11-22`, that a time falls on at an offset. */
export function dayAt(time: number, offset: string): string {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? []
  const shift = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000 * (sign === '-' ? -1 : 1)
  return new Date(time + shift).toISOString().slice(0, 10)
}
