import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { encoderFolder, encodersFolder } from '../encoders/encoder-record.ts'
import { AttuneError, attuneError } from '../errors.ts'
import { runFiles } from '../runs/run-folder.ts'
import type { Run, RunLedger } from '../runs/run-ledger.ts'

/**
 * The folder that `--model` means: a path, an encoder of the data folder by its name, or that of a run by its id.
 *
 * @throws AttuneError `unknown-model`
 */
export function findModel(
  model: string,
  { dataDir, workspace, ledger }: { readonly dataDir: string; readonly workspace: string; readonly ledger: RunLedger },
): string {
  const folder = encoderFolder(model, dataDir)
  const missing = `There is no model at ${model}, and no run of this name. Give a folder that “attune finetune … --out” wrote, or a run that “attune runs list” names.`
  return isFolder(folder) ? folder : runModel(findRun(model, missing, { workspace, ledger }))
}

/**
 * The same of names alone, as they come over HTTP: an encoder of the data folder, or a run. A path is none.
 *
 * @throws AttuneError `unknown-model`
 */
export function findNamedModel(
  name: string,
  { dataDir, workspace, ledger }: { readonly dataDir: string; readonly workspace: string; readonly ledger: RunLedger },
): string {
  const own = /^[\w][\w.-]*$/.test(name) ? join(encodersFolder(dataDir), name) : undefined
  const missing =
    'There is no model and no run of this name. “attune runs list” names those that “attune finetune” made.'
  return own !== undefined && isFolder(own) ? own : runModel(findRun(name, missing, { workspace, ledger }))
}

function runModel(run: Run): string {
  if (run.state !== 'finished')
    throw unknown(`The run ${run.id} has no model: it is ${run.state}. Go on with: attune runs resume ${run.id}`)
  const found = [run.model, join(run.folder, runFiles.model)].find((path) => path !== null && existsSync(path))
  if (found) return found
  throw unknown(
    run.model === null
      ? `The run ${run.id} wrote no model.`
      : `The model of the run ${run.id} is not at ${run.model} any more.`,
  )
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

function findRun(
  id: string,
  missing: string,
  { workspace, ledger }: { readonly workspace: string; readonly ledger: RunLedger },
): Run {
  try {
    return ledger.find(workspace, id)
  } catch (cause) {
    if (!(cause instanceof AttuneError && cause.code === 'unknown-run')) throw cause
    throw unknown(missing, cause)
  }
}

const unknown = (message: string, cause?: unknown) =>
  attuneError('unknown-model', message, { status: 404, details: { field: 'model' }, cause })
