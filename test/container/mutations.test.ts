import { describe, expect, it } from 'vitest'
import { goodBundles } from '../mutations/bases.ts'
import { caughtBy, judgeStatically, mutants } from '../mutations/judge.ts'
import { tempDir, venv } from './support.ts'

const bases = await goodBundles()
const { seeded, homeless } = mutants(bases)
/** Every third; `npm run bench:mutations` takes all. */
const fixed = seeded.filter(({ fault }, index) => fault.proof !== 'rehearsal' && index % 3 === 0)

describe('faults seeded into good bundles', () => {
  it('each have a bundle with a place for them', () => {
    expect(homeless.map(({ name }) => name)).toEqual([])
    expect(seeded.length).toBeGreaterThanOrEqual(60)
  })

  it('are found by the right check without running the bundle', async () => {
    const said = await judgeStatically([...bases, ...fixed.map(({ mutant }) => mutant)], { workDir: tempDir(), venv: venv() })
    const missed = fixed.filter(({ fault, base }, index) => {
      return caughtBy(fault, said[bases.indexOf(base)] ?? [], said[bases.length + index] ?? []).length === 0
    })
    expect(missed.map(({ fault, base }) => `${fault.group}: ${fault.name} in ${base.slug}`)).toEqual([])
  }, 300_000)
})
