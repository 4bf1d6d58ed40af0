import { checkParameters, recommenderKinds } from '@attune/recommend'
import { InvalidArgumentError } from 'commander'
import { attuneError } from '../errors.ts'
import { type Parameter, readKindParameters, readParameter } from './kind-parameters.ts'

/** Parameters by kind. */
export type ParametersByKind = Readonly<Record<string, Readonly<Record<string, Parameter>>>>

/**
 * Takes `--params` given once or more: `ials:{"factors":192}`, or `recencyItemKnn.decay=0.7,popularity.halfLifeDays=0`.
 *
 * @throws InvalidArgumentError for anything else
 */
export function parseParams(text: string, before: ParametersByKind): ParametersByKind {
  const result: Record<string, ParametersByKind[string]> = { ...before }
  const add = (kind: string, parameters: ParametersByKind[string]): void => {
    result[kind] = { ...result[kind], ...parameters }
  }
  if (text.includes('{')) {
    const { kind, parameters } = readKindParameters(text)
    if (kind === undefined) throw new InvalidArgumentError(`say of which model: 'ease:${text.trim()}'`)
    add(kind, parameters)
    return result
  }
  for (const part of text.split(',')) {
    const [, kind, pair = ''] = /^\s*(\w+)\.(\w+=.+)$/.exec(part) ?? []
    if (kind === undefined) {
      throw new InvalidArgumentError(
        `write 'kind:{"name":value}' or kind.name=value, for example 'ease:{"lambda":200}'`,
      )
    }
    add(kind, readParameter(pair.trim()))
  }
  return result
}

/**
 * Refuses models that there are not, parameters they do not take, and parameters of models that were not asked for.
 *
 * @throws AttuneError `unknown-kind`, `bad-parameter`; RecommendError `bad-parameter`
 */
export function checkModels(models: readonly string[], params: ParametersByKind): void {
  const unknown = [...models, ...Object.keys(params)].find((model) => !Object.hasOwn(recommenderKinds, model))
  if (unknown !== undefined) {
    const known = Object.keys(recommenderKinds).join(', ')
    throw attuneError('unknown-kind', `There is no model “${unknown}”; there are ${known}.`, {
      details: { field: 'models' },
    })
  }
  const twice = models.find((model, at) => models.indexOf(model) !== at)
  if (twice !== undefined) {
    throw attuneError('bad-parameter', `${twice} is named twice in --models.`, { details: { field: 'models' } })
  }
  const unused = Object.keys(params).find((model) => !models.includes(model))
  if (unused !== undefined) {
    throw attuneError('bad-parameter', `--params names ${unused}, which is not among --models.`, {
      details: { field: 'params' },
    })
  }
  for (const [kind, parameters] of Object.entries(params)) checkParameters(kind, parameters)
}
