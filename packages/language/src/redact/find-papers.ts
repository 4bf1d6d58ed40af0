import { findPattern, isOfGoods } from './find-pattern.ts'
import type { Finder } from './personal-data.ts'

const chinesePassport =
  /(?:护照|通行证|旅行证|回乡证|台胞证)(?:号码|编号|号|ID)?(?:是|为|\(|:|\s){0,3}([A-Za-z]{1,2}[A-Za-z0-9]?\d{6,8})(?![\dA-Za-z])/dg
const englishPassport =
  /\b(?:passport|travel document|driv(?:er['’]?s|ing) licen[cs]e|licen[cs]e)(?: (?:no\.?|number|#))?(?: (?:is|was))?\s*[:#]?\s*((?=[A-Za-z0-9]*\d{4})[A-Za-z0-9]{6,16})\b/dgi
const chinesePlate =
  /(?<![\p{Script=Han}A-Za-z]{0}[A-Za-z])[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z] ?[·•.-]? ?(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳领使](?![A-Za-z0-9])/dgu
const englishPlate =
  /\b(?:licen[cs]e plate|number plate|plate(?: number| no\.?)?|registration(?: number| plate)?|reg(?: no\.?)?)(?: (?:is|was))?\s*[:#]?\s*((?=[A-Z0-9 -]*\d)(?=[A-Z0-9 -]*[A-Z])[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{2,4}){1,2})\b/dg
const britishPlate = /\b[A-HJ-PR-Y][A-Z][0-9]{2} [A-HJ-PR-Z]{3}\b/dg

/** Passports and other papers, and the plates of cars. */
export const findPapers: Finder = (text) => [
  ...findPattern(text, 'PASSPORT', chinesePassport),
  ...findPattern(text, 'PASSPORT', englishPassport),
  ...findPattern(text, 'PLATE', chinesePlate),
  ...findPattern(text, 'PLATE', englishPlate),
  ...findPattern(text, 'PLATE', britishPlate, (_, start) => !isOfGoods(text, start)),
]
