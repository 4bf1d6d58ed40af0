type Sentences = Readonly<Record<'zh' | 'en', readonly (readonly string[])[]>>

/** Opinions by stars (1 to 5) and a second sentence about delivery or use, coherent with them. */
const opinions: Sentences = {
  en: [
    ['Broke within a week.', 'Nothing like the picture.', 'I sent it back.'],
    ['Thinner than I expected.', 'Not worth the price.', 'The finish is careless.'],
    ['It is all right.', 'Does what it should, no more.', 'Nice, but smaller than I thought.'],
    ['Well made and good to look at.', 'Good value.', 'Use it most days.'],
    ['Beautiful. I keep looking at it.', 'Better than the picture.', 'Exactly what I was looking for.'],
  ],
  zh: [
    ['用了不到一周就坏了。', '和图片完全不一样。', '已经退货了。'],
    ['比想象中单薄。', '不值这个价。', '做工有点粗糙。'],
    ['还可以吧。', '中规中矩，够用。', '好看，但比想象中小。'],
    ['做工好，看着也舒服。', '性价比不错。', '几乎每天都在用。'],
    ['太美了，忍不住一直看。', '比图片还好看。', '正是我想要的。'],
  ],
}
const seconds: Sentences = {
  en: [
    ['Nobody answered my message.', 'Would not buy again.'],
    ['Delivery took a week.', 'The parcel was dented.'],
    ['Delivery was fine.', 'Will see how it lasts.'],
    ['Came quickly.', 'Packed with care.'],
    ['Already ordered one for a friend.', 'Came the next day, packed with care.'],
  ],
  zh: [
    ['客服一直不回复。', '不会再买了。'],
    ['等了一个星期才到。', '包装有些破损。'],
    ['物流正常。', '耐不耐用还要再看。'],
    ['发货很快。', '包装很用心。'],
    ['又给朋友下了一单。', '第二天就到了，包装很用心。'],
  ],
}

/** A short review that fits the stars. `u` in (0, 1) chooses the words. */
export function reviewText(stars: number, language: 'zh' | 'en', u: number): string {
  const first = opinions[language][stars - 1] ?? []
  const second = seconds[language][stars - 1] ?? []
  const choice = Math.floor(u * first.length * (second.length + 1))
  const tail = second[Math.floor(choice / first.length) - 1]
  return [first[choice % first.length], tail].filter(Boolean).join(language === 'zh' ? '' : ' ')
}
