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

/** Written after the first rules; 63 of these 100 were judged rightly then. The rules were finished while looking at them. */
const second = {
  zh: `
- 衣服质量不好，洗一次就变形
+ 这家店没让我失望过
- 送餐一点都不准时
+ 菜量不小，两个人吃不完
- 酒店位置不方便
+ 手机用了一年也不卡
- 说好的赠品没有给
+ 孩子吃了不上火，很好
- 鞋子不透气，还磨脚
+ 没想到这么便宜的东西质量也不错
- 不明白为什么评价那么高
+ 不用说，又是一次愉快的购物
- 电池不耐用
+ 机器运行没有噪音
- 没有客服说的那么神奇
+ 皮肤用了没有过敏
- 房间隔音不太好
+ 早餐虽然种类不多，但味道都很好
- 屏幕很清晰，但是电池太不给力
+ 不枉我等了这么久，太喜欢了
- 我不觉得它值这个钱
+ 完全没有塑料味
- 水果不甜也不新鲜
+ 水果又甜又新鲜，没有一个坏的
- 不建议大家来这里吃饭
+ 谁说便宜没好货，这个就很好
- 前台没有一点礼貌
+ 前台没有因为我们迟到而不高兴，很贴心
- 书的内容没有深度
+ 这本书一点也不枯燥
- 没见过这么差的服务
+ 没见过这么负责的卖家
- 效果不明显
+ 洗完头发不干涩，很顺滑
- 完全不符合描述
+ 与描述没有差别，满意
- 态度不冷不热，体验不佳
+ 包装没有破损，快递小哥态度好
- 我不喜欢这个颜色
+ 家里人没有不喜欢的
- 并没有解决我的问题
+ 问题当天就解决了，没有推脱
- 从没吃过这么难吃的披萨
+ 不是第一次买了，一直很满意
- 说是真皮，其实不是
+ 用着不伤手，洗得也干净
- 没有发票，也不给换货
+ 免去了排队的烦恼
- 这价钱真不划算
+ 面料不厚不薄，正合适`,
  en: `
- The shoes are not comfortable
+ I have never been disappointed by this brand
- The package never arrived
+ There were no delays and everything was fresh
- Customer service was not helpful at all
+ It doesn't shrink in the wash
- I don't think it is worth the price
+ I don't think you can find a better one
- Not sturdy enough for daily use
+ No weird smell and no loose threads
- The battery doesn't last long
+ The battery never dies on me
- Nobody answered my emails
+ Nobody could have been kinder
- I expected more, it isn't very good
+ It isn't heavy, and it looks great
- The food was neither hot nor tasty
+ I had no trouble setting it up
- It was supposed to be soft, but it isn't
+ I was worried about the size, but it fits perfectly
- Great idea, but it simply does not function
+ The room was small, but very clean and quiet
- I'm not a fan of this fabric
+ My kids can't stop playing with it
- You don't get what you pay for
+ You can't go wrong with this jacket
- No one at the desk was polite
+ Not once did it let me down
- Never seen such a dirty room
+ Never had such a good night's sleep
- The zipper won't close
+ The zipper doesn't get stuck
- This is not what I ordered
+ This is not overpriced at all
- I can't see why people like it
+ I see no reason to return it
- It's not that it is ugly, it's just useless
+ It's not only pretty but also practical
- I would not call this fresh
+ I wouldn't change a thing
- Couldn't get it to work
+ Without doubt the best purchase this year
- Unfortunately, it was not as described
+ Delivery wasn't late this time, thank you
- It hardly cleans anything
+ It hardly ever needs charging
- They refused to give me a refund
+ They did not hesitate to give me a refund
- There is nothing good about this hotel
+ There is nothing I don't like about this hotel`,
} as const

/** Written after the rules and the words were finished, and never looked at while these were changed. */
const heldOut = {
  zh: `
- 洗衣机的声音一点也不小
+ 声音小，晚上开着也不影响睡觉
- 这款面霜不保湿
+ 这款面霜不油，吸收快
- 司机不认识路，绕了很久
+ 司机没有绕路，还帮忙拿行李
- 电影不好看，中途就走了
+ 电影没有让人失望
- 剧情没什么意思
+ 剧情紧凑，没有多余的废话
- 软件不稳定，经常闪退
+ 软件很稳定，从来没闪退过
- 蛋糕没有图片上好看
+ 蛋糕不会太甜，大家都爱吃
- 不得不给差评
+ 没理由不给好评
- 客服说会处理，可是一直没有处理
+ 客服没有推卸责任，马上换了新的
- 耳机戴久了不舒服
+ 耳机戴久了也不疼
- 再便宜也不买了
+ 再贵也值得
- 这个牌子不如以前了
+ 比想象的好，没有踩雷
- 不值得专门跑一趟
+ 没有白跑一趟
- 床不干净，有头发
+ 床单没有污渍，很干净
- 老师讲课不清楚
+ 老师从不敷衍学生
- 我没看出哪里高级
+ 看不出任何瑕疵
- 大小不合适，退又不让退
+ 大小刚好，不用换
- 吃起来没有嚼劲
+ 吃起来不腻，很香
- 这不叫优惠，这叫忽悠
+ 这不叫贵，这叫一分钱一分货
- 没有比这更糟糕的体验了
+ 没有比这更舒服的沙发了
- 说不上满意，只能说一般
+ 说不上完美，但是已经很好了
- 店员不热情，也不介绍产品
+ 店员不会强行推销，感觉很好
- 我真的高兴不起来
+ 完全不用操心
- 孩子并不喜欢
+ 孩子喜欢得不得了，没有一天不玩
- 不是我想要的效果
+ 正是我想要的效果，没有一点偏差
- 防水效果不行
+ 下雨天也没进水`,
  en: `
- The lotion does not absorb well
+ The lotion is not greasy
- The driver didn't know the way
+ The driver didn't complain about my luggage
- The movie wasn't funny
+ The movie never gets boring
- There's no plot to speak of
+ There isn't a dull moment
- The app is not stable
+ The app has never crashed on me
- The cake wasn't as pretty as in the picture
+ The cake isn't too sweet and everybody loved it
- I can't give it more than one star
+ I can't think of anything to improve
- They said they would call back, but they never did
+ They never make you wait
- These headphones are not comfortable for long
+ These headphones don't hurt my ears
- Not even worth half the price
+ Worth the money, no doubt about it
- This brand is not what it used to be
+ Better than expected, no regrets
- Not worth the trip
+ It was not a wasted trip
- The bed wasn't clean
+ There wasn't a stain anywhere
- The teacher doesn't explain clearly
+ The teacher never loses patience
- I fail to see what is luxurious about it
+ I fail to find a single flaw
- The size isn't right and I can't return it
+ The size is right, no need to exchange it
- The meat had no flavor
+ The sauce isn't overpowering, really tasty
- I am not satisfied with the answer I got
+ I am not easily impressed, but this is wonderful
- It could not have been worse
+ It could not have been better
- It's okay, but I wouldn't buy it again
+ It's not perfect, but I love it
- The clerk wasn't welcoming
+ The clerk wasn't pushy
- I'm not happy about the delay
+ I'm never going to a different store
- My daughter did not enjoy it
+ My daughter won't take it off
- It is by no means luxurious
+ It is by no means cheap looking
- The coat doesn't keep me warm
+ The coat doesn't let the wind in
- Don't believe the good reviews
+ Don't let the price scare you, this is great
- The screen isn't bright enough
+ The screen isn't dim even in the sun`,
} as const

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

/** For each language; two in three of all sentences were seen while the rules were made. */
interface NegatedSentences {
  readonly zh: readonly NegatedSentence[]
  readonly en: readonly NegatedSentence[]
}

export const negations: { readonly seen: NegatedSentences; readonly heldOut: NegatedSentences } = {
  seen: {
    zh: [...sentencesOf(seen.zh), ...sentencesOf(second.zh)],
    en: [...sentencesOf(seen.en), ...sentencesOf(second.en)],
  },
  heldOut: { zh: sentencesOf(heldOut.zh), en: sentencesOf(heldOut.en) },
}
