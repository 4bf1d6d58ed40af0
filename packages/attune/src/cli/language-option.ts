import { Option } from 'commander'

/** Whether the terminal speaks Chinese. */
export const localeIsChinese = /^zh/i.test(process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG ?? '')

export type Language = 'en' | 'zh'

/**
 * `--lang`, by default that of the terminal. `--language`, as some commands called it before, is taken too; no help shows it.
 *
 * @param what whose language it is
 */
export function languageOption(what = 'language of what is printed'): Option {
  const option = new Option('--language, --lang <language>', what)
    .choices(['en', 'zh'])
    .default(localeIsChinese ? 'zh' : 'en')
  option.flags = '--lang <language>'
  return option
}
