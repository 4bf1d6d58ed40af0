import type { LabelTasksView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { href, type Route } from '../../router/route.ts'
import { go } from '../../router/use-route.ts'
import { labelTexts as x } from '../../texts/label-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { TaskView } from './task-view.tsx'

const taskName = /^[a-z0-9][a-z0-9-]{0,63}$/

/** A team's own labels: all tasks, or one of them (`labels/TASK`). */
export function LabelsPage({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const [, task] = route.path
  const tasks = useResource<LabelTasksView>(paths.labels)
  return (
    <Page title={task ?? t(x.title)} sub={t(x.sub)}>
      <Loaded resource={tasks} what={x.what} rows={4}>
        {(shown) =>
          task === undefined ? (
            <AllTasks tasks={shown.tasks} />
          ) : (
            <TaskView
              key={task}
              task={task}
              labels={shown.tasks.find((one) => one.task === task)?.labels ?? []}
              onLabelled={tasks.reload}
            />
          )
        }
      </Loaded>
    </Page>
  )
}

function AllTasks({ tasks }: Pick<LabelTasksView, 'tasks'>) {
  const { t, f } = useLocale()
  const [name, setName] = useState('')
  return (
    <Card title={t(tasks.length === 0 ? x.noTask : x.tasks)}>
      <ul className="stack">
        {tasks.map(({ task, labels }) => (
          <li key={task}>
            <a href={href(['labels', task])}>{task}</a>
            <br />
            <small className="muted">{f.list(labels.map(({ label, texts }) => `${label} ${f.count(texts)}`))}</small>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (taskName.test(name)) go(href(['labels', name]))
        }}
      >
        <Field
          label={t(x.name)}
          hint={t(x.noTaskWhy)}
          value={name}
          onText={setName}
          maxLength={64}
          autoComplete="off"
        />
        <button type="submit" className="btn mt3" disabled={!taskName.test(name)}>
          {t(x.open)}
        </button>
      </form>
    </Card>
  )
}
