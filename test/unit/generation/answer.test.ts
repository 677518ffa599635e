import { expect, it } from 'vitest'
import { collectText, maxAnswerBytes } from '../../../worker/generation/answer/collect-text.ts'
import { answerSchema, parseAnswer } from '../../../worker/generation/answer/draft-answer.ts'
import { addUsage, costOf, hasJsonMode, priceOf } from '../../../worker/generation/price.ts'
import { checkStrictSchema } from '../../openai/check-schema.ts'
import { listen } from './some-input.ts'

const draft = { files: [{ path: 'codebundles/x/a.sh', executable: true, content: 'echo "}{" \\ "path": "no"\n' }], notes: ['n'] }
const parsed = { ok: true, files: [{ path: 'codebundles/x/a.sh', mode: '100755', content: draft.files[0]?.content }], notes: ['n'] }

it('asks with a schema that strict mode takes', () => {
  expect(() => checkStrictSchema(answerSchema, 'schema')).not.toThrow()
})

it.each([
  ['as it is', JSON.stringify(draft)],
  ['in a fence', `\`\`\`json\n${JSON.stringify(draft, null, 2)}\n\`\`\``],
  ['with words around it', `Here: ${JSON.stringify(draft)} I hope {this} helps.`],
])('reads a draft %s', (_how, text) => {
  expect(parseAnswer(text)).toEqual(parsed)
})

it('takes what a loose model leaves out as plain file and no notes', () => {
  expect(parseAnswer('{"files":[{"path":"a","content":""}],"extra":1}')).toEqual({
    ok: true,
    files: [{ path: 'a', mode: '100644', content: '' }],
    notes: [],
  })
})

it.each([
  ['', 'The answer holds no complete JSON object.'],
  ['{"files":[{"path":"a"', 'The answer holds no complete JSON object.'],
  ['{"a": "}', 'The answer holds no complete JSON object.'],
  ['null', 'the object: '],
  ['{"files":[]}', 'files: '],
  ['{"files":[{"path":"a"}]}', 'files.0.content: '],
  ['{"files":{"a":"b"}}', 'files: '],
])('says what is wrong with %s', (text, problem) => {
  const read = parseAnswer(text)
  expect(read.ok ? '' : read.problem).toContain(problem)
})

it('finds the paths in text that comes a character at a time, and not those inside a file', async () => {
  const { lines, progress } = listen()
  const collector = collectText(progress)
  const two = JSON.stringify({ files: [...draft.files, { path: 'b\u001b[31m', executable: false, content: '' }] })
  for (const character of two) await collector.add(character)
  expect(lines).toEqual(['Writing file 1: codebundles/x/a.sh', 'Writing file 2: b?u001b?31m'])
  expect(collector.text()).toBe(two)
})

it('stops at two megabytes of UTF-8, not of characters, and says so seldom', async () => {
  const { lines, progress } = listen()
  const collector = collectText(progress)
  const piece = '€'.repeat(1_000)
  let characters = 0
  await expect(
    (async () => {
      for (;;) {
        await collector.add(piece)
        characters += piece.length
      }
    })(),
  ).rejects.toMatchObject({ code: 'draft_too_large', spent: { costMicros: null } })
  expect(characters).toBe(Math.floor(maxAnswerBytes / 3_000) * 1_000)
  expect(lines.length).toBeLessThan(characters / 4_000 + 1)
})

it('knows prices with their day, and says unknown for the rest', () => {
  expect(priceOf('openai', 'gpt-5.4-mini')).toEqual({
    inputMicrosPerMillion: 750_000,
    outputMicrosPerMillion: 4_500_000,
    asOf: '2026-09-07',
  })
  expect(priceOf('openai', 'gpt-unknown')).toBeNull()
  expect(priceOf('openai', 'constructor')).toBeNull()
  expect(hasJsonMode('@cf/meta/llama-3.3-70b-instruct-fp8-fast')).toBe(true)
  expect(hasJsonMode('@cf/example/plain')).toBe(false)
})

it('counts cost in whole micro-dollars, rounded up, and never as zero when it is unknown', () => {
  const price = { inputMicrosPerMillion: 750_000, outputMicrosPerMillion: 4_500_000 }
  expect(costOf({ inputTokens: 1_000, outputTokens: 100 }, price)).toBe(1_200)
  expect(costOf({ inputTokens: 1, outputTokens: 0 }, price)).toBe(1)
  expect(costOf(null, price)).toBeNull()
  expect(costOf({ inputTokens: 1, outputTokens: 1 }, null)).toBeNull()
  expect(addUsage({ inputTokens: 1, outputTokens: 2 }, null)).toBeNull()
})
