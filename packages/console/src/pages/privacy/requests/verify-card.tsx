import { useState } from 'react'
import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { useAction } from '../../../api/use-action.ts'
import { Area } from '../../../components/area.tsx'
import { Card } from '../../../components/card.tsx'
import { FormProblem } from '../../../components/form-problem.tsx'
import { Icon } from '../../../components/icon.tsx'
import { useLocale } from '../../../texts/locale.tsx'
import { requestTexts as x } from '../../../texts/privacy-texts.ts'
import type { Text } from '../../../texts/text.ts'
import { readReceipt } from './read-receipt.ts'

interface Verdict {
  readonly genuine: boolean
  readonly ours: boolean
}

/** Whether a receipt that somebody shows is as it was signed, and by us. */
export function VerifyCard() {
  const { t } = useLocale()
  const { client } = useSession()
  const [text, setText] = useState('')
  const [verdict, setVerdict] = useState<Verdict | 'unreadable'>()
  const put = (next: string) => {
    setVerdict(undefined)
    setText(next)
  }
  const action = useAction(async () => {
    const receipt = readReceipt(text)
    setVerdict(receipt === undefined ? 'unreadable' : await client.send<Verdict>('POST', paths.verifyReceipt, receipt))
  })
  return (
    <Card title={t(x.verify)} sub={t(x.verifySub)}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!action.busy) action.run()
        }}
      >
        <Area
          label={t(x.verifyPaste)}
          hint={t(x.verifyHint)}
          className="input mono"
          required
          spellCheck={false}
          autoComplete="off"
          value={text}
          onText={put}
        />
        <div className="row wrap mt3">
          <button type="submit" className="btn" disabled={action.busy}>
            {t(x.verifySubmit)}
          </button>
          <label className="btn quiet">
            {t(x.verifyFile)}
            <input
              type="file"
              className="sr"
              accept=".json,application/json"
              onChange={async (event) => {
                const file = event.target.files?.[0]
                event.target.value = ''
                if (file) put(await file.text())
              }}
            />
          </label>
        </div>
        <div role="status">{verdict === undefined ? null : <Told verdict={verdict} />}</div>
        <FormProblem problem={action.problem} known={{ 'invalid-request': x.verifyUnreadable }} />
      </form>
    </Card>
  )
}

function Told({ verdict }: { readonly verdict: Verdict | 'unreadable' }) {
  const { t } = useLocale()
  const [tone, icon, text]: ['' | 'warn' | 'bad', 'check' | 'info' | 'cross', Text] =
    verdict === 'unreadable'
      ? ['warn', 'info', x.verifyUnreadable]
      : !verdict.genuine
        ? ['bad', 'cross', x.verifyFalse]
        : verdict.ours
          ? ['', 'check', x.verifyOurs]
          : ['warn', 'info', x.verifyOther]
  return (
    <div className={`banner mt3 ${tone}`}>
      <Icon name={icon} />
      <div className="grow">{t(text)}</div>
    </div>
  )
}
