import type { Doing, Range } from '../rules/rule.ts'
import { type AnyWord, type KindWord, kindWords, type RuleLanguage, written } from './words.ts'

/** A text in the text form of rules. */
export const quote = (text: string): string => JSON.stringify(text)

/**
 * The text form of a doing, as a condition of a rule begins with it.
 *
 * @example printDoing({ did: { kind: 'cart' }, item: { categories: ['tea'] } }, 'en') // 'carted category "tea"'
 */
export function printDoing({ did, item, value, amount }: Doing, language: RuleLanguage): string {
  const w = (name: AnyWord): string => written(name, language)
  const texts = (word: AnyWord, of: readonly string[] | undefined) =>
    of && `${w(word)} ${of.map(quote).join(language === 'en' ? ', ' : '，')}`
  return [
    printDid(did, w),
    texts('ids', item?.ids),
    texts('category', item?.categories),
    texts('brand', item?.brands),
    texts('tag', item?.tags),
    item?.price && `${w('price')} ${printRange(item.price)}`,
    item?.title !== undefined && `${w('title')} ${quote(item.title)}`,
    value && `${w('value')} ${printRange(value)}`,
    amount && `${w('amount')} ${printRange(amount)}`,
  ]
    .filter(Boolean)
    .join(' ')
}

const printRange = ({ from, to }: Range): string => `${from ?? ''}..${to ?? ''}`

function printDid(did: Doing['did'], w: (name: AnyWord) => string): string {
  if (did === 'anything') return w('anything')
  if ('event' in did) return `${w('event')} ${quote(did.event)}`
  return Object.hasOwn(kindWords, did.kind) ? w(did.kind as KindWord) : `${w('kind')} ${quote(did.kind)}`
}
