import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogueSchema } from '../../worker/domain/catalogue.ts'
import { reportSchema } from '../../worker/domain/report.ts'
import { bundlePath, goodBundle } from './good-bundle.ts'
import { failures, makeRepository, runCli, tempDir, venv, writeFiles } from './support.ts'

venv()

describe('npm run inspect', () => {
  it('prints exactly one JSON object and nothing else', () => {
    const repository = makeRepository(goodBundle())
    const { status, stdout, stderr } = runCli('inspect', ['.'], { cwd: repository })
    expect([status, stderr]).toEqual([0, ''])
    expect(catalogueSchema.parse(JSON.parse(stdout)).bundles).toHaveLength(1)
    expect(stdout.trim().split('\n')).toHaveLength(1)
  })

  it('reads another commit with --ref', () => {
    const repository = makeRepository(goodBundle())
    const { status, stdout } = runCli('inspect', [repository, '--ref', 'main'])
    expect([status, JSON.parse(stdout).collection.ref]).toEqual([0, 'main'])
  })

  it.each([
    ['no argument', [], 2, /^Usage: /],
    ['an unknown option', ['x', '--wrong'], 2, /^Usage: /],
    ['a path where nothing is', ['/nowhere'], 1, /^There is nothing at \/nowhere\.\n$/],
    ['a ref that does not exist', ['.', '--ref', 'nope'], 1, /nope/],
  ])('%s is one sentence and a status', (_what, args, status, sentence) => {
    const ended = runCli('inspect', args, { cwd: makeRepository(goodBundle()) })
    expect([ended.status, ended.stdout]).toEqual([status, ''])
    expect(ended.stderr).toMatch(sentence)
    expect(ended.stderr.trim().split('\n')).toHaveLength(1)
  })
})

describe('npm run validate', () => {
  it('a good bundle in its repository is ok and exits 0', () => {
    const repository = makeRepository(goodBundle())
    const { status, stdout } = runCli('validate', [bundlePath], { cwd: repository })
    const report = reportSchema.parse(JSON.parse(stdout))
    expect([status, report.ok, failures(report)]).toEqual([0, true, []])
  })

  it('a bundle directory alone is validated over the libraries of --base', () => {
    const root = tempDir()
    writeFiles(root, goodBundle())
    const base = makeRepository([{ path: 'README.md', mode: '100644', content: 'x' }])
    const { status, stdout } = runCli('validate', [join(root, bundlePath), '--base', base])
    expect([status, JSON.parse(stdout).ok]).toEqual([0, true])
  })

  it('a bundle that breaks a rule exits 1 with the report', () => {
    const repository = makeRepository(goodBundle({ 'README.md': null }))
    const { status, stdout } = runCli('validate', [bundlePath], { cwd: repository })
    expect([status, failures(reportSchema.parse(JSON.parse(stdout)))]).toEqual([1, ['block readme/present']])
  })

  it('a directory that is no bundle gives a report with a failed check', () => {
    const { status, stdout } = runCli('validate', [tempDir()])
    const report = reportSchema.parse(JSON.parse(stdout))
    expect([status, report.ok]).toEqual([1, false])
    expect(failures(report)).toContain('block robot/runbook-present')
  })

  it.each([
    ['no argument', [], /^Usage: /],
    ['a path where nothing is', ['/nowhere/at/all'], /is not a directory/],
    ['a base where nothing is', ['.', '--base', '/nowhere'], /There is nothing at/],
  ])('%s exits 2 with a sentence', (_what, args, sentence) => {
    const ended = runCli('validate', args, { cwd: tempDir() })
    expect([ended.status, ended.stdout]).toEqual([2, ''])
    expect(ended.stderr).toMatch(sentence)
  })
})
