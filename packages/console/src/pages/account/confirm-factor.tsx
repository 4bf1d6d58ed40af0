import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Field } from '../../components/field.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { signInProblems, accountTexts as x } from '../../texts/access-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import type { BegunFactor } from './second-factor-card.tsx'

export interface ConfirmFactorProps {
  readonly begun: BegunFactor
  readonly onDone: () => void
}

/** The secret for an app, a code of it in return, then the recovery codes. */
export function ConfirmFactor({ begun, onDone }: ConfirmFactorProps) {
  const { t } = useLocale()
  const { client } = useSession()
  const [code, setCode] = useState('')
  const [codes, setCodes] = useState<readonly string[]>()
  const action = useAction(async () => {
    const answer = await client.send<{ recoveryCodes: readonly string[] }>('POST', paths.totpConfirm, { code })
    setCodes(answer.recoveryCodes)
  })
  if (codes)
    return (
      <>
        <h3 className="mt3">{t(x.codesTitle)}</h3>
        <p className="sm soft">{t(x.codesWhy)}</p>
        <ul className="list mono">
          {codes.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <div className="row wrap mt3">
          <CopyButton text={codes.join('\n')} />
          <button type="button" className="btn primary small" onClick={onDone}>
            {t(x.done)}
          </button>
        </div>
      </>
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!action.busy) action.run()
      }}
    >
      <Field
        label={t(x.secret)}
        hint={t(x.secretHint)}
        className="input mono"
        readOnly
        value={begun.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
        onText={() => {}}
        onFocus={(event) => event.target.select()}
      />
      <div className="row wrap mt2">
        <CopyButton text={begun.secret} />
        <a className="btn small" href={begun.url}>
          {t(x.openApp)}
        </a>
      </div>
      <Field
        label={t(x.code)}
        className="input mono"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        value={code}
        onText={setCode}
      />
      <FormProblem problem={action.problem} known={signInProblems} />
      <div className="mt4">
        <button type="submit" className="btn primary" disabled={action.busy}>
          {t(x.confirm)}
        </button>
      </div>
    </form>
  )
}
