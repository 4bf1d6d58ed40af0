import { Option } from 'commander'

/** Whether the terminal speaks Chinese. */
export const localeIsChinese = /^zh/i.test(process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG ?? '')

/** `--lang`, by default that of the terminal. */
export const languageOption = (): Option =>
  new Option('--lang <language>', 'language of what is printed')
    .choices(['en', 'zh'])
    .default(localeIsChinese ? 'zh' : 'en')
