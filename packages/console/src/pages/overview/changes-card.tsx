import type { ModelList } from 'attune/api-types'
import { Card } from '../../components/card.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { overviewTexts as x } from '../../texts/overview-texts.ts'
import { ChangeList } from '../models/change-list.tsx'

export function ChangesCard({ models }: { readonly models: ModelList | undefined }) {
  const { t } = useLocale()
  return (
    <Card title={t(x.changes)} columns={4} end={<a href="#/models">{t(x.models)}</a>}>
      {models && models.changes.length > 0 ? (
        <ChangeList changes={models.changes.slice(0, 8)} />
      ) : (
        <p className="sm muted">{t(x.noChanges)}</p>
      )}
    </Card>
  )
}
