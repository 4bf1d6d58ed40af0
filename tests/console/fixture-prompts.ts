import type { PromptUse, PromptVersionInput, PromptVersionView, PromptView } from 'attune/api-types'
import { shippedPrompts } from '../../packages/attune/src/prompts/shipped-prompts.ts'
import type { Answer } from './fixtures.ts'

const day = 86_400_000
const ok = (body: unknown): Answer => ({ status: 200, body })

/** The shipped prompts, and a shop's own versions of the one about persons. */
export function createPromptFixtures(at: (ms: number) => string, empty: boolean) {
  const prompts = shippedPrompts.map(({ prompt, purpose, about }): PromptView => {
    const words = (language: 'en' | 'zh') => ({
      system: prompt.texts[language].system,
      user: prompt.texts[language].user,
    })
    const texts = { en: words('en'), zh: words('zh') }
    const shipped: PromptVersionView = {
      version: prompt.version,
      origin: 'shipped',
      title: '',
      createdAt: null,
      fits: true,
      texts,
    }
    const own = (version: number, title: string, ms: number): PromptVersionView => ({
      ...shipped,
      version,
      origin: 'own',
      title,
      createdAt: at(ms),
    })
    const versions =
      empty || about === 'team'
        ? [shipped]
        : [shipped, own(1001, 'One sentence', 9 * day), own(1003, '更口语', 2 * day)]
    const use = { version: null, experiment: null, variations: {} }
    return {
      id: prompt.id,
      purpose,
      about,
      variables: { ...prompt.variables },
      use,
      trying: false,
      inForce: prompt.version,
      versions,
    }
  })
  return {
    get(id: string): Answer | undefined {
      if (id === '') return ok({ prompts })
      const found = prompts.find((one) => one.id === id)
      return found && ok(found)
    },
    change(method: string, id: string, action: string | undefined, body: unknown): Answer | undefined {
      const at = prompts.findIndex((one) => one.id === id)
      const prompt = prompts[at]
      if (prompt === undefined) return undefined
      if (method === 'DELETE') return { status: 204, body: undefined }
      if (action === 'use') {
        const use = body as PromptUse
        const next = {
          ...prompt,
          use,
          trying: use.experiment !== null,
          inForce: use.version ?? prompt.versions[0]?.version ?? 1,
        }
        prompts[at] = next
        return ok(next)
      }
      const { title, texts } = body as PromptVersionInput
      if (!texts.en.user.includes('{{'))
        return {
          status: 400,
          body: {
            type: 'about:blank',
            title: 'Bad Request',
            status: 400,
            code: 'bad-prompt',
            detail: 'The user text in English lacks {{statements}}.',
            details: { language: 'en', part: 'user' },
          },
        }
      const added: PromptVersionView = { version: 1004, origin: 'own', title, createdAt: null, fits: true, texts }
      prompts[at] = { ...prompt, versions: [...prompt.versions, added] }
      return { status: 201, body: added }
    },
    all: () => ({ prompts }),
  }
}
