import { LearnError } from '../learn-error.ts'

const kinds: readonly unknown[] = ['WordPiece', 'BPE', 'Unigram']
/** Deeper than any pipeline of steps is; the vocabulary is flat. */
const deepest = 32
const mostTokens = 2_000_000
const longestToken = 1000
const longestPattern = 4000
/** Unbounded repetitions in one alternative of a pattern; those of known tokenisers have two. */
const mostRepetitions = 3

const refused = (why: string): LearnError => new LearnError('bad-file', `This tokenizer.json cannot be used: ${why}.`)

/**
 * Looks at a `tokenizer.json` before a library works on it: how deep and how large it is, whether the vocabulary is one, and
 * whether one of its patterns could be made to search for ever.
 *
 * @throws LearnError `bad-file`
 */
export function refuseHostile(json: { readonly model?: unknown; readonly added_tokens?: unknown }): void {
  const { model, added_tokens: added, ...pipeline } = json
  checkPipeline(pipeline)
  if (added !== undefined && !(Array.isArray(added) && added.length <= 100_000))
    throw refused('its added tokens are no list of at most 100,000')
  for (const one of (added ?? []) as unknown[]) {
    const { id, content } = (one ?? {}) as Readonly<Record<string, unknown>>
    if (!isId(id) || !isToken(content)) throw refused('an added token has no number or no text')
  }
  if (typeof model !== 'object' || model === null) throw refused('it has no model')
  const { vocab, merges, ...rest } = model as Readonly<Record<string, unknown>>
  // Old files do not say their kind.
  if (rest.type !== undefined && !kinds.includes(rest.type)) throw refused(`its model is none of ${kinds.join(', ')}`)
  checkPipeline(rest)
  if (vocab !== undefined) checkVocabulary(vocab)
  if (merges === undefined) return
  const isMerge = (one: unknown): boolean =>
    isToken(one) || (Array.isArray(one) && one.length === 2 && one.every((part) => isToken(part)))
  if (!Array.isArray(merges) || merges.length > mostTokens || !merges.every(isMerge))
    throw refused(`its merges are no list of at most ${mostTokens} pairs of texts`)
}

const isToken = (one: unknown): one is string => typeof one === 'string' && one.length <= longestToken
const isId = (one: unknown): boolean =>
  Number.isInteger(one) && (one as number) >= 0 && (one as number) < 10 * mostTokens

function checkVocabulary(vocab: unknown): void {
  const scored = Array.isArray(vocab)
  if (typeof vocab !== 'object' || vocab === null) throw refused('its vocabulary is neither a list nor an object')
  const entries: readonly unknown[] = scored ? vocab : Object.entries(vocab)
  if (entries.length > mostTokens) throw refused(`it has more than ${mostTokens} tokens`)
  for (const entry of entries) {
    const [token, value] = (Array.isArray(entry) ? entry : []) as unknown[]
    if (!isToken(token)) throw refused(`a token is no text of at most ${longestToken} characters`)
    if (scored ? !Number.isFinite(value) : !isId(value))
      throw refused(`token “${token.slice(0, 50)}” has no ${scored ? 'score' : 'number'}`)
  }
}

/** Walks without recursion: what is too deep shall be told, not overflow. */
function checkPipeline(root: unknown): void {
  const left: (readonly [value: unknown, depth: number])[] = [[root, 0]]
  for (let next = left.pop(); next; next = left.pop()) {
    const [value, depth] = next
    if (typeof value !== 'object' || value === null) continue
    if (depth > deepest) throw refused(`its steps lie more than ${deepest} deep in each other`)
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'Regex') refusePattern(inner)
      left.push([inner, depth + 1])
    }
  }
}

function refusePattern(pattern: unknown): void {
  if (typeof pattern !== 'string' || pattern.length > longestPattern)
    throw refused(`a pattern is no text of at most ${longestPattern} characters`)
  if (canSearchForEver(pattern))
    throw refused('a pattern of it repeats what is repeated, so that a text could keep it searching for ever')
}

/**
 * Whether a pattern repeats a group that has a repetition or alternatives in it without bound, or has more unbounded repetitions
 * after each other than known patterns have.
 */
function canSearchForEver(pattern: string): boolean {
  const bare = pattern
    // Escapes and classes are one character of some kind.
    .replace(/\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/gs, 'x')
    .replace(/\[[^\]]*\]/g, 'x')
  const unbounded = /^(?:[*+]|\{\d+,\})/
  const groups: { repeats: number; branches: boolean }[] = [{ repeats: 0, branches: false }]
  for (let at = 0; at < bare.length; at++) {
    const group = groups.at(-1) as (typeof groups)[0]
    const character = bare[at]
    if (character === '(') groups.push({ repeats: 0, branches: false })
    else if (character === '|') {
      group.branches = true
      group.repeats = 0
    } else if (character === ')' && groups.length > 1) {
      groups.pop()
      const outer = groups.at(-1) as (typeof groups)[0]
      if (unbounded.test(bare.slice(at + 1)) && (group.repeats > 0 || group.branches)) return true
      outer.repeats += group.repeats
    } else if (unbounded.test(bare.slice(at))) group.repeats++
    if ((groups.at(-1) as (typeof groups)[0]).repeats > mostRepetitions) return true
  }
  return false
}
