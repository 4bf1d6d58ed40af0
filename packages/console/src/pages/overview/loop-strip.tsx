import type { ModelList, Overview } from 'attune/api-types'
import type { ReactNode } from 'react'
import { Sparkline } from '../../charts/sparkline.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { variationName } from '../../format/variation-name.ts'
import { useLocale } from '../../texts/locale.tsx'
import { overviewTexts as x } from '../../texts/overview-texts.ts'
import { shellTexts } from '../../texts/shell-texts.ts'

interface StageProps {
  readonly icon: IconName
  readonly name: string
  readonly rate: string
  readonly unit: string
  readonly note: string
  readonly children: ReactNode
}

/** Days that are over: the last one is still filling and would always look like a fall. */
const whole = (days: readonly number[]) => (days.length > 2 ? days.slice(0, -1) : days)

function Stage({ icon, name, rate, unit, note, children }: StageProps) {
  return (
    <li>
      <div className="stage">
        <Icon name={icon} />
        <span>{name}</span>
      </div>
      <div className="rate">
        {rate} <small>{unit}</small>
      </div>
      <div className="note">{note}</div>
      <div className="spark">{children}</div>
    </li>
  )
}

export interface LoopStripProps {
  readonly overview: Overview
  readonly models: ModelList | undefined
}

/** The five steps of the loop with what goes through each now, and what goes back. */
export function LoopStrip({ overview, models }: LoopStripProps) {
  const { t, f, language } = useLocale()
  const { totals, perMinute, series, effect, health } = overview
  const rate = (value: number) =>
    value < 10 ? f.decimal(value, Number.isInteger(value) ? 0 : 1) : f.big(Math.round(value))
  const verdicts = effect?.effects.map((e) => e.verdict !== 'undecided') ?? []
  const decided = verdicts.filter(Boolean).length
  const launched = models?.changes.find((change) => change.action === 'promoted' || change.action === 'rolled-back')
  return (
    <section className="loop" aria-label={t(x.loop)}>
      <ol>
        <Stage
          icon="collect"
          name={t(shellTexts.collect)}
          rate={rate(perMinute.events)}
          unit={t(x.eventsPerMinute)}
          note={t(x.eventsKept(f.big(totals.events)))}
        >
          <Sparkline values={whole(series.events)} />
        </Stage>
        <Stage
          icon="understand"
          name={t(shellTexts.understand)}
          rate={f.big(totals.persons)}
          unit={t(x.people)}
          note={t(x.itemsKnown(f.big(totals.items)))}
        >
          <Sparkline values={whole(series.persons)} />
        </Stage>
        <Stage
          icon="decide"
          name={t(shellTexts.decide)}
          rate={rate(perMinute.decisions)}
          unit={t(x.decisionsPerMinute)}
          note={
            health.decisionP95Ms === null
              ? t(x.decisionsMade(f.big(totals.decisions)))
              : t(x.decideNote(f.duration(health.decisionP95Ms)))
          }
        >
          <Sparkline values={whole(series.decisions)} />
        </Stage>
        <Stage
          icon="deliver"
          name={t(shellTexts.deliver)}
          rate={rate(perMinute.exposures)}
          unit={t(x.exposuresPerMinute)}
          note={t(x.exposuresSeen(f.big(totals.exposures)))}
        >
          <Sparkline values={whole(series.exposures)} />
        </Stage>
        <Stage
          icon="measure"
          name={t(shellTexts.measure)}
          rate={t(x.measures(f.count(decided), f.count(verdicts.length)))}
          unit={t(x.measuresDecided)}
          note={
            effect
              ? t(x.comparing(variationName(effect.treatment, language), variationName(effect.control, language)))
              : t(x.noMeasures)
          }
        >
          <svg width="100%" height="20" aria-hidden="true">
            {verdicts.map((done, i) => (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: boxes without identity
                key={i}
                x={`${(i * 100) / verdicts.length}%`}
                width={`${84 / verdicts.length}%`}
                y="12"
                height="4"
                rx="1"
                style={{
                  fill: done ? 'var(--accent)' : 'none',
                  stroke: done ? 'var(--accent)' : 'var(--neutral-mark)',
                }}
              />
            ))}
          </svg>
        </Stage>
      </ol>
      <div className="back">
        <i />
        <span>
          {launched
            ? t(x.back(`${launched.name} v${launched.version}`, f.ago(Date.parse(launched.at))))
            : t(x.backNone)}
        </span>
        <i />
      </div>
    </section>
  )
}
