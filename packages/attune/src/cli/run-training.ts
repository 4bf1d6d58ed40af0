import { cpus, type as system } from 'node:os'
import { runtimeVersion } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { carryOut } from '../runs/carry-out.ts'
import { readRecord } from '../runs/run-folder.ts'
import { deviceOf } from '../runs/run-kind.ts'
import { runKindOf } from '../runs/run-kinds.ts'
import { createRunLedger, type Run, type RunLedger } from '../runs/run-ledger.ts'
import type { RunRecord, RunSettings } from '../runs/run-record.ts'
import { wordsFor } from '../runs/run-texts.ts'
import { version } from '../version.ts'
import { type CommonOptions, configFor } from './options.ts'
import { printJson, printTable, progress } from './output.ts'

export interface TrainingToRun {
  readonly kind: string
  /** Undefined where the kind has a default; paths are absolute. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Seconds between states that are kept. */
  readonly keepEvery: number
  /** Whether what came of it is printed as JSON where that is asked for; false for a step before another. Default true. */
  readonly isLast?: boolean
}

/** The ledger of the data folder of a command, which is made when something is trained and it is not there. */
export async function openRuns(
  options: CommonOptions,
): Promise<{ readonly ledger: RunLedger; readonly workspace: string; readonly dataDir: string }> {
  const { config } = await configFor(options)
  return {
    ledger: createRunLedger({ dataDir: config.dataDir, clock: Date.now }),
    workspace: config.workspace,
    dataDir: config.dataDir,
  }
}

/**
 * Trains as a new run, and says what came of it.
 *
 * @throws AttuneError `bad-parameter`; as `workOn`
 */
export async function runTraining(
  { kind, settings, keepEvery, isLast = true }: TrainingToRun,
  options: CommonOptions,
): Promise<void> {
  const { ledger, workspace } = await openRuns(options)
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
  const checked = (await runKindOf(kind)).check(given)
  const run = ledger.create({
    workspace,
    kind,
    settings: checked,
    keepSeconds: keepEvery,
    versions: { attune: version, node: process.version, onnxRuntime: await runtimeVersion() },
    device: { kind: deviceOf(checked), name: cpus()[0]?.model.trim() || process.arch, system: system() },
  })
  await workOn(run, ledger, options, {}, isLast)
}

/**
 * Works on a run with a bar, and prints what came of it. Ctrl-C ends it after the step it is in; a second one at once.
 *
 * @throws AttuneError `run-cancelled` saying how to go on; what `carryOut` throws
 */
export async function workOn(
  run: Run,
  ledger: RunLedger,
  options: CommonOptions,
  changed: RunSettings = {},
  isLast: boolean = true,
): Promise<void> {
  const { id, workspace, folder } = run
  const bar = progress({ title: id, total: 1 })
  const stop = new AbortController()
  let asked = false
  const interrupt = (): void => {
    if (asked) stop.abort()
    else process.stderr.write('\nStopping after this step; Ctrl-C again stops at once.\n')
    asked = true
    if (ledger.find(workspace, id).state === 'running') ledger.cancel(workspace, id)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt)
  let trains = false
  let told = 0
  const tellLeftOut = (): void => {
    const lines = readRecord(folder).data?.leftOut ?? []
    for (const line of lines.slice(told)) process.stderr.write(`${line}\n`)
    told = Math.max(told, lines.length)
  }
  try {
    const record = await carryOut(run, {
      signal: stop.signal,
      changed,
      onProgress({ done, total, stage, note }) {
        if (stage === 'train' && !trains) {
          trains = true
          tellLeftOut()
        }
        bar.update(total > 0 ? done / total : 0, note ?? stage)
      },
    })
    bar.stop(id)
    tellLeftOut()
    if (isLast || !options.json) printOutcome(record, options.json === true)
  } catch (error) {
    throw ended(error, run, ledger, options)
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt)
  }
}

/** What broke it off, with where it stands and how to go on. */
function ended(error: unknown, { id, workspace }: Run, ledger: RunLedger, options: CommonOptions): unknown {
  if (
    !(error instanceof Error && 'code' in error) ||
    ['run-is-running', 'run-is-finished', 'setting-fixed', 'data-changed', 'bad-state'].includes(String(error.code))
  )
    return error
  const run = findOrNothing(ledger, workspace, id)
  if (!run) return error
  const { last } = ledger.summary(run)
  const at = last ? ` at step ${last.step} of ${last.steps}` : ''
  const where = options.dataDir === undefined ? '' : ` --data-dir ${options.dataDir}`
  const next = `Go on with: attune runs resume ${id}${where}`
  return error.code === 'run-cancelled'
    ? attuneError('run-cancelled', `${id} was cancelled${at}; what was kept stays. ${next}`, { details: { run: id } })
    : attuneError(
        String(error.code),
        `${error.message} What was kept before stays in run ${id}${at}. ${next}, or with other settings: --set learningRate=0.0001`,
        {
          details: { run: id },
          cause: error,
        },
      )
}

function findOrNothing(ledger: RunLedger, workspace: string, id: string): Run | undefined {
  try {
    return ledger.find(workspace, id)
  } catch {
    return undefined
  }
}

/** What came of a finished run, as its command prints it. */
export function printOutcome(record: RunRecord, json: boolean): void {
  const { id, scores, figures, baseline, perClass, seconds, trainableParameters, model, card, data } = record
  if (json) {
    printJson({
      ...(figures ?? scores),
      ...(perClass ? { perClass } : {}),
      ...(trainableParameters === null ? {} : { trainableParameters }),
      seconds,
      run: id,
    })
    return
  }
  const tried = Object.entries(data?.counts ?? {}).find(([name]) => name.startsWith('test'))
  const on = tried ? ` on ${tried[1]} ${wordsFor('tried', tried[0], 'en')}` : ''
  if (scores && Object.keys(scores).length > 0) process.stdout.write(`${scoreLine(scores)}${on}\n`)
  if (baseline) process.stdout.write(`${wordsFor('baselines', baseline.of, 'en')}: ${scoreLine(baseline.scores)}\n`)
  if (perClass) printPerClass(perClass)
  for (const { given, made } of card?.examples ?? []) process.stdout.write(`\n${given}\n→ ${made}\n`)
  if (model !== null) process.stdout.write(`Written to ${model}, with a model card. The run: attune runs show ${id}\n`)
}

const scoreLine = (scores: Readonly<Record<string, number>>): string =>
  Object.entries(scores)
    .map(([name, value]) => `${wordsFor('scores', name, 'en')} ${value.toFixed(4)}`)
    .join(', ')

function printPerClass(perClass: NonNullable<RunRecord['perClass']>): void {
  const number = (value: number | null): string => (value === null ? '–' : value.toFixed(4))
  printTable(
    [
      { title: 'class' },
      ...['precision', 'recall', 'F1', 'texts'].map((title) => ({ title, align: 'right' as const })),
    ],
    Object.entries(perClass).map(([label, { precision, recall, f1, support }]) => [
      label,
      number(precision),
      number(recall),
      number(f1),
      String(support),
    ]),
  )
}
