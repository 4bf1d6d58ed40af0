import { basename } from 'node:path'
import type { Card } from '../runs/run-record.ts'
import { madeHere, sourceOf } from './encoder-record.ts'

interface NetworkShape {
  readonly layers: number
  readonly width: number
  readonly vocabulary: number
}

const words = {
  encoder: { en: 'encoder', zh: '编码器' },
  decoder: { en: 'decoder', zh: '解码器' },
} as const

/** For model cards: how large a network is. */
export function sizeFact(what: keyof typeof words, { layers, width, vocabulary }: NetworkShape): Card['facts'][number] {
  const tokens = vocabulary.toLocaleString('en-US')
  return {
    name: words[what],
    value: {
      en: `${layers} ${layers === 1 ? 'layer' : 'layers'}, width ${width}, ${tokens} tokens`,
      zh: `${layers} 层，宽度 ${width}，词表 ${tokens}`,
    },
  }
}

/**
 * For model cards: how large a network is, what it began from, and the licence of that.
 *
 * @param folder what it began from, or `scratch`
 */
export function networkFacts(what: keyof typeof words, folder: string, shape: NetworkShape): Card['facts'] {
  const { en, zh } = words[what]
  const size = sizeFact(what, shape)
  const begun = { en: 'begun from', zh: '起点' }
  if (folder === 'scratch')
    return [
      size,
      { name: begun, value: { en: 'nothing, with a vocabulary of its texts', zh: '从零开始，词表取自训练文本' } },
    ]
  const source = sourceOf(folder)
  const from = source?.from ?? basename(folder)
  const license = source?.license
  return [
    size,
    { name: begun, value: { en: from, zh: from } },
    {
      name: { en: `licence of that ${en}`, zh: `该${zh}的许可证` },
      value: license
        ? { en: license, zh: license === madeHere ? '本机训练' : license }
        : { en: 'not known', zh: '未知' },
    },
  ]
}
