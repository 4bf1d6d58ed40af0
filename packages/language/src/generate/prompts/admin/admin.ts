import { definePrompt, type Prompt } from '../../define-prompt.ts'
import { words as en } from './1.en.ts'
import { words as zh } from './1.zh.ts'

/** A free question of somebody who runs the installation. */
export const adminPrompt: Prompt<'instruction'> = definePrompt({
  id: 'admin',
  version: 1,
  variables: { instruction: 'own' },
  texts: { en, zh },
})
