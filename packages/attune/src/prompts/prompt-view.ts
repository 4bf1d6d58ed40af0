import type { PromptVersionView, PromptView } from '../api/schemas/prompts.ts'
import { type OwnVersion, type PromptState, textsOf } from './prompts.ts'

/** A version of a team's own as the API tells it. */
export const ownVersionView = ({ version, title, texts, createdAt, prompt }: OwnVersion): PromptVersionView => ({
  version,
  origin: 'own',
  title,
  createdAt: new Date(createdAt).toISOString(),
  fits: prompt !== undefined,
  texts,
})

/** A prompt as the API tells it. */
export function promptView({ shipped, own, use, trying, inForce }: PromptState): PromptView {
  const { prompt, purpose, about } = shipped
  return {
    id: prompt.id,
    purpose,
    about,
    variables: { ...prompt.variables },
    use,
    trying,
    inForce: inForce.version,
    versions: [
      {
        version: prompt.version,
        origin: 'shipped',
        title: '',
        createdAt: null,
        fits: true,
        texts: textsOf(prompt),
      },
      ...own.map(ownVersionView),
    ],
  }
}
