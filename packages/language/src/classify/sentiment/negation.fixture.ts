/** Whether the sentence is content (+) or not (−), and the sentence. The rules were written while looking at these. */
const seen = {
  zh: `
+ 味道不错，下次还来
- 味道不好，不会再来了
- 质量不怎么样
+ 没有不满意的地方
- 没有想象中好
+ 不是不好，是太好了
- 服务态度并不好
+ 物流一点也不慢
- 客服从来不回复
+ 价格不贵，质量也不差
- 不值这个价
- 没觉得哪里好
+ 没有异味，很放心
- 不推荐购买
+ 不得不说，这件衣服真漂亮
- 不能说满意
+ 不会褪色，不会起球
- 从来没有这么失望过
+ 从来没有失望过
- 便宜没好货
- 虽然便宜，但是质量不行
+ 虽然有点贵，但是质量很好
- 包装很漂亮，不过味道太差了
+ 快递慢了点，不过东西很不错
- 根本不像宣传的那么好
+ 没什么可挑剔的
- 没有一点惊喜
+ 不愧是大品牌，做工精细
- 并不是特别好用
+ 并没有传说中那么难用
- 难道这也叫好吗
+ 再也不用担心漏水了
- 再也不会买了
- 毫无质量可言
+ 毫无瑕疵
- 一点都不舒服
+ 一点都不闷，很舒服
- 别买，会后悔的
+ 买了不后悔
- 不是很满意
+ 非常满意，没得说
- 谈不上好吃
+ 算不上便宜，但是物有所值
- 尺码不准，穿着不合身
+ 尺码很准，没有色差
- 缺乏耐心，不专业
+ 不油腻，不腥，孩子爱吃
- 没用几天就坏了
+ 用了半年都没坏
- 房间不够干净`,
  en: `
+ Not bad at all
- Not good at all
- I would not recommend this to anyone
+ I can't recommend it enough
- I can't say I'm happy with it
+ You won't regret buying this
- It doesn't work
+ It never disappoints
- It never worked properly
+ No complaints whatsoever
- No improvement at all
+ Nothing wrong with it
- Nothing special about it
- Hardly worth the money
+ There's hardly any noise
- The fabric isn't soft
+ The fabric isn't scratchy
- It is not as comfortable as I expected
+ It's not cheap, but it is worth every penny
- It's cheap, but the quality is terrible
+ Delivery was slow, but the product is excellent
- The color is beautiful, however it fell apart after one wash
- Neither comfortable nor stylish
+ Neither ugly nor uncomfortable
+ Couldn't be happier
- Couldn't be worse
- I don't love it
+ I don't regret it
- The staff were not friendly
+ The staff were never rude
- Not the best hotel I have stayed in
+ Not a single problem so far
- Without any charm
+ Works without any problems
- It lacks quality
+ It isn't expensive and it doesn't break
- This didn't live up to expectations
+ It did not disappoint
- I wasn't impressed
+ I was not disappointed
- Never buying from this shop again
+ I will never go back to my old one
- Too tight and not flattering
+ Not too tight, very flattering
- Far from perfect
+ Far from boring
- I wish I could say it was good
+ It isn't just good, it's amazing
- Barely usable
+ Even though the box was damaged, I love the dress`,
} as const

/** Written after the rules were finished, and never looked at while they were changed. */
const heldOut: { readonly zh: string; readonly en: string } = { zh: '', en: '' }

export interface NegatedSentence {
  readonly text: string
  readonly positive: boolean
}

const sentencesOf = (lines: string): readonly NegatedSentence[] =>
  lines
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ text: line.slice(2), positive: line.startsWith('+') }))

export const negations = {
  seen: { zh: sentencesOf(seen.zh), en: sentencesOf(seen.en) },
  heldOut: { zh: sentencesOf(heldOut.zh), en: sentencesOf(heldOut.en) },
} as const
