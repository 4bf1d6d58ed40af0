import type { SegmentMembers } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useAction } from '../../api/use-action.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Pager } from '../../components/pager.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { saveFile } from '../../components/save-file.ts'
import { useTrail } from '../../components/use-trail.ts'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { segmentTexts as x } from '../../texts/segment-texts.ts'

const pageSize = 20

/** Who belongs to a segment right now, and all of them as a file. */
export function SegmentMembersCard({ id }: { readonly id: string }) {
  const { t } = useLocale()
  const { client } = useSession()
  const [trail, setTrail] = useTrail(id)
  const members = useResource<SegmentMembers>(paths.segmentMembers(id, pageSize, trail.at(-1)))
  const saving = useAction(async () => saveFile(`segment-${id}.csv`, await client.file(paths.exportSegment(id))))
  return (
    <Card
      title={t(x.members)}
      end={
        <button type="button" className="btn small" disabled={saving.busy} onClick={() => saving.run()}>
          {t(x.exportCsv)}
        </button>
      }
    >
      {saving.problem ? <ProblemBanner problem={saving.problem} /> : null}
      <Loaded resource={members} rows={5}>
        {({ personIds, total, next }) =>
          personIds.length === 0 ? (
            <p className="soft">{t(x.noMembers)}</p>
          ) : (
            <>
              <ul className="list">
                {personIds.map((personId) => (
                  <li key={personId}>
                    <a className="mono break" href={href(['people', personId])}>
                      {personId}
                    </a>
                  </li>
                ))}
              </ul>
              <Pager
                trail={trail}
                pageSize={pageSize}
                shown={personIds.length}
                total={total}
                next={next}
                onTrail={setTrail}
              />
            </>
          )
        }
      </Loaded>
    </Card>
  )
}
