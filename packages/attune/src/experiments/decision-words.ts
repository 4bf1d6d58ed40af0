import type { Decision, DecisionCaution, DecisionReason, ReasonEffect } from '@attune/measure'
import { chance, count, effectSize, effectWithInterval, type Language, pValue } from './effect-numbers.ts'

/** How people call metrics and variations; an id stands for itself where no name is given. */
export interface DecisionNames {
  readonly metric?: ((id: string) => string) | undefined
  readonly variation?: ((id: string) => string) | undefined
}

/** The same in English and in Chinese. */
export interface Words {
  readonly en: string
  readonly zh: string
}

/**
 * A decision as people read it: ship, stop or go on, then why, then what to keep in mind.
 *
 * @example decisionWords(decide({ goals: [{ metric: 'orders', analysis }] })).en
 * // 'Ship “b”. Orders: +30.0 % (+12.1 % to +47.9 %), clearly better.'
 */
export function decisionWords(decision: Decision, names: DecisionNames = {}): Words {
  const { reasons, cautions } = decision
  const sentences = (language: Language): readonly string[] => [
    headline(decision, names)[language],
    ...reasons.map((reason) => reasonWords(reason, names)[language]),
    ...cautions.map((caution) => cautionWords(caution)[language]),
  ]
  return { en: sentences('en').join(' '), zh: sentences('zh').join('') }
}

function headline({ action, variation }: Decision, { variation: nameOf = String }: DecisionNames): Words {
  switch (action) {
    case 'ship':
      return { en: `Ship “${nameOf(variation ?? '')}”.`, zh: `可以上线“${nameOf(variation ?? '')}”。` }
    case 'stop':
      return { en: 'Stop.', zh: '请停止实验。' }
    case 'go-on':
      return { en: 'Go on.', zh: '请继续实验。' }
  }
}

/** One reason of a decision as a sentence. */
export function reasonWords(reason: DecisionReason, { metric: nameOf = String }: DecisionNames = {}): Words {
  const each = (words: (language: Language) => string): Words => ({ en: words('en'), zh: words('zh') })
  switch (reason.code) {
    case 'sample-ratio-mismatch':
      return {
        en: `The arms have not the sizes that were asked for (p ${pValue(reason.p)}): somebody is lost on the way to one of them, and no effect can be believed. Find the cause and start anew.`,
        zh: `各版本的人数与设定比例不符（p ${pValue(reason.p)}）：有一部分人在进入某个版本的途中丢失，任何效果都不可信。请查明原因后重新开始。`,
      }
    case 'mixed-units':
      return {
        en: `${chance(reason.share, 'en')} of the units saw more than one variation: the arms are not separate any more. Find out where identities change, and start anew.`,
        zh: `${chance(reason.share, 'zh')} 的对象看到了不止一个版本，各组已不再相互独立。请查明身份在何处发生变化，然后重新开始。`,
      }
    case 'guardrail-broken':
      return each((language) => {
        const [name, effect, margin] = guardParts(reason, nameOf, language)
        return language === 'en'
          ? `The guardrail ${name} is broken: ${effect}, and ${margin} of harm was accepted.`
          : `护栏指标${name}已被突破：${effect}，超出了可接受的损害 ${margin}。`
      })
    case 'guardrail-unsure':
      return each((language) => {
        const [name, effect, margin] = guardParts(reason, nameOf, language)
        return language === 'en'
          ? `The guardrail ${name} is in doubt: ${effect} still allows more harm than the accepted ${margin}.`
          : `护栏指标${name}尚不能放心：${effect}，仍可能超出可接受的损害 ${margin}。`
      })
    case 'guardrail-unknown':
      return {
        en: `Nothing can be said about the guardrail ${nameOf(reason.metric)} yet.`,
        zh: `护栏指标${nameOf(reason.metric)}目前还无法判断。`,
      }
    case 'too-few-units':
      return each((language) => {
        const [units, planned] = [count(reason.units, language), count(reason.planned, language)]
        return language === 'en'
          ? `${units} of the planned ${planned} units have been seen; an answer before that would be a guess.`
          : `计划 ${planned} 个对象，目前只有 ${units} 个；提前下结论等于猜测。`
      })
    case 'too-few-days':
      return {
        en: `It has run ${count(reason.days, 'en')} of ${count(reason.planned, 'en')} days; whole weeks hold every weekday alike.`,
        zh: `计划运行 ${count(reason.planned, 'zh')} 天，目前 ${count(reason.days, 'zh')} 天；满整周才能让每个星期几同等计入。`,
      }
    case 'better':
      return clear(reason, nameOf, { en: 'clearly better', zh: '明显更好' })
    case 'worse':
      return clear(reason, nameOf, { en: 'clearly worse', zh: '明显更差' })
    case 'futile':
      return each((language) => {
        const [effect, least] = [
          effectWithInterval(reason.effect, language),
          plain(reason.minimumEffect, reason.effect, language),
        ]
        return language === 'en'
          ? `${nameOf(reason.metric)}: ${effect}; the ${least} that would be worth having is out of reach.`
          : `${nameOf(reason.metric)}：${effect}，已不可能达到值得上线的 ${least}。`
      })
    case 'undecided':
      return clear(reason, nameOf, { en: 'not clear yet', zh: '尚不明确' })
    case 'not-after-correction':
      return {
        en: `${nameOf(reason.metric)} is clear by itself, but not once the number of comparisons counts (p ${pValue(reason.p)}).`,
        zh: `${nameOf(reason.metric)}单独看差异明显，但计入比较次数后不再显著（p ${pValue(reason.p)}）。`,
      }
    case 'unknown':
      return {
        en: `Nothing can be said about ${nameOf(reason.metric)} yet.`,
        zh: `${nameOf(reason.metric)}目前还无法判断。`,
      }
    case 'plan-exhausted':
      return {
        en: `All ${count(reason.planned, 'en')} planned units have been seen and nothing is clear: if there is an effect, it is smaller than the one the plan was made for.`,
        zh: `计划的 ${count(reason.planned, 'zh')} 个对象已全部看完，结果仍不明确：即便有效果，也小于计划要找的大小。`,
      }
  }
}

/** What to keep in mind beside a decision, as a sentence. */
export function cautionWords(caution: DecisionCaution): Words {
  switch (caution.code) {
    case 'sample-ratio-suspect':
      return {
        en: `Mind that the sizes of the arms are unlikely as they are (p ${pValue(caution.p)}): check how units are assigned and counted before you rely on this.`,
        zh: `请注意：各版本的人数比例本身就不太正常（p ${pValue(caution.p)}），采信结果之前请检查分流和统计方式。`,
      }
    case 'mixed-units-left-out':
      return {
        en: `${chance(caution.share, 'en')} of the units saw more than one variation and are left out.`,
        zh: `${chance(caution.share, 'zh')} 的对象看到了不止一个版本，已被排除。`,
      }
    case 'no-plan':
      return {
        en: 'This method holds for one look at a planned size, and no size was planned: who looks until something is clear will find what is not there.',
        zh: '这种方法只适用于按计划人数看一次结果，而这里没有设定计划人数：反复查看直到出现差异，会得到并不存在的效果。',
      }
  }
}

type NameOf = (id: string) => string

function clear(
  { metric, effect }: { readonly metric: string; readonly effect: ReasonEffect },
  nameOf: NameOf,
  verdict: Words,
): Words {
  const { chanceToWin } = effect
  const sentence = (language: Language): string => {
    const size = effectWithInterval(effect, language)
    const win = chanceToWin === null ? undefined : chance(chanceToWin, language)
    return language === 'en'
      ? `${nameOf(metric)}: ${size}, ${verdict.en}${win ? `; the chance that it is better is ${win}` : ''}.`
      : `${nameOf(metric)}：${size}，${verdict.zh}${win ? `，更好的概率为 ${win}` : ''}。`
  }
  return { en: sentence('en'), zh: sentence('zh') }
}

function guardParts(
  { metric, effect, margin }: { readonly metric: string; readonly effect: ReasonEffect; readonly margin: number },
  nameOf: NameOf,
  language: Language,
): readonly [string, string, string] {
  return [nameOf(metric), effectWithInterval(effect, language), plain(margin, effect, language)]
}

/** A size without its sign: how much, not which way. */
const plain = (value: number, effect: ReasonEffect, language: Language): string =>
  effectSize(Math.abs(value), effect, language).replace(/^\+/, '')
