/**
 * Loads the `openai` package with the first call. In a built Worker it is a module of its own, made by `test/stack/bundle-chunks.ts`:
 * its 400 KB are parsed only where a draft is written, never when the Worker starts. wrangler looks for it beside this file.
 */
export function loadOpenAi(): Promise<Pick<typeof import('openai'), 'OpenAI'>> {
  return import('openai')
}
