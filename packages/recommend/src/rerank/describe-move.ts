import type { Text } from '../parameter-schemas.ts'
import type { Move, MoveReason } from './stage.ts'

/**
 * A move in words, in both languages.
 *
 * @param titleOf what people call an item, by dense id
 * @example
 * describeMove(move, (item) => titles[item]).en
 * // → '“Oolong” moved down from place 2 to 3: it is 90 % like “Green tea” above it.'
 */
export function describeMove({ item, from, to, reason }: Move, titleOf: (item: number) => string): Text {
  const why = reasonText(reason, titleOf)
  const title = titleOf(item)
  if (to === undefined) {
    return {
      en: `“${title}” left the list (it was at place ${from}): ${why.en}.`,
      zh: `「${title}」被移出列表（原第 ${from} 位）：${why.zh}。`,
    }
  }
  const [way, wayZh] = to < from ? ['up', '上移'] : ['down', '下移']
  return {
    en: `“${title}” moved ${way} from place ${from} to ${to}: ${why.en}.`,
    zh: `「${title}」从第 ${from} 位${wayZh}到第 ${to} 位：${why.zh}。`,
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

function reasonText(reason: MoveReason, titleOf: (item: number) => string): Text {
  switch (reason.kind) {
    case 'variety': {
      const { other, similarity } = reason
      return {
        en: `it brings variety, the nearest item above it, “${titleOf(other)}”, is only ${percent(similarity)} like it`,
        zh: `增加多样性，与上方最接近的「${titleOf(other)}」相似度仅 ${percent(similarity)}`,
      }
    }
    case 'too-similar': {
      const { other, similarity } = reason
      return {
        en: `it is ${percent(similarity)} like “${titleOf(other)}” above it`,
        zh: `与上方的「${titleOf(other)}」相似度为 ${percent(similarity)}`,
      }
    }
    case 'short-of': {
      const { group, wanted, had } = reason
      return {
        en: `“${group}” makes up ${percent(wanted)} of the person’s taste and had ${percent(had)} of the list`,
        zh: `「${group}」占此人兴趣的 ${percent(wanted)}，而列表中只有 ${percent(had)}`,
      }
    }
    case 'enough-of': {
      const { group, wanted, had } = reason
      return {
        en: `“${group}” had ${percent(had)} of the list already, for ${percent(wanted)} of the person’s taste`,
        zh: `「${group}」在列表中已占 ${percent(had)}，而只占此人兴趣的 ${percent(wanted)}`,
      }
    }
    case 'cap': {
      const { group, most, window } = reason
      return {
        en: `at most ${most} of “${group}” may stand in ${window} places`,
        zh: `每 ${window} 位中「${group}」最多 ${most} 个`,
      }
    }
    case 'fair-share': {
      const { place, required } = reason
      return {
        en: `the first ${place} places need ${required} of the protected items to be fair`,
        zh: `为保证公平，前 ${place} 位至少需要 ${required} 个受保护的物品`,
      }
    }
    case 'novel':
      return {
        en: `few people know it (${reason.bits.toFixed(1)} bits)`,
        zh: `了解它的人较少（${reason.bits.toFixed(1)} 比特）`,
      }
    case 'well-known':
      return {
        en: `others are less known (it has ${reason.bits.toFixed(1)} bits)`,
        zh: `其他物品更少人知道（它为 ${reason.bits.toFixed(1)} 比特）`,
      }
    case 'rule':
      return ruleText(reason)
    case 'made-room':
      return { en: 'other items came or went above it', zh: '上方有其他物品移入或移出' }
  }
}

function ruleText({ rule, action, factor, position }: MoveReason & { kind: 'rule' }): Text {
  switch (action) {
    case 'filter':
      return { en: `the rule “${rule}” does not let it through`, zh: `未通过规则「${rule}」` }
    case 'boost':
      return { en: `the rule “${rule}” counts its score × ${factor}`, zh: `规则「${rule}」将其得分乘以 ${factor}` }
    case 'pin':
      return { en: `the rule “${rule}” pins it to place ${position}`, zh: `规则「${rule}」将其固定在第 ${position} 位` }
    case 'bury':
      return { en: `the rule “${rule}” puts it last`, zh: `规则「${rule}」将其排到最后` }
  }
}
