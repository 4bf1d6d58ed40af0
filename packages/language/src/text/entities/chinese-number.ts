const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }
const groups: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 }

/** Characters of Chinese numbers, for a class of a pattern. */
export const chineseDigits = '零〇一二两三四五六七八九十百千万亿'

/** Value of a number written in Chinese (一千二百, 两万, 二〇二六), or undefined when it is none. */
export function chineseNumber(text: string): number | undefined {
  if (/^[零〇一二两三四五六七八九]+$/u.test(text)) {
    const value = Number([...text].map((character) => digits[character]).join(''))
    return Number.isSafeInteger(value) ? value : undefined
  }
  let [total, group, digit] = [0, 0, -1]
  for (const character of text) {
    const own = digits[character]
    const unit = units[character]
    const large = groups[character]
    if (own !== undefined) {
      if (digit > 0) return undefined
      digit = own
    } else if (unit !== undefined) {
      group += (digit < 0 ? 1 : digit) * unit
      digit = -1
    } else if (large !== undefined) {
      const own = group + Math.max(digit, 0)
      // 亿 counts the 万 before it too: 一万亿.
      total = large === 1e8 ? (total + own) * large : total + own * large
      if (own === 0 && total === 0) return undefined
      ;[group, digit] = [0, -1]
    } else return undefined
  }
  const value = total + group + Math.max(digit, 0)
  return text !== '' && Number.isSafeInteger(value) ? value : undefined
}
