import { chineseDigits, chineseNumber } from './chinese-number.ts'
import type { FoundEntity } from './entity.ts'

/** Unit as written → unit, and how many of it. */
const units: Readonly<Record<string, readonly [unit: string, times: number]>> = {
  kg: ['kg', 1],
  公斤: ['kg', 1],
  千克: ['kg', 1],
  g: ['g', 1],
  克: ['g', 1],
  斤: ['g', 500],
  两: ['g', 50],
  mg: ['mg', 1],
  毫克: ['mg', 1],
  吨: ['t', 1],
  oz: ['oz', 1],
  ounces: ['oz', 1],
  lb: ['lb', 1],
  lbs: ['lb', 1],
  pounds: ['lb', 1],
  ml: ['ml', 1],
  mL: ['ml', 1],
  ML: ['ml', 1],
  毫升: ['ml', 1],
  L: ['l', 1],
  l: ['l', 1],
  升: ['l', 1],
  liters: ['l', 1],
  litres: ['l', 1],
  mm: ['mm', 1],
  毫米: ['mm', 1],
  cm: ['cm', 1],
  CM: ['cm', 1],
  厘米: ['cm', 1],
  公分: ['cm', 1],
  m: ['m', 1],
  米: ['m', 1],
  km: ['km', 1],
  公里: ['km', 1],
  千米: ['km', 1],
  inch: ['inch', 1],
  inches: ['inch', 1],
  英寸: ['inch', 1],
  寸: ['inch', 1],
  ft: ['ft', 1],
  feet: ['ft', 1],
  平方米: ['m²', 1],
  平米: ['m²', 1],
  KB: ['kB', 1],
  MB: ['MB', 1],
  GB: ['GB', 1],
  gb: ['GB', 1],
  TB: ['TB', 1],
  tb: ['TB', 1],
  mAh: ['mAh', 1],
  mah: ['mAh', 1],
  毫安: ['mAh', 1],
  W: ['W', 1],
  w: ['W', 1],
  瓦: ['W', 1],
  kW: ['kW', 1],
  V: ['V', 1],
  Hz: ['Hz', 1],
  hz: ['Hz', 1],
  GHz: ['GHz', 1],
  '℃': ['°C', 1],
  '°C': ['°C', 1],
  件: ['piece', 1],
  个: ['piece', 1],
  只: ['piece', 1],
  支: ['piece', 1],
  枚: ['piece', 1],
  台: ['piece', 1],
  片: ['piece', 1],
  张: ['piece', 1],
  颗: ['piece', 1],
  粒: ['piece', 1],
  pc: ['piece', 1],
  pcs: ['piece', 1],
  piece: ['piece', 1],
  pieces: ['piece', 1],
  个装: ['piece', 1],
  件装: ['piece', 1],
  双: ['pair', 1],
  对: ['pair', 1],
  pair: ['pair', 1],
  pairs: ['pair', 1],
  瓶: ['bottle', 1],
  bottles: ['bottle', 1],
  盒: ['box', 1],
  箱: ['box', 1],
  boxes: ['box', 1],
  包: ['pack', 1],
  袋: ['pack', 1],
  pack: ['pack', 1],
  packs: ['pack', 1],
  套: ['set', 1],
  sets: ['set', 1],
  条: ['piece', 1],
  罐: ['can', 1],
  cans: ['can', 1],
  人: ['person', 1],
  people: ['person', 1],
  小时: ['h', 1],
  个小时: ['h', 1],
  个月: ['month', 1],
  months: ['month', 1],
  hours: ['h', 1],
  hrs: ['h', 1],
  分钟: ['min', 1],
  minutes: ['min', 1],
  mins: ['min', 1],
}
const names = Object.keys(units).sort((a, b) => b.length - a.length)
const number = '[0-9]{1,9}(?:,[0-9]{3})*(?:\\.[0-9]{1,4})?'
// Units are told apart by their case: 5G is no weight.
const quantity = new RegExp(
  `(?<![0-9A-Za-z$€£¥-]|[0-9][.,])(?<amount>${number})(?:\\s|-)?(?<unit>${names.map((name) => (/[A-Za-z]$/.test(name) ? `${name}(?![A-Za-z0-9])` : name)).join('|')})(?!钱|(?<=升)级|(?<=个)半)`,
  'gu',
)
const percent = new RegExp(
  `(?<![0-9]|[0-9][.,])(?:(?<sign>[0-9]{1,6}(?:\\.[0-9]{1,4})?)\\s?(?:(?<mark>[%‰])|percent\\b)|百分之(?<written>[${chineseDigits}]{1,6}))(?<off>\\s?off\\b)?`,
  'giu',
)
/** 8折 · 8.5折 · 85折 · 五折 */
const fold =
  /(?<![0-9A-Za-z]|[0-9][.,])(?<digits>[1-9](?:\.[0-9])?|[1-9][0-9])\s?折(?!叠|扣率|射|断|磨)|(?<written>[一二三四五六七八九]{1,2})折(?!叠|射|断|磨|腾)/gu

/** Percentages and discounts; 8折 is a discount of 20 %. */
export function findPercents(text: string): readonly FoundEntity[] {
  const found: FoundEntity[] = []
  const push = (match: RegExpExecArray, ratio: number, discount: boolean): void => {
    const [whole] = match
    const value = { ratio: Math.round(ratio * 1e6) / 1e6, discount }
    found.push({ kind: 'percent', text: whole, start: match.index, end: match.index + whole.length, value })
  }
  for (const match of text.matchAll(percent)) {
    const { sign, mark, written, off } = match.groups ?? {}
    const value = sign === undefined ? chineseNumber(written ?? '') : Number(sign)
    if (value !== undefined) push(match, value / (mark === '‰' ? 1000 : 100), off !== undefined)
  }
  for (const match of text.matchAll(fold)) {
    const { digits, written } = match.groups ?? {}
    const value = digits === undefined ? chineseNumber(written ?? '') : Number(digits)
    if (value !== undefined) push(match, 1 - value / (value >= 10 ? 100 : 10), true)
  }
  return found
}

/** Weights, volumes, lengths, sizes of storage, and things that are counted, written with digits. */
export function findQuantities(text: string): readonly FoundEntity[] {
  const found: FoundEntity[] = []
  for (const match of text.matchAll(quantity)) {
    const [whole] = match
    const { amount = '', unit = '' } = match.groups ?? {}
    const [name, times] = units[unit] ?? [unit, 1]
    found.push({
      kind: 'quantity',
      text: whole,
      start: match.index,
      end: match.index + whole.length,
      value: { amount: Number(amount.replaceAll(',', '')) * times, unit: name },
    })
  }
  return found
}
