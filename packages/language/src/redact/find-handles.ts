import { findPattern } from './find-pattern.ts'
import type { Finder } from './personal-data.ts'

const service =
  '(?:微信|VX|V信|威信|WeChat|QQ|企鹅号|微博|抖音|小红书|快手|B站|Line|Telegram|WhatsApp|Instagram|Twitter|Skype|TikTok|Facebook|Snapchat|Discord|IG)'
/** Said to be a name: then any word may be one. */
const said = new RegExp(
  `(?<![A-Za-z0-9_])${service}(?:号码|账号|帐号|昵称|号)?(?: ?(?:id|handle|name|username|user))?\\s*(?:[是为:]| is | - |号[是为:]?)\\s*@?([A-Za-z0-9][A-Za-z0-9_.-]{3,29})(?![A-Za-z0-9@])`,
  'dgi',
)
/** Only right behind: then it has to look like one. */
const behind = new RegExp(
  `(?<![A-Za-z0-9_])${service}(?:号码|账号|帐号|号)?(?: ?(?:id|handle))?\\s*@?((?=[A-Za-z_.-]*[\\d_])[A-Za-z0-9][A-Za-z0-9_.-]{4,29})(?![A-Za-z0-9@])`,
  'dgi',
)
const marked = new RegExp(`(?<![A-Za-z0-9_])${service}\\W{0,3}@([A-Za-z0-9_.]{3,30})(?![A-Za-z0-9@])`, 'dgi')
const weixin = /(?<![A-Za-z0-9_])wxid_[A-Za-z0-9]{6,24}(?![A-Za-z0-9_])/dg
const qqLabel = /(?<![A-Za-z0-9_])(?:QQ|扣扣|企鹅)(?:号码|号)?\s*[是为:]?\s*([1-9]\d{4,11})(?!\d)/dgi

const isWord = /^(?:pay|payment|group|mini|official|support|only|here|not|working|down|used|now|also|great|good)$/i

/** Names in social networks, known by the network before them. */
export const findHandles: Finder = (text) => [
  ...findPattern(text, 'HANDLE', weixin),
  ...findPattern(text, 'HANDLE', qqLabel),
  ...findPattern(text, 'HANDLE', marked),
  ...findPattern(text, 'HANDLE', said, (value) => !isWord.test(value)),
  ...findPattern(text, 'HANDLE', behind),
]
