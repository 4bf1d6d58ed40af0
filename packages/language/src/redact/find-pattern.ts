import type { Found, PersonalKind } from './personal-data.ts'

/**
 * Every match of a pattern as personal data.
 *
 * @param pattern with the flags `d` and `g`; where it has a group, the group is the data and the rest its surroundings
 * @param accept says whether what matched is really such data
 */
export function findPattern(
  text: string,
  kind: PersonalKind,
  pattern: RegExp,
  accept: (value: string, start: number) => boolean = () => true,
): readonly Found[] {
  const found: Found[] = []
  for (const match of text.matchAll(pattern)) {
    const group = match.slice(1).findIndex((part) => part !== undefined) + 1
    const [start, end] = match.indices?.[group] ?? [0, 0]
    if (end > start && accept(text.slice(start, end), start)) found.push({ kind, start, end })
  }
  return found
}

const goodsLabel =
  /(?:货号|款号|型号|条码|条形码|批号|批次|版本|固件|商品编号|产品编号|配件号|\b(?:sku|isbn|issn|ean|upc|gtin|asin|model|barcode|batch|lot|part|serial|version|firmware|item)(?:\s*(?:no\.?|number|code|id|#))?)\s*(?:[:：#是为]|is|-)?\s*$/i

/** Whether what stands right before says that the number belongs to goods and to nobody. */
export function isOfGoods(text: string, start: number): boolean {
  return goodsLabel.test(text.slice(Math.max(0, start - 24), start))
}
