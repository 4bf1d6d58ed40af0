import { clusterNamePrompt, clusterNameSchema, LanguageError, type LanguageModel } from '@attune/language'
import type { Logger } from 'pino'
import type { Cluster } from '../api/schemas/clusters.ts'
import { statementText } from './cluster-texts.ts'
import type { DescribedCluster } from './describe-clusters.ts'

export interface WriteNamesOptions {
  readonly workspace: string
  readonly language: 'en' | 'zh'
  readonly log: Logger
  /** Titles of items that people of a cluster like, by its place. */
  readonly examples: readonly (readonly string[])[]
}

/**
 * A name and a sentence for each cluster by the language model for the purpose `cluster`, one after the other, so that no two
 * are called the same. It is told what many of them have in common, and nothing of any person. Null where there is no model,
 * and from the first failure on.
 */
export async function writeClusterNames(
  languageModel: LanguageModel,
  clusters: readonly DescribedCluster[],
  { workspace, language, log, examples }: WriteNamesOptions,
): Promise<readonly Cluster['written'][]> {
  const written: Cluster['written'][] = []
  let broken = !languageModel.has('cluster')
  for (const [at, { statements, keywords }] of clusters.entries()) {
    if (broken) {
      written.push(null)
      continue
    }
    try {
      const { value, model } = await languageModel.generateObject({
        purpose: 'cluster',
        prompt: clusterNamePrompt,
        language,
        variables: {
          keywords: [...statements.map((one) => statementText(one)[language]), ...keywords],
          examples: examples[at] ?? [],
          others: written.flatMap((one) => one?.name ?? []),
        },
        schema: clusterNameSchema,
        workspace,
      })
      written.push({ ...value, language, model })
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error
      log.warn({ code: error.code, purpose: 'cluster' }, 'clusters keep the names of their keywords')
      broken = error.code !== 'bad-answer'
      written.push(null)
    }
  }
  return written
}
