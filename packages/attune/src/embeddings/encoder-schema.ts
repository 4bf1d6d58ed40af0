import { z } from 'zod'

/**
 * What turns texts into vectors. `own`: the newest encoder that `attune encoder train` made of a workspace's own texts, and none
 * until there is one; `folder`: one of `attune models list` by its name, or a path; `endpoint`: an OpenAI-compatible server.
 */
export const encoderSchema = z
  .discriminatedUnion('from', [
    z.strictObject({ from: z.literal('own') }),
    z.strictObject({ from: z.literal('none') }),
    z.strictObject({
      from: z.literal('folder'),
      folder: z.string().min(1),
      /** What texts begin with, as the encoder was trained (`query: ` for E5). */
      prefix: z.string().max(100).default(''),
    }),
    z.strictObject({
      from: z.literal('endpoint'),
      /** `/embeddings` is asked below it; a machine of one's own network has to be in `protect.outgoing.allowedHosts`. */
      baseUrl: z.url({ protocol: /^https?$/ }),
      model: z.string().min(1).max(200),
      /** The variable that holds the key; null: none is sent. */
      apiKeyVariable: z.string().min(1).nullable().default(null),
    }),
  ])
  .default({ from: 'own' })

export type EncoderSetting = z.infer<typeof encoderSchema>
