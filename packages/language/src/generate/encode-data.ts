import type { PromptValue } from './define-prompt.ts'

/**
 * Data as it stands in a prompt between its marks: JSON on one line in which no sign can end the line, close a mark, or be a
 * control token of a chat format (`<|im_end|>`, `</s>`, `<<SYS>>`, `[INST]`).
 */
export function encodeData(value: PromptValue): string {
  return JSON.stringify(value)
    .replace(/[<>]/g, escaped)
    .replace(/\[(?=\/?(?:INST|SYS|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\])/gi, escaped)
    .replace(
      /[\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu,
      (sign) => [...Array(sign.length).keys()].map((i) => escaped(sign.charAt(i))).join(''),
    )
}

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A block of data with its marks; the nonce is new in every call, so nobody can have written it before. */
export function dataBlock(name: string, value: PromptValue, nonce: string): string {
  return `<<<DATA ${name} ${nonce}\n${encodeData(value)}\nDATA ${nonce}>>>`
}
