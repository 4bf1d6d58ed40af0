import { findPattern } from './find-pattern.ts'
import type { Finder, Found } from './personal-data.ts'

const han = '[\\u4e00-\\u9fff]'
const count = '(?:\\d{1,5}|[一二三四五六七八九十百零〇两]{1,6})'
/** 号线, 号口 and 号店 are no houses. */
const house = '号(?![线口店款色])'
const part = `(?:号院|号楼|${house}|弄|栋|幢|座|单元|楼|层|室|房|门|户|组|队|期|区)`
const road = '(?:大道|大街|公路|胡同|路|街|道|巷|里弄|弄)'
const compound = '(?:小区|花园|家园|公寓|新村|山庄|嘉园|华庭|雅苑|名苑|大厦|广场|苑|村|庄|府|城|邨)'
const inside = `(?:\\s?-?(?:[A-Za-z]?${count}|[A-Za-z甲乙丙丁东西南北中])\\s?${part}|-\\d{1,5})`
const admin = `(?:${han}{2,7}?(?:省|自治区|特别行政区))?\\s?(?:${han}{2,7}?(?:市|自治州|地区|盟))?\\s?(?:${han}{1,6}?(?:区|县|旗|市))?\\s?(?:${han}{1,6}?(?:镇|乡|街道))?\\s?`

/** A road with a number, or a compound with a building; whatever is larger may stand before, whatever is smaller behind. */
const chinese = new RegExp(
  `${admin}(?:${han}{1,8}?${road}[东西南北中]?(?:[一二三四五六七八九十]段)?\\s?(?:${han}{1,8}${compound}\\s?)?${count}(?:-\\d{1,4})?\\s?${part}(?:之${count})?|${han}{2,8}?${compound}\\s?[A-Za-z]?${count}\\s?(?:号楼|栋|幢|座|单元|${house}|期|-\\d{1,3}-\\d{1,4}))(?:\\s?(?:${han}{1,8}${compound})?${inside}){0,6}(?:\\s?\\d{2,5}(?:室|房)?(?!\\d))?`,
  'dg',
)

/** Words that lead to an address and are no part of one. */
const lead =
  /^.*(?:收货地址|送货地址|寄送地址|家庭住址|住址|地址|寄往|寄到|寄给|送到|送至|送去|发到|发往|配送|快递|位于|搬到|搬去|改成|改为|改到|换成|家在|住在|人在|来自|我住|我家|住|在|到|往|至|是|为|请|从|去|给|把|和|跟|了|的)(?=[\u4e00-\u9fff])/

const street =
  '(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct|Place|Pl|Square|Sq|Terrace|Close|Crescent|Cres|Parkway|Pkwy|Highway|Hwy|Row|Gardens|Grove|Mews|Hill|Walk|Quay|Circle|Cir|Trail)'
const flat = '(?:(?:Flat|Apt|Apartment|Unit|Suite|Ste|Room|Rm|Floor|#)\\.? ?#?[A-Za-z]?\\d{0,5}[A-Za-z]?)'
const postcode = '(?:[A-Z]{2},? \\d{5}(?:-\\d{4})?|[A-Z]{1,2}\\d[A-Z\\d]? \\d[A-Z]{2}|\\d{5})'
const town = "(?:[A-Z][A-Za-z.'’-]+(?: [A-Z][A-Za-z.'’-]+){0,2})"
const english = new RegExp(
  `\\b(?:${flat},? )?\\d{1,5}[A-Za-z]?(?:-\\d{1,5})?,? (?:(?:[NSEW]|North|South|East|West|NE|NW|SE|SW)\\.? )?(?:[A-Z][A-Za-z.'’-]*|\\d{1,3}(?:st|nd|rd|th))(?: [A-Z][A-Za-z.'’-]*){0,3} ${street}\\b\\.?(?: (?:[NSEW]|NE|NW|SE|SW)\\b)?(?:,? ${flat})?(?:,? ${town}(?=,| [A-Z]{1,2}\\d| \\d{5}|,? [A-Z]{2} \\d{5}))?(?:,? ${town}(?=,? [A-Z]{1,2}\\d))?(?:,? ${postcode}\\b)?`,
  'dg',
)
const box = /\bP\.?\s?O\.? Box \d{1,6}(?:,? [A-Z][a-z]+(?:,? [A-Z]{2} \d{5})?)?/dgi

function withoutLead(text: string, { kind, start, end }: Found): Found {
  const [words = ''] = lead.exec(text.slice(start, end)) ?? []
  return { kind, start: start + words.length, end }
}

const isStillAddress = (text: string): boolean => /[\u4e00-\u9fff]{2,}.*(?:\d|[一二三四五六七八九十])/u.test(text)

/** Postal addresses down to the house: Chinese, American, British, post-office boxes. A town alone is none. */
export const findAddresses: Finder = (text) => [
  ...findPattern(text, 'ADDRESS', chinese)
    .map((found) => withoutLead(text, found))
    .filter(({ start, end }) => isStillAddress(text.slice(start, end))),
  ...findPattern(text, 'ADDRESS', english),
  ...findPattern(text, 'ADDRESS', box),
]
