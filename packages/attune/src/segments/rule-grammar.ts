import { kindWords } from './text/words.ts'

/** The text form of rules, as a language model is told it. */
export const ruleGrammar = `rule := condition | rule and rule | rule or rule | not (rule) | (rule)
VERB [category "…", "…"] [brand "…"] [item "…"] [tag "…"] [price 10..20] [title "…"] [value 100..] [WINDOW] [at least 2 times]
  VERB: ${Object.values(kindWords)
    .map(({ en }) => en[0])
    .join(' | ')} | did anything | did event "…" | did kind "…"
  WINDOW: in last 30 days | last month | this month | last week | this week | today | yesterday | this year | last year | between 2026-01-01 and 2026-01-31
  instead of "at least 2 times": at most N times | times = 0 | sum of value >= 500 | average value > 10 | distinct items >= 3 | distinct days >= 3 | days since last > 30 | days since first < 30
trait NAME = "…" | trait NAME in ("…", "…") | trait NAME >= 30 | trait NAME exists | trait NAME contains "…"
first VERB … then VERB … within 7 days [without VERB …] [WINDOW]
most frequent category [of VERB …] [WINDOW] in ("…")   (also brand, hour, device, channel)
interest in category "…" >= 30%
lifecycle in (at risk, lapsed)   (also new, active)
computed NAME >= 3 | score NAME > 0.5 | segment NAME

Example: 上个月买过跑鞋但没有复购的上海女性
bought category "跑鞋" last month and not (bought category "跑鞋" this month) and trait city = "上海" and trait gender = "female"`
