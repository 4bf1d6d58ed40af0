import { personalKinds } from './personal-data.ts'

/**
 * A placeholder as models give it back: in any case, with spaces, with brackets of another width or only one pair. Its groups
 * are kind and number.
 */
export const placeholderPattern: RegExp = new RegExp(
  `[\\[［【〔]{1,2}\\s*(${personalKinds.join('|')})\\s*[_＿ -]\\s*([0-9０-９]{1,6})\\s*[\\]］】〕]{1,2}`,
  'gi',
)
