/**
 * Categories and tags that tell what nobody may conclude of a person: health, faith, origin, politics, unions, love
 * (GDPR Art. 9; PIPL Art. 28). Written as people who keep catalogues write them; a person's interest in such items is
 * never shown, counted or used for likeness.
 */
const english =
  `health|healthcare|medical|medicines?|medications?|drugs?|pharmacy|pharmaceuticals?|diseases?|illness(?:es)?|
  disorders?|disabilit(?:y|ies)|diabet(?:es|ic)|cancer|hiv|aids|depression|anxiety|mental health|psychiatry|psychotherapy|
  therapy|pregnan(?:t|cy)|maternity|fertility|infertility|contracepti(?:on|ves?)|condoms?|menopause|incontinence|addiction|
  rehab|sexual|sexuality|sex|erotic(?:a)?|adult toys?|sex toys?|lingerie for men|lgbtq?|lgbt\\+|gay|lesbian|bisexual|queer|
  transgender|religion|religious|spirituality|faith|bibles?|quran|koran|torah|church|mosque|temple|islam(?:ic)?|muslim|
  christian(?:ity)?|catholic|jewish|judaism|kosher|halal|buddhis(?:m|t)|hindu(?:ism)?|sikh|prayer|ethnic(?:ity)?|race relations|
  politics?|political|politicians?|elections?|campaign merchandise|democrats?|republicans?|communis(?:m|t)|socialis(?:m|t)|
  conservatives?|liberals?|trade unions?|labou?r unions?|union membership|genetic(?:s)?|dna tests?|biometrics?`.replaceAll(
    /\s*\n\s*/g,
    '',
  )
const chinese =
  `医疗|医药|药品|处方|非处方|用药|疾病|病症|糖尿病|高血压|癌|肿瘤|艾滋|抑郁|焦虑症|精神健康|心理健康|心理咨询|残疾|残障|
  备孕|孕妇|孕期|怀孕|孕产|不孕|避孕|避孕套|更年期|失禁|戒毒|戒断|两性健康|性健康|情趣|成人用品|同性恋|双性恋|跨性别|性取向|性少数|
  宗教|信仰|佛教|佛具|道教|基督|天主教|圣经|教会|伊斯兰|清真|穆斯林|古兰经|犹太|祈祷|民族|种族|族裔|政治|政党|党派|选举|工会|
  基因检测|生物识别`.replaceAll(/\s+/g, '')

const words = new RegExp(`(?:^|[^\\p{L}])(?:${english})(?:[^\\p{L}]|$)|${chinese}`, 'iu')

/** Whether a name of a category, tag or brand tells what must not be concluded. */
export type IsSensitive = (name: string) => boolean

/**
 * The rule of an installation: the built-in words and its own, which are taken literally and count anywhere in a name.
 *
 * @example isSensitiveBy([])('Religion & Spirituality') // true
 */
export function isSensitiveBy(own: readonly string[]): IsSensitive {
  const ownNames = own.map((name) => name.normalize('NFKC').toLowerCase())
  const known = new Map<string, boolean>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const plain = name.normalize('NFKC').toLowerCase().replaceAll(/[_-]+/g, ' ')
    const sensitive = words.test(plain) || ownNames.some((one) => plain.includes(one))
    if (known.size >= 50_000) known.clear()
    known.set(name, sensitive)
    return sensitive
  }
}
