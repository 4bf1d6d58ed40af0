import type { ModelList } from 'attune/api-types'
import type { KeyList } from '../../api/key-types.ts'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { useLocale } from '../../texts/locale.tsx'
import { modelTexts as x } from '../../texts/model-texts.ts'
import type { Text } from '../../texts/text.ts'

type Change = ModelList['changes'][number]

const badges = {
  promoted: { look: 'good', text: x.promoted },
  trained: { look: '', text: x.trainedWord },
  held: { look: 'warn', text: x.heldWord },
  failed: { look: 'bad', text: x.failedWord },
  'rolled-back': { look: 'bad', text: x.rolledBack },
} as const

/** Who is not a key. */
const ourselves: ReadonlyMap<string, Text> = new Map<string, Text>([
  ['gate', x.byGate],
  ['schedule', x.automatic],
  ['attune', x.automatic],
])

/** That a version was trained is news only until something was decided about it. */
const newsworthy = (changes: readonly Change[]) =>
  changes.filter(
    ({ action, name, version }) =>
      action !== 'trained' ||
      !changes.some((other) => other.action !== 'trained' && other.name === name && other.version === version),
  )

export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  const { t, f, language } = useLocale()
  const { can } = useSession()
  const keys = useResource<KeyList>(can('keys.manage') ? paths.keys : undefined)
  const nameOf = (actor: string) => keys.value?.keys.find((key) => key.id === actor)?.name ?? actor
  return (
    <ul className="list">
      {newsworthy(changes).map((change) => {
        const badge = badges[change.action]
        const actor = t(ourselves.get(change.actor) ?? x.by(nameOf(change.actor)))
        return (
          <li key={`${change.at}${change.action}${change.name}${change.version}`}>
            <div className="grow">
              <div className="row between">
                <span className="m break">
                  {change.name} <span className="mono">v{change.version}</span>
                </span>
                <span className={`badge ${badge.look}`}>{t(badge.text)}</span>
              </div>
              <small>
                {f.ago(Date.parse(change.at))} · {actor}
                {change.note === null ? null : ` · ${change.note[language]}`}
              </small>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
