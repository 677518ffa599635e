import { expect, it } from 'vitest'
import { authorsOf, type DraftEntry, withEntry } from '../../../worker/domain/attribution.ts'
import type { DraftFile } from '../../../worker/domain/sandbox-protocol.ts'

const file = (path: string, content: string): DraftFile => ({ path, mode: '100644', content })

it('says who wrote each file', () => {
  const written = [file('same', '1'), file('new', '2'), file('joined', '3')]
  const authors = authorsOf({
    files: [...written.slice(0, 2), file('joined', '3 and more'), file('pushed', '4'), file('scenario', '5')],
    written,
    planned: new Set(['scenario']),
    by: 'openai gpt-5.4',
    before: { files: [file('same', '1'), file('new', 'old')], authors: { same: 'cursor', new: 'cursor' } },
  })
  expect(authors).toEqual({
    same: 'cursor',
    new: 'openai gpt-5.4',
    joined: 'openai gpt-5.4 and people',
    pushed: 'people',
    scenario: 'the plan',
  })
})

it('keeps the newest of very many drafts', () => {
  const entry: DraftEntry = { round: 1, attempt: 1, provider: 'openai', model: null, usage: null, costMicros: null }
  let entries: DraftEntry[] = []
  for (let attempt = 1; attempt <= 70; attempt += 1) entries = withEntry(entries, { ...entry, attempt })
  expect(entries).toHaveLength(60)
  expect(entries.at(-1)?.attempt).toBe(70)
})
