import { useId } from 'react'
import { funnelTexts as x } from '../../texts/behaviour-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

const mostSteps = 10

/** Steps of a funnel, one a line. */
export function StepList({
  steps,
  onSteps,
}: {
  readonly steps: readonly string[]
  readonly onSteps: (steps: readonly string[]) => void
}) {
  const { t, f } = useLocale()
  const id = useId()
  const put = (at: number, text: string) => onSteps(steps.map((step, place) => (place === at ? text : step)))
  return (
    <fieldset className="step-list">
      <legend className="sr">{t(x.steps)}</legend>
      <span className="muted" id={id}>
        {t(x.stepsHelp)}
      </span>
      {steps.map((step, at) => {
        const n = f.count(at + 1)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          <div className="step" key={at}>
            <input
              className="input"
              aria-label={t(x.step(n))}
              aria-describedby={id}
              value={step}
              maxLength={2000}
              onChange={(event) => put(at, event.target.value)}
            />
            {steps.length > 2 ? (
              <button
                type="button"
                className="btn"
                aria-label={t(x.remove(n))}
                onClick={() => onSteps(steps.filter((_, place) => place !== at))}
              >
                ×
              </button>
            ) : null}
          </div>
        )
      })}
      {steps.length < mostSteps ? (
        <button type="button" className="btn" onClick={() => onSteps([...steps, ''])}>
          {t(x.add)}
        </button>
      ) : null}
    </fieldset>
  )
}
