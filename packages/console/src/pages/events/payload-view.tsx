import { eventTexts as x } from '../../texts/event-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { fieldPath, jsonLines } from './json-lines.ts'

export interface PayloadViewProps {
  readonly payload: string
  readonly field: string | null
}

/** What was sent, with the line of the field marked. */
export function PayloadView({ payload, field }: PayloadViewProps) {
  const { t } = useLocale()
  const path = field === null ? '' : fieldPath(field)
  let lines: ReturnType<typeof jsonLines>
  try {
    lines = jsonLines(JSON.parse(payload))
  } catch {
    return (
      <>
        <p className="xs muted">{t(x.notJson)}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
        <pre className="code mt1" tabIndex={0}>
          {payload}
        </pre>
      </>
    )
  }
  const hit = path === '' ? -1 : lines.findIndex((line) => line.path === path)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre className="code mt1" tabIndex={0}>
        {lines.map((line, i) =>
          i === hit ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one fixed text
            <mark className="hit" key={i}>
              {line.text}
            </mark>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one fixed text
            <span key={i}>{`${line.text}\n`}</span>
          ),
        )}
      </pre>
      {field !== null && path !== '' && hit < 0 ? <p className="xs muted mt1">{t(x.missingField(field))}</p> : null}
    </>
  )
}
