import { readFileSync, writeFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import type { SegmentMembers, SegmentPreview, SegmentProposalView, SegmentView } from '../../api/schemas/segments.ts'
import { attuneError } from '../../errors.ts'
import { languageOption } from '../language-option.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'
import { say, tell } from '../tell.ts'

interface RuleOptions extends CommonOptions {
  readonly file?: string
  readonly title?: string
  readonly announce?: boolean
  readonly lang: 'en' | 'zh'
}

const pathOf = (id: string): string => `/v1/segments/${encodeURIComponent(id)}`
const percent = (share: number | null): string => (share === null ? '' : `${(100 * share).toFixed(1)} %`)

/**
 * The rule of an argument or a file, as text or as JSON.
 *
 * @throws AttuneError `rule-missing`, `no-file`, `invalid-json`
 */
function givenRule(words: readonly string[], file: string | undefined): { rule: unknown } | { text: string } {
  if (words.length > 0 === (file !== undefined))
    throw attuneError('rule-missing', 'Give the rule as an argument, or name a file with --file; one of them.')
  const text = (file === undefined ? words.join(' ') : readRule(file)).trim()
  if (!text.startsWith('{')) return { text }
  try {
    return { rule: JSON.parse(text) as unknown }
  } catch (cause) {
    throw attuneError('invalid-json', 'The rule begins like JSON and is not valid JSON.', { cause })
  }
}

function readRule(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw attuneError('no-file', `The file ${file} cannot be read.`, { cause, details: { file } })
  }
}

function warn(warnings: SegmentView['warnings'], language: 'en' | 'zh'): void {
  for (const warning of warnings) process.stderr.write(`! ${warning[language]}\n`)
}

const list = (options: CommonOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<{ segments: SegmentView[] }>('GET', '/v1/segments'),
    ({ segments }) =>
      printTable(
        [
          { title: 'segment' },
          { title: 'title' },
          { title: 'members', align: 'right' },
          { title: 'share', align: 'right' },
          { title: 'rule' },
        ],
        segments.map(({ id, title, members, share, text }) => [
          id,
          title,
          members.toLocaleString('en'),
          percent(share),
          text.en,
        ]),
      ),
  )

const show = (id: string, options: RuleOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<SegmentView>('GET', pathOf(id)),
    ({ title, text, description, members, share, warnings }) => {
      const { lang: language } = options
      say(`${id}${title === '' ? '' : ` · ${title}`}\n${description[language]}\n${text[language]}`)
      say(`${members.toLocaleString('en')} people (${percent(share) || 'of nobody'})`)
      warn(warnings, language)
    },
  )

const create = (id: string, words: readonly string[], options: RuleOptions): Promise<void> =>
  tell(
    options,
    (api) => {
      const body = {
        ...givenRule(words, options.file),
        ...(options.title === undefined ? {} : { title: options.title }),
        ...(options.announce === true ? { announce: true } : {}),
      }
      return api.request<SegmentView>('PUT', pathOf(id), body)
    },
    ({ description, members, share, warnings }) => {
      say(
        `${description[options.lang]}\n${members.toLocaleString('en')} people (${percent(share)}); kept up to date from now on.`,
      )
      warn(warnings, options.lang)
    },
  )

const preview = (words: readonly string[], options: RuleOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<SegmentPreview>('POST', '/v1/segments/preview', givenRule(words, options.file)),
    ({ description, text, count, base, share, examples, warnings }) => {
      say(`${description[options.lang]}\n${text[options.lang]}`)
      say(`${count.toLocaleString('en')} of ${base.toLocaleString('en')} people (${percent(share)})`)
      if (examples.length > 0) say(`Such as ${examples.join(', ')}`)
      warn(warnings, options.lang)
    },
  )

const unsaid = {
  en: (part: string) => `Not in the rule: ${part}`,
  zh: (part: string) => `规则没有表达：${part}`,
}

const propose = (words: readonly string[], options: RuleOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<SegmentProposalView>('POST', '/v1/segments/propose', { sentence: words.join(' ') }),
    (proposal) => {
      const { lang: language } = options
      if (proposal.status !== 'proposed') throw attuneError(proposal.status, proposal.reason[language])
      say(`${proposal.description[language]}\n${proposal.text[language]}`)
      warn(proposal.warnings, language)
      for (const part of proposal.unclear) say(unsaid[language](part))
      say('Nothing is saved. Look at the rule, then: attune segment create ID "RULE"')
    },
  )

const members = (
  id: string,
  options: CommonOptions & { readonly limit: number; readonly cursor?: string },
): Promise<void> =>
  tell(
    options,
    (api) => {
      const query = new URLSearchParams({
        limit: String(options.limit),
        ...(options.cursor ? { cursor: options.cursor } : {}),
      })
      return api.request<SegmentMembers>('GET', `${pathOf(id)}/members?${query}`)
    },
    ({ personIds, total, next }) => {
      say(personIds.join('\n'))
      if (next !== null) process.stderr.write(`… of ${total.toLocaleString('en')}; go on with --cursor ${next}\n`)
    },
  )

async function exportTo(
  id: string,
  options: CommonOptions & { readonly format: 'csv' | 'ndjson'; readonly out?: string },
): Promise<void> {
  const api = await apiClient(options)
  try {
    const text = await api.text(`${pathOf(id)}/export?format=${options.format}`)
    if (options.out === undefined) {
      process.stdout.write(text)
      return
    }
    // A file that is there is not written over, and nobody else may read it.
    writeFileSync(options.out, text, { flag: 'wx', mode: 0o600 })
    if (options.json) printJson({ file: options.out })
    else say(`${options.out} is written.`)
  } finally {
    await api.close()
  }
}

const remove = (id: string, options: CommonOptions): Promise<void> =>
  tell(
    options,
    async (api) => {
      await api.request('DELETE', pathOf(id))
      return { removed: id }
    },
    () => say(`${id} is removed. “attune segment undo ${id}” brings it back.`),
  )

const undo = (id: string, options: CommonOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<{ segment: SegmentView | null }>('POST', `${pathOf(id)}/undo`),
    ({ segment }) =>
      say(
        segment === null
          ? `${id} is gone, as it was before. Undo again brings it back.`
          : `${id} is as it was before: ${segment.text.en}\nUndo again takes this back.`,
      ),
  )

/** `attune segment list|show|create|preview|propose|members|export|delete|undo` */
export function segmentCommand(): Command {
  const segment = command('segment', 'people selected by rules, kept up to date with every event')
  const of = (name: string, description: string): Command =>
    command(name, description).argument('<id>', 'see “attune segment list”')
  const language = () => languageOption('language in which rules are said')
  const rule = [
    '[rule...]',
    'text such as: bought category "tea" in last 30 days and trait city = "上海"; or JSON',
  ] as const
  const file = ['--file <file>', 'read the rule from a file'] as const
  segment.addCommand(command('list', 'all segments and how many belong to each').action(action(list)), {
    isDefault: true,
  })
  segment.addCommand(of('show', 'a rule, in words and as text').addOption(language()).action(action(show)))
  segment.addCommand(
    command('create', 'create or replace a segment')
      .argument('<id>', 'letters, digits, _ . -')
      .argument(...rule)
      .option(...file)
      .option('--title <text>', 'what people call it')
      .option('--announce', 'tell webhooks whom this brings in or puts out; of a new segment everybody')
      .addOption(language())
      .action(action(create)),
  )
  segment.addCommand(
    command('preview', 'count a rule without saving it')
      .argument(...rule)
      .option(...file)
      .addOption(language())
      .action(action(preview)),
  )
  segment.addCommand(
    command('propose', 'let the language model turn a sentence into a rule')
      .argument('<sentence...>')
      .addOption(language())
      .action(action(propose)),
  )
  segment.addCommand(
    of('members', 'who belongs to it right now')
      .option('--limit <n>', 'so many at most', wholeNumber(1, 500), 50)
      .option('--cursor <place>', 'go on after a page')
      .action(action(members)),
  )
  segment.addCommand(
    of('export', 'all members as a file')
      .addOption(new Option('--format <csv|ndjson>', 'form of the file').choices(['csv', 'ndjson']).default('csv'))
      .option('--out <file>', 'a new file; without it, standard output')
      .action(action(exportTo)),
  )
  segment.addCommand(of('delete', 'remove a segment; undo brings it back').action(action(remove)))
  segment.addCommand(of('undo', 'take the last change of a segment back').action(action(undo)))
  return segment
}
