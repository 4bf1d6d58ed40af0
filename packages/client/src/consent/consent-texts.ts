import type { PrivacySignal } from '../consent-types.ts'

/** Everything the banner and the preferences say besides the purposes, which are the server's words. */
export interface ConsentTexts {
  /** Heading of the banner. */
  readonly title: string
  /** What is asked, where the server has no text; an empty line separates paragraphs. */
  readonly body: string
  /** Goes before the titles of the purposes. */
  readonly purposes: string
  readonly acceptAll: string
  readonly rejectAll: string
  readonly choose: string
  readonly preferencesTitle: string
  readonly alwaysOn: string
  readonly whyAlwaysOn: string
  /** Said of a purpose that “Accept all” does not grant. */
  readonly separate: string
  readonly chosen: (when: string, version: string | null) => string
  readonly textChanged: string
  readonly notChosen: string
  /** Where the law does not ask first. */
  readonly notObjected: string
  readonly signal: Readonly<Record<PrivacySignal, string>>
  readonly save: string
  readonly withdraw: string
  readonly close: string
  readonly understood: string
  readonly saved: string
  readonly savedOffline: string
  readonly rights: string
  readonly privacyNotice: string
  readonly notLoaded: string
  readonly again: string
}

export type ConsentLanguage = 'en' | 'zh'

export const consentTexts: Readonly<Record<ConsentLanguage, ConsentTexts>> = {
  en: {
    title: 'Your privacy',
    body: 'We would like to record what you do here, for the purposes that you agree to and for no other. You can change your mind at any time.',
    purposes: 'Purposes: ',
    acceptAll: 'Accept all',
    rejectAll: 'Reject all',
    choose: 'Choose…',
    preferencesTitle: 'Privacy choices',
    alwaysOn: 'Always on',
    whyAlwaysOn: 'The service does not work without it, so there is nothing to choose.',
    separate: 'This needs a yes of its own: “Accept all” does not switch it on.',
    chosen: (when, version) =>
      version === null ? `You chose on ${when}.` : `You chose on ${when}, under version ${version} of this text.`,
    textChanged: 'The text has changed since. Your choice holds until you make another.',
    notChosen: 'You have not chosen yet. Until you do, only what the service needs is kept.',
    notObjected: 'You have not chosen yet. Until you do, what is switched on below is allowed.',
    signal: {
      gpc: 'Your browser asks not to be tracked (Global Privacy Control). We respect that: nothing is recorded unless you choose otherwise.',
      dnt: 'Your browser asks not to be tracked (Do Not Track). We respect that: nothing is recorded unless you choose otherwise.',
    },
    save: 'Save choices',
    withdraw: 'Withdraw everything',
    close: 'Close',
    understood: 'OK',
    saved: 'Saved.',
    savedOffline: 'Saved on this device. The server will hear of it when you are online again.',
    rights: 'You can ask for a copy of what is held about you, or have it erased:',
    privacyNotice: 'Privacy notice',
    notLoaded: 'The purposes could not be loaded. Withdrawing works all the same.',
    again: 'Try again',
  },
  zh: {
    title: '您的隐私',
    body: '我们希望记录您在这里的操作，仅用于您同意的用途。您可以随时更改选择。',
    purposes: '用途：',
    acceptAll: '全部接受',
    rejectAll: '全部拒绝',
    choose: '自行选择…',
    preferencesTitle: '隐私选择',
    alwaysOn: '始终开启',
    whyAlwaysOn: '没有它，服务无法运行，因此无需选择。',
    separate: '此项需要单独同意，「全部接受」不会将其开启。',
    chosen: (when, version) =>
      version === null ? `您于 ${when} 作出选择。` : `您于 ${when} 作出选择，所依据的文本为版本 ${version}。`,
    textChanged: '此后文本已更新。在您重新选择之前，原有选择仍然有效。',
    notChosen: '您尚未选择。在此之前，我们只保存服务所必需的内容。',
    notObjected: '您尚未选择。在此之前，下方已开启的用途视为允许。',
    signal: {
      gpc: '您的浏览器要求不被跟踪（全球隐私控制，GPC）。我们尊重这一要求：除非您另行选择，否则不会记录任何内容。',
      dnt: '您的浏览器要求不被跟踪（请勿跟踪，DNT）。我们尊重这一要求：除非您另行选择，否则不会记录任何内容。',
    },
    save: '保存选择',
    withdraw: '全部撤回',
    close: '关闭',
    understood: '知道了',
    saved: '已保存。',
    savedOffline: '已保存在本设备上，恢复联网后会通知服务器。',
    rights: '您可以索取我们持有的关于您的数据副本，或要求将其删除：',
    privacyNotice: '隐私声明',
    notLoaded: '暂时无法加载各项用途，但仍可撤回同意。',
    again: '重试',
  },
}

/** The language of the option, else of the page; English where it is neither English nor Chinese. */
export function consentLanguage(wanted: string | undefined): ConsentLanguage {
  return /^zh\b/i.test(wanted ?? document.documentElement.lang) ? 'zh' : 'en'
}
