import { expect, it } from 'vitest'
import { ensureVenv } from '../../containers/cli/setup.ts'
import reference from '../../worker/generation/keywords.json' with { type: 'json' }
import { installedKeywords } from '../stack/describe-keywords.ts'

it('models are given the keywords that are installed (npm run keywords)', { timeout: 60_000 }, () => {
  const installed = installedKeywords(ensureVenv())
  expect(installed['RW.Core']?.keywords.some((line) => line.startsWith('Add Issue | severity | title'))).toBe(true)
  expect(reference).toEqual(installed)
})
