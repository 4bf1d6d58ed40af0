import { englishStopWords } from './stop-words-en.ts'

/** Function words that are frequent words of other languages too, and so tell nothing. */
const ambiguous = new Set(
  'a i an in on no me is am as at be was will we of or so do he her man all by for to most under over die has can but one s t d m re ve ll etc eg ie vs son via per do let min same'.split(
    ' ',
  ),
)

/** What shops say: texts of a few words often hold no function word. */
const shopWords =
  `free shipping delivery sale sales off deal deals offer offers save savings discount discounts coupon code buy shop shopping
store today tomorrow now new arrival arrivals limited time only order orders checkout cart price prices low lowest cheap best
seller sellers top rated quality official authentic original genuine brand size sizes color colors colour colours women men
womens mens women's men's kids girls boys baby gift gifts card cards shoes sneakers shirt shirts dress dresses pants jeans jacket
hoodie bag bags watch phone case cover charger cable wireless headphones earbuds speaker laptop tablet camera screen
protector battery power bank light lights lamp home kitchen garden pet dog cat food coffee tea chocolate snack snacks beauty
skin care cream makeup lipstick perfume hair black white red blue green pink gray grey gold silver large small medium pack set
piece pieces pair kit box bundle summer winter spring autumn holiday christmas friday monday weekend season clearance half
exclusive members member subscribe sign join download app online learn read watch review reviews customer support easy
returns return fast quick next day days week month year hour hours minutes ends end last chance hurry stock back sold out
percent extra up to with your our this that from get more than first purchase enjoy discover introducing collection edition
style fashion running training outdoor waterproof portable cotton leather steel glass wood adjustable lightweight heavy duty
water bottle backpack socks hat gloves ring necklace earrings toy toys book books game games music movie show world news
how what why when who people life things best great good love big little long short high old every need should make made`
    .split(/\s+/)
    .filter((word) => word.length > 1)

/** Words that show a text to be English: function words that are its own, and the words of shops. */
export const englishWords: ReadonlySet<string> = new Set(
  [...englishStopWords, ...shopWords].filter((word) => !ambiguous.has(word)),
)
