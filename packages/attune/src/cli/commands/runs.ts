import { isDeepStrictEqual } from 'node:util'
import { Command } from 'commander'
import { givenSettings } from '../../runs/model-card.ts'
import { runKindOf } from '../../runs/run-kinds.ts'
import type { Run, RunLedger } from '../../runs/run-ledger.ts'
import { wordsFor } from '../../runs/run-texts.ts'
import { type Parameter, readParameter } from '../kind-parameters.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, printTable } from '../output.ts'
import { openRuns, printOutcome, workOn } from '../run-training.ts'

const durationOf = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`

/** A run as JSON, with where its curve ends. */
function shown(run: Run, ledger: RunLedger): object {
  const { last } = ledger.summary(run)
  return { ...run, progress: last }
}

const stateOf = ({ state, cancelling }: Run): string => (cancelling ? 'cancelling' : state)

async function list(options: CommonOptions): Promise<void> {
  const { ledger, workspace } = await openRuns(options)
  const runs = ledger.list(workspace)
  if (options.json) {
    printJson({ runs: runs.map((run) => shown(run, ledger)) })
    return
  }
  if (runs.length === 0) {
    process.stdout.write('Nothing was trained yet: see “attune finetune --help”.\n')
    return
  }
  printTable(
    [
      { title: 'run' },
      { title: 'state' },
      { title: 'step', align: 'right' },
      { title: 'loss', align: 'right' },
      { title: 'time', align: 'right' },
      { title: 'score' },
    ],
    runs.map((run) => {
      const { last } = ledger.summary(run)
      const [score] = Object.entries(run.scores ?? {})
      return [
        run.id,
        stateOf(run),
        last ? `${last.step} of ${last.steps}` : '',
        last ? last.loss.toFixed(4) : '',
        durationOf(Math.max(run.seconds, last?.seconds ?? 0)),
        score ? `${wordsFor('scores', score[0], 'en')} ${score[1].toFixed(4)}` : '',
      ]
    }),
  )
}

async function show(id: string, options: CommonOptions): Promise<void> {
  const { ledger, workspace } = await openRuns(options)
  const run = ledger.find(workspace, id)
  if (options.json) {
    printJson(shown(run, ledger))
    return
  }
  const { last } = ledger.summary(run)
  const { data, versions, failure } = run
  printTable(
    [{ title: run.id }, { title: stateOf(run) }],
    [
      ['begun', run.createdAt.slice(0, 16).replace('T', ' ')],
      ['worked', durationOf(Math.max(run.seconds, last?.seconds ?? 0))],
      ...(run.resumed > 0 ? [['taken up again', `${run.resumed} ${run.resumed === 1 ? 'time' : 'times'}`]] : []),
      ...(last ? [['step', `${last.step} of ${last.steps}, loss ${last.loss.toFixed(4)}`]] : []),
      ...(last && run.state === 'running' ? [['left', durationOf(last.secondsLeft)]] : []),
      ...(data
        ? [
            [
              'data',
              Object.entries(data.counts)
                .map(([name, n]) => `${wordsFor('counts', name, 'en')} ${n}`)
                .join(', '),
            ],
          ]
        : []),
      ...givenSettings(run.settings),
      ...run.changes.map(({ step, settings }) => [
        `changed after step ${step}`,
        givenSettings(settings)
          .map(([name, value]) => `${name}=${value}`)
          .join(' '),
      ]),
      ['with', `attune ${versions.attune}, ONNX Runtime ${versions.onnxRuntime}, ${run.device.name}`],
      ...(failure ? [['failed', failure.message]] : []),
      ['folder', run.folder],
    ],
  )
  if (run.state === 'finished') {
    process.stdout.write('\n')
    printOutcome({ ...run, state: 'finished' }, false)
  } else if (run.state !== 'running') process.stdout.write(`\nNext: attune runs resume ${run.id}\n`)
}

interface ResumeOptions extends CommonOptions {
  readonly set?: Readonly<Record<string, Parameter>>
}

async function resume(id: string, options: ResumeOptions): Promise<void> {
  const { ledger, workspace } = await openRuns(options)
  const run = ledger.find(workspace, id)
  const { set = {} } = options
  const settings = (await runKindOf(run.kind)).check({ ...run.settings, ...set })
  const changed = Object.entries(settings).filter(([name, value]) => !isDeepStrictEqual(value, run.settings[name]))
  await workOn(run, ledger, options, Object.fromEntries(changed))
}

async function cancel(id: string, options: CommonOptions): Promise<void> {
  const { ledger, workspace } = await openRuns(options)
  ledger.cancel(workspace, id)
  if (options.json) printJson({ cancelling: id })
  else process.stdout.write(`${id} ends after the step it is in. Go on with: attune runs resume ${id}\n`)
}

async function remove(id: string, options: CommonOptions): Promise<void> {
  const { ledger, workspace } = await openRuns(options)
  ledger.remove(workspace, id)
  if (options.json) printJson({ removed: id })
  else process.stdout.write(`${id} is removed.\n`)
}

/** `attune runs list|show|resume|cancel|remove`: they read and write the folder, whether a server runs or not. */
export function runsCommand(): Command {
  const one = (
    name: string,
    description: string,
    work: (id: string, options: CommonOptions) => Promise<void>,
  ): Command => command(name, description).argument('<id>', 'as “attune runs list” names it').action(action(work))
  return new Command('runs')
    .description('trainings of networks: list, show, go on with, cancel, remove')
    .addCommand(command('list', 'all runs, the newest first').action(action(list)), { isDefault: true })
    .addCommand(one('show', 'a run: settings, data, scores', show))
    .addCommand(
      one('resume', 'go on with a run that was cancelled, failed or interrupted', resume).option(
        '--set <name=value>',
        'another value of a setting from here on, as learningRate=0.0001; may be repeated',
        (text: string, before: Readonly<Record<string, Parameter>> | undefined) => ({
          ...before,
          ...readParameter(text),
        }),
      ),
    )
    .addCommand(one('cancel', 'end a run after the step it is in, keeping where it stands', cancel))
    .addCommand(one('remove', 'remove a run and what it trained', remove))
}
