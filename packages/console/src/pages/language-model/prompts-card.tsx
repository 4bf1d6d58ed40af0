import type { PromptView } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { href } from '../../router/route.ts'
import { useLocale } from '../../texts/locale.tsx'
import { promptTexts as x } from '../../texts/prompt-texts.ts'

/** Every prompt, the version in force, and the experiment that decides. */
export function PromptsCard() {
  const { t, f } = useLocale()
  const list = useResource<{ prompts: PromptView[] }>(paths.prompts)
  return (
    <Loaded resource={list} what={x.what} rows={5}>
      {({ prompts }) => (
        <Card title={t(x.prompts)} sub={t(x.promptsSub)} flush className="mt5">
          <div className="scroll">
            <table className="table fold">
              <thead>
                <tr>
                  <th scope="col">{t(x.prompt)}</th>
                  <th scope="col">{t(x.askedFor)}</th>
                  <th scope="col" className="num">
                    {t(x.inForce)}
                  </th>
                  <th scope="col" className="num">
                    {t(x.versions)}
                  </th>
                  <th scope="col">{t(x.experiment)}</th>
                </tr>
              </thead>
              <tbody>
                {prompts.map(({ id, purpose, about, inForce, versions, use }) => (
                  <tr key={id}>
                    <th scope="row" className="m">
                      <a href={href(['language-model', id])}>{id}</a>
                      <small>{purpose}</small>
                    </th>
                    <td data-label={t(x.askedFor)}>{t(x[about])}</td>
                    <td className="num" data-label={t(x.inForce)}>
                      {inForce}
                    </td>
                    <td className="num" data-label={t(x.versions)}>
                      {f.count(versions.length)}
                    </td>
                    <td data-label={t(x.experiment)}>
                      {use.experiment === null ? (
                        '–'
                      ) : (
                        <a href={href(['experiments', use.experiment])}>{use.experiment}</a>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Card>
      )}
    </Loaded>
  )
}
