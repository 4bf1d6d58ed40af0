import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'

let opened: Jieba | undefined

/** Words of a run of Han characters, by jieba's dictionary; words that it does not know by its hidden Markov model. */
export function segmentHan(run: string): readonly string[] {
  opened ??= Jieba.withDict(dict)
  return opened.cut(run, true)
}
