import type { Command } from 'commander'
import type { UpliftDetail, UpliftList } from '../../api/schemas/uplift.ts'
import { upliftTexts } from '../../uplift/uplift-texts.ts'
import { languageOption } from '../language-option.ts'
import { action, command } from '../options.ts'
import { say, tell } from '../tell.ts'
import { printUpliftModels, printUpliftReport } from '../uplift-tables.ts'
import type { UpliftOptions } from './uplift-options.ts'

const pathOf = (id: string): string => `/v1/uplift/${encodeURIComponent(id)}`

/** `attune uplift list` */
export function upliftListCommand(): Command {
  const list = (options: UpliftOptions): Promise<void> =>
    tell(
      options,
      (api) => api.request<UpliftList>('GET', '/v1/uplift'),
      ({ models }) => {
        if (models.length === 0) say(upliftTexts[options.lang].none)
        else printUpliftModels(models, options.lang)
      },
    )
  return command('list', 'models of the workspace, newest first').addOption(languageOption()).action(action(list))
}

/** `attune uplift show` */
export function upliftShowCommand(): Command {
  const show = (id: string, options: UpliftOptions): Promise<void> =>
    tell(
      options,
      (api) => api.request<UpliftDetail>('GET', pathOf(id)),
      (model) => {
        printUpliftModels([model], options.lang)
        if (model.report) printUpliftReport(model.report, options.lang)
      },
    )
  return command('show', 'what was found of a model of the workspace')
    .argument('<model>', 'of “attune uplift list”')
    .addOption(languageOption())
    .action(action(show))
}

/** `attune uplift remove` */
export function upliftRemoveCommand(): Command {
  const remove = (id: string, options: UpliftOptions): Promise<void> =>
    tell(
      options,
      async (api) => {
        await api.request('DELETE', pathOf(id))
        return { removed: id }
      },
      () => say(upliftTexts[options.lang].removed(id)),
    )
  return command('remove', 'remove a model of the workspace; scores and segments made by it stay')
    .argument('<model>', 'of “attune uplift list”')
    .addOption(languageOption())
    .action(action(remove))
}
