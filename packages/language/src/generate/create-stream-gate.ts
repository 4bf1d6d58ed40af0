import { type RedactedEntry, restore } from '../redact/index.ts'
import { placeholderPattern } from '../redact/placeholder.ts'
import { checkAnswer } from './check-answer.ts'
import type { StreamPass } from './create-exchanger.ts'
import type { Marks } from './lay-out-prompt.ts'

/** So many signs are held back: longer than a placeholder, and than a secret word with a sign between its letters. */
const held = 64

/**
 * Looks through a text while it is written, and puts personal data back. A piece goes on when what follows it can no longer
 * make it part of a placeholder or of a secret word.
 *
 * @throws LanguageError `bad-answer` from `push` and `end`
 */
export function createStreamGate(marks: Marks, entries: readonly RedactedEntry[]): StreamPass {
  let text = ''
  let gone = 0
  const pass = (until: number): string => {
    const part = text.slice(gone, until)
    gone = until
    return restore(part, entries)
  }
  return {
    push(piece) {
      text += piece
      // What is gone was looked at; the whole is looked at once more in the end.
      checkAnswer(text.slice(Math.max(0, gone - held)), marks, entries)
      let until = Math.max(gone, text.length - held)
      for (const { 0: placeholder, index } of text.slice(gone).matchAll(placeholderPattern))
        if (gone + index < until && until < gone + index + placeholder.length) until = gone + index
      // Half of a sign that takes two units is none.
      if (/[\ud800-\udbff]/.test(text.charAt(until - 1))) until -= 1
      return until > gone ? pass(until) : ''
    },
    end() {
      checkAnswer(text, marks, entries)
      return pass(text.length)
    },
  }
}
