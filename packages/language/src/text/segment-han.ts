import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'

/** Opened at the first Chinese text: its dictionary takes 0.2 s and 70 MB. It is never changed, so that all may share it. */
let opened: Jieba | undefined

function jieba(): Jieba {
  opened ??= Jieba.withDict(dict)
  return opened
}

/**
 * Words of a run of Han characters, by jieba's dictionary; words that it does not know by its hidden Markov model.
 *
 * @returns words that make up the run again
 */
export function segmentHan(run: string): readonly string[] {
  return jieba().cut(run, true)
}

/** Whether jieba's dictionary knows a word of Han characters, so that it was not only guessed from its characters. */
export function isKnownHanWord(word: string): boolean {
  return jieba().cut(word, false).length === 1
}
