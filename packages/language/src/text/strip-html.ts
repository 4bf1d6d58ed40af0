const tag = /<\/?([a-zA-Z][a-zA-Z0-9]*)(?:[\s/][^<>]*)?>/g
/** Tags inside of a line: letters on both sides belong together (`<b>手机</b>壳`). */
const inline = new Set(
  'a abbr b bdi bdo big cite code dfn em font i ins del kbd mark q s samp small span strike strong sub sup tt u var'.split(
    ' ',
  ),
)
/** Pairs whose content is not text. */
const silent = [
  { open: /<!--/g, close: '-->' },
  { open: /<script[\s>]/gi, close: '</script>' },
  { open: /<style[\s>]/gi, close: '</style>' },
] as const

/**
 * Text without the tags of HTML, its comments, scripts and styles. Tags between blocks become line breaks, tags inside of a
 * line vanish. What only looks like a tag stays (`a < b`, `<3`). Time is linear in the length.
 */
export function stripHtml(text: string): string {
  if (!text.includes('<')) return text
  let rest = text
  for (const { open, close } of silent) rest = withoutSilent(rest, open, close)
  return rest.replace(tag, (_, name: string) => (inline.has(name.toLowerCase()) ? '' : '\n'))
}

function withoutSilent(text: string, open: RegExp, close: string): string {
  const lower = text.toLowerCase()
  // A lower-case form of another length would shift the offsets.
  const searched = lower.length === text.length ? lower : text
  let kept = ''
  let from = 0
  open.lastIndex = 0
  for (let found = open.exec(text); found !== null; found = open.exec(text)) {
    const end = searched.indexOf(close, found.index)
    if (end < 0) break
    kept += `${text.slice(from, found.index)} `
    from = end + close.length
    open.lastIndex = from
  }
  return kept + text.slice(from)
}
