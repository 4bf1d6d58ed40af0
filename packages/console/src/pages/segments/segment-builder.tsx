import type { Rule, SegmentProposalView, SegmentView, SegmentVocabulary } from 'attune/api-types'
import { useId, useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { segmentTexts as x } from '../../texts/segment-texts.ts'
import type { Text } from '../../texts/text.ts'
import { blocksOf, ruleOfBlocks } from './blocks.ts'
import { LiveCount } from './live-count.tsx'
import { RuleBlocks } from './rule-blocks.tsx'
import { SentenceField } from './sentence-field.tsx'
import { useSegmentPreview, type Written } from './use-segment-preview.ts'

export interface SegmentBuilderProps {
  readonly segment: SegmentView | undefined
  /** A new one begins with this text. */
  readonly start?: string | undefined
}

/** One rule as blocks and as text side by side: whichever was written last, the other follows, with the count of people. */
export function SegmentBuilder({ segment, start }: SegmentBuilderProps) {
  const { t, language } = useLocale()
  const { client } = useSession()
  const textId = useId()
  const [id, setId] = useState(segment?.id ?? '')
  const [title, setTitle] = useState(segment?.title ?? '')
  const [text, setText] = useState(segment?.text[language] ?? start ?? '')
  const [rule, setRule] = useState<Rule | undefined>(segment?.rule)
  const [written, setWritten] = useState<Written | undefined>(
    segment ? { rule: segment.rule } : start === undefined ? undefined : { text: start },
  )
  const [reason, setReason] = useState<Text>()
  const [unclear, setUnclear] = useState<readonly string[]>([])
  const vocabulary = useResource<SegmentVocabulary>(paths.segmentVocabulary)
  const preview = useSegmentPreview(written, segment?.id, (from, answer) => {
    if ('text' in from) setRule(answer.rule)
    else setText(answer.text[language])
  })
  const write = (next: Rule | undefined): void => {
    setRule(next)
    if (next === undefined) {
      setText('')
      setWritten(undefined)
    } else setWritten({ rule: next })
  }
  const save = useAction(async () => {
    const own = segment?.id ?? id
    await client.send<SegmentView>('PUT', paths.segment(own), { title, ...(written ?? { text }) })
    location.hash = href(['segments', own])
  })
  const propose = useAction(async (sentence: string) => {
    const answer = await client.send<SegmentProposalView>('POST', paths.proposeSegment, { sentence })
    setUnclear(answer.status === 'proposed' ? answer.unclear : [])
    if (answer.status === 'proposed') {
      setReason(undefined)
      if (title === '') setTitle(answer.title)
      setText(answer.text[language])
      write(answer.rule)
    } else setReason([answer.reason.en, answer.reason.zh])
  })
  return (
    <form
      className="grid"
      onSubmit={(event) => {
        event.preventDefault()
        void save.run()
      }}
    >
      <div className="c7 stack">
        <Card title={t(x.segment)}>
          {segment ? null : (
            <Field
              label={t(x.id)}
              hint={t(x.idHint)}
              className="input mono"
              required
              maxLength={64}
              value={id}
              onText={setId}
            />
          )}
          <Field label={t(x.name)} maxLength={200} value={title} onText={setTitle} />
          <SentenceField busy={propose.busy} reason={reason} onPropose={(sentence) => propose.run(sentence)} />
          {unclear.length === 0 ? null : <p className="sm mt2">{t(x.unclear(unclear.join(' · ')))}</p>}
          {propose.problem ? <ProblemBanner problem={propose.problem} /> : null}
        </Card>
        <Card title={t(x.blocks)}>
          <RuleBlocks
            blocks={blocksOf(rule)}
            vocabulary={vocabulary.value}
            onBlocks={(blocks) => write(ruleOfBlocks(blocks))}
          />
        </Card>
      </div>
      <div className="c5 stack">
        <Card title={t(x.text)}>
          <div className="field">
            <label className="sr" htmlFor={textId}>
              {t(x.text)}
            </label>
            <textarea
              id={textId}
              className="input mono"
              rows={7}
              spellCheck={false}
              aria-describedby={`${textId}hint`}
              aria-invalid={preview.problem !== undefined}
              value={text}
              onChange={(event) => {
                setText(event.target.value)
                setWritten({ text: event.target.value })
              }}
            />
            <span className="hint" id={`${textId}hint`}>
              {t(x.textHint)}
            </span>
          </div>
        </Card>
        <LiveCount preview={preview} />
        {save.problem ? <ProblemBanner problem={save.problem} what={x.notSaved} /> : null}
        <div className="row wrap">
          <button
            type="submit"
            className="btn primary"
            disabled={save.busy || preview.busy || preview.problem !== undefined || text.trim() === ''}
          >
            {t(x.save)}
          </button>
          <a className="btn quiet" href={href(segment ? ['segments', segment.id] : ['segments'])}>
            {t(x.back)}
          </a>
        </div>
      </div>
    </form>
  )
}
