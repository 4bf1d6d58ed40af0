import { findPattern } from './find-pattern.ts'
import type { Finder } from './personal-data.ts'
import { doubleSurnames, surnames } from './surnames.ts'

const surname = `(?:${doubleSurnames.join('|')}|[${surnames}])`
/** Signs that go on with the sentence and hardly stand in a given name. */
const further =
  '的了在是我你他她它们和与也都就很想要有住来去买从把被吗呢吧啊给说问请收电手因为这那对跟已还没不将会能以叫'
const titles = '(?:先生|女士|小姐|老师|太太|阿姨|叔叔|师傅|经理|同学|医生|教授|主任)'
const given = `(?:(?![${further}]|${titles})[\\u4e00-\\u9fff])`
const full = `${surname}(?:·?${given}){1,2}`

const introduced = new RegExp(
  `(?:我叫|名叫|本人|姓名|名字(?:叫|是)?|联系人|收件人|收货人|寄件人|经办人|负责人|签收人|投诉人|客户|顾客|用户|会员|买家|称呼|署名|落款|尊敬的|亲爱的|致)\\s?[是为叫:]?\\s*(${full})`,
  'dg',
)
const isSaid = new RegExp(
  `(?:我是|这里是|这边是|叫做|转告|转交给?|联系|找|通知)\\s?(${surname}${given}{1,2})(?=[,。.!;、\\s(]|$|的|本人|签收)`,
  'dg',
)
const titled = new RegExp(`(${surname}(?:${given}{1,2})?)${titles}`, 'dg')
/** What stands before a title and is no name. */
const noName =
  /^(?:黄色|白色|金色|张纸|方法|方案|高手|房间|房子|金额|石头|江苏|江西|钱包|钱财|包裹|温度|白天|文件|童鞋|龙虾|牛奶|马桶|林子|叶子|车间|时间|常客|任务|路线|路口|路人|史上|温馨|余额|余款|毛病|毛衣|鲁菜|常用|雷达|左边|左侧|项目|管家|游客|应该|成功|关于|关系|水果|向导|季节|单子|花园|花店|谢谢|汤圆|房源|祝福|武器|康复|熊猫|白酒|白茶|黄酒|黄金|金价|马路|石材|万能|金牌|高级|高端|高中|白领|于是|任何|安全|文艺|常见|常规|石油|马上|方便|陈列|金融|武术|文化|文学|温柔|时尚|钢琴|江南|白发|白衣|单身|管理|包装|龙头|高龄|宁可|康复|英语|盛装|成熟|牛仔|程序|童装|房产|游泳|季度|田径|章节|严肃|高薪|石雕|金领|万千|常驻|段子|文科|高职|单亲|莫名|安保|施工|纪检|白班|夏季|夏日|金店|包工|房东|单位|严格|顾问|游戏|申请|高考|马拉松)/
const signed = new RegExp(`(?:——|--|此致|谨上|敬上|署名)\\s?(${full})(?=\\s*(?:$|[,，。]))`, 'dg')

const latin = "[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]+"
const honorific = new RegExp(
  `\\b(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Sir|Madam)\\.? (${latin}(?: (?:[A-Z]\\. )?${latin}){0,2})`,
  'dg',
)
const presented = new RegExp(
  `\\b(?:[Mm]y name(?: is|['’]s)|[Mm]y full name is|[Nn]amed|[Ii] am called|[Cc]all me|[Ff]ull name:?|[Nn]ame:|[Cc]ontact(?: person)?:|[Rr]ecipient:?|[Aa]ttn:?|[Cc]ustomer:|[Cc]lient:|[Ss]igned(?: by)?[:,]?|[Dd]eliver(?:ed)? to|[Ss]hip(?:ped)? to|[Aa]sk for|[Ss]peak (?:to|with)|[Ss]poke (?:to|with)|[Bb]est regards,|[Kk]ind regards,|[Rr]egards,|[Ss]incerely,|[Yy]ours truly,|[Cc]heers,|[Oo]n behalf of)\\s+(${latin}(?: (?:[A-Z]\\.? )?(?:(?:de|van|von|der|la|bin|al) )*${latin}){0,2})`,
  'dg',
)
const greeted = new RegExp(`\\b(?:Dear|Hi|Hello|Hey)\\s+(${latin}(?: ${latin})?)(?=[,!:.\\n]|$)`, 'dg')
const selfSaid = new RegExp(
  `\\b(?:I am|I['’]m|[Tt]his is|It['’]s)\\s+(${latin} (?:[A-Z]\\. )?${latin})(?=[,.!;]| (?:from|and|here|speaking|at)\\b|$)`,
  'dg',
)

const greetingWords = new Set(
  'customer customers team all sir madam everyone everybody there friend friends support service seller shop store guys folks hiring manager valued member members user users world again colleague colleagues god lord attune both parents readers shoppers folk agent admin staff reader subscriber subscribers guest guests client clients buyer buyers'.split(
    ' ',
  ),
)
/** After a title: names of goods and not of people. */
const brands =
  /^(?:Martens?|Pepper|Muscle|Clean|Scholl|Bronner|Dre\b|Bean|Robot|Kipling|Coffee|Price|Big|Fields|Jart|Meyers?)\b/
const weekdayOrMonth =
  /^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|June|July|August|September|October|November|December|The|A|An|My|Your|Our|Black|New|Great|Just|Not|Very|So|Really)\b/

const isPerson = (value: string): boolean =>
  !greetingWords.has(value.toLowerCase().split(' ')[0] ?? '') && !weekdayOrMonth.test(value)

/** Names of people, known by what stands around them: introductions, titles, greetings, signatures. */
export const findNames: Finder = (text) => [
  ...findPattern(text, 'NAME', introduced, (value) => !noName.test(value)),
  ...findPattern(text, 'NAME', isSaid, (value) => !noName.test(value)),
  ...findPattern(text, 'NAME', signed),
  ...findPattern(text, 'NAME', titled, (value) => !noName.test(value)),
  ...findPattern(text, 'NAME', honorific, (value) => !brands.test(value)),
  ...findPattern(text, 'NAME', presented, isPerson),
  ...findPattern(text, 'NAME', greeted, isPerson),
  ...findPattern(text, 'NAME', selfSaid, isPerson),
]
