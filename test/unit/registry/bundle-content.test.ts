import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Bundle, bundleSchema, catalogueFormat } from '../../../worker/domain/catalogue.ts'
import { contentOf, cutBytes } from '../../../worker/registry/bundle-content.ts'

const plain: Bundle = {
  format: catalogueFormat,
  hints: [],
  artifacts: [],
  fileList: [],
  slug: 'k8s-one',
  path: 'codebundles/k8s-one',
  treeHash: 't',
  displayName: 'One',
  author: null,
  description: 'd',
  supports: [],
  runbook: null,
  sli: null,
  variables: [],
  secrets: [],
  services: [],
  platformVariables: [],
  readme: false,
  files: 1,
  discovery: { ruleFiles: 0, templates: 0, platforms: [], resourceTypes: [], rules: [], templateFiles: [] },
  problems: [],
}

const rowBytes = (row: object) =>
  Object.values(row).reduce((sum: number, value) => sum + new TextEncoder().encode(String(value ?? '')).byteLength, 0)

it('cuts at a byte limit without leaving half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, limit) => {
      const cut = cutBytes(text, limit)
      expect(text.startsWith(cut)).toBe(true)
      expect(new TextEncoder().encode(cut).byteLength).toBeLessThanOrEqual(limit)
    }),
  )
})

it('keeps texts of the sizes the runner sends as they are', () => {
  const text = { readme: 'r'.repeat(262_144), runbook: 'é'.repeat(131_072), sli: 's'.repeat(262_144) }
  const row = contentOf(plain, text)
  expect([row.readme, row.runbookSource, row.sliSource, row.problems]).toEqual([text.readme, text.runbook, text.sli, '[]'])
})

it('cuts the README of a row that is too large, and says so', () => {
  const row = contentOf(plain, { readme: '🦓'.repeat(600_000), runbook: 'kept', sli: null })
  expect(rowBytes(row)).toBeLessThan(1_950_000)
  expect(row.runbookSource).toBe('kept')
  expect(JSON.parse(row.problems)).toMatchObject([
    { file: 'codebundles/k8s-one', code: 'text_cut', message: expect.stringContaining('README') },
  ])
})

it('shortens a catalogue entry that is too large, and it stays a catalogue entry', () => {
  const long = 'ü'.repeat(20_000)
  const variable = {
    name: 'A',
    type: null,
    description: long,
    pattern: long,
    default: long,
    example: long,
    enum: [long],
    required: false,
    files: [],
  }
  const task = { name: long, documentation: long, tags: [long], access: null, line: 1 }
  const file = { displayName: null, documentation: long, forceTags: [], libraries: [], tasks: Array.from({ length: 400 }, () => task) }
  const problems = Array.from({ length: 500 }, () => ({ file: 'f', line: 1, code: 'c', message: long }))
  const huge = {
    ...plain,
    description: long.repeat(40),
    runbook: file,
    sli: file,
    variables: Array.from({ length: 400 }, () => variable),
    problems,
  }
  const row = contentOf(huge, { readme: long.repeat(60), runbook: long.repeat(60), sli: long })
  expect(rowBytes(row)).toBeLessThan(1_950_000)
  expect(bundleSchema.parse(JSON.parse(row.catalogue)).slug).toBe('k8s-one')
  expect(row.problems).toContain('The catalogue entry is too long')
})
