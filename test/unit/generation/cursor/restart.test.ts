import { expect, it } from 'vitest'
import { NotYet } from '../../../../worker/domain/failure.ts'
import { agentIdOf } from '../../../../worker/generation/cursor/agent-id.ts'
import { faults } from '../../../cursor/faults.ts'
import { inputFor, type Setting, startSetting } from '../../../cursor/setting.ts'
import { plainScript } from '../../../cursor/world.ts'

function runCounts({ double }: Setting): number[] {
  return [...double.world.agents.values()].map(({ runs }) => runs.length)
}

it('names agents by their attempt, as version 5 of UUIDs', async () => {
  expect(await agentIdOf('77#5/1/1')).toBe('bc-75712689-ca6e-57a8-a4c9-d42c43135f0c')
  expect(await agentIdOf('77#5/1/2')).toBe('bc-403b1164-1d84-52a4-b0f0-652b06f42240')
})

it('makes one agent with one run when two starts of a job run side by side', async () => {
  const setting = await startSetting()
  // Both take the same files: the branch stays until both have read it.
  const { provider, say } = { provider: setting.withConfig({ deleteBranch: async () => undefined }), say: setting.say }
  const outputs = await Promise.all([provider.generate(inputFor(), say), provider.generate(inputFor(), say)])
  expect(runCounts(setting)).toEqual([1])
  expect(outputs[0]?.files).toEqual(outputs[1]?.files)
})

it('goes on with the agent whose answer was lost', async () => {
  const setting = await startSetting()
  setting.double.faults.set(faults.lost, { on: /^POST \/v1\/agents$/ })
  expect((await setting.provider.generate(inputFor(), setting.say)).files).toHaveLength(3)
  expect(runCounts(setting)).toEqual([1])
})

it('goes on with the agent whose answer was cut', async () => {
  const setting = await startSetting()
  setting.double.faults.set(faults.cut, { on: /^POST \/v1\/agents$/ })
  expect((await setting.provider.generate(inputFor(), setting.say)).files).toHaveLength(3)
  expect(runCounts(setting)).toEqual([1])
})

it.each([faults.serverError(503), faults.html(200), faults.html(502), faults.drop])(
  'waits for a run while Cursor cannot be asked: %j',
  async (fault) => {
    const setting = await startSetting()
    setting.double.faults.set(fault, { on: /^GET .*\/runs\//, times: 12 })
    expect((await setting.provider.generate(inputFor(), setting.say)).files).toHaveLength(3)
    expect(runCounts(setting)).toEqual([1])
  },
)

it('takes up the run of a look that was lost, with what was used until then', async () => {
  const setting = await startSetting()
  const input = inputFor()
  const postponed: unknown = await setting
    .hasty()
    .generate(input, setting.say)
    .catch((error: unknown) => error)
  if (!(postponed instanceof NotYet)) throw new Error('not postponed')
  expect(postponed.waiting.memory.run).toMatch(/^run-/)
  const lost = { ...input, waiting: { ...postponed.waiting, memory: {} } }
  expect((await setting.provider.generate(lost, setting.say)).files).toHaveLength(3)
  expect(runCounts(setting)).toEqual([1])
})

it.each(['ERROR', 'EXPIRED'] as const)('asks the same agent again when its last run ended as %s', async (end) => {
  const setting = await startSetting()
  setting.double.world.script = { ...plainScript, end }
  await expect(setting.provider.generate(inputFor(), setting.say)).rejects.toThrow()
  setting.double.world.script = plainScript
  expect((await setting.provider.generate(inputFor(), setting.say)).files).toHaveLength(3)
  expect(runCounts(setting)).toEqual([2])
})

it('asks again when the branch of a finished run is gone already', async () => {
  const setting = await startSetting()
  const first = await setting.provider.generate(inputFor(), setting.say)
  const second = await setting.provider.generate(inputFor(), setting.say)
  expect(second.files).toEqual(first.files)
  expect(runCounts(setting)).toEqual([2])
})

it('takes the run that a lost request for another run has started', async () => {
  const setting = await startSetting()
  setting.double.world.script = { ...plainScript, end: 'ERROR' }
  await expect(setting.provider.generate(inputFor(), setting.say)).rejects.toThrow()
  setting.double.world.script = plainScript
  setting.double.faults.set(faults.lost, { on: /^POST .*\/runs$/ })
  expect((await setting.provider.generate(inputFor(), setting.say)).files).toHaveLength(3)
  expect(runCounts(setting)).toEqual([2])
})

it('makes another agent for another attempt', async () => {
  const setting = await startSetting()
  await setting.provider.generate(inputFor({ run: '77#5/1/1' }), setting.say)
  await setting.provider.generate(inputFor({ run: '77#5/1/2' }), setting.say)
  expect(runCounts(setting)).toEqual([1, 1])
})

it('says so when a person has archived the agent that is to be asked again', async () => {
  const setting = await startSetting()
  setting.double.world.script = { ...plainScript, end: 'ERROR' }
  await expect(setting.provider.generate(inputFor(), setting.say)).rejects.toThrow()
  for (const agent of setting.double.world.agents.values()) agent.archived = true
  await expect(setting.provider.generate(inputFor(), setting.say)).rejects.toMatchObject({ code: 'cursor_refused', message: /archived/ })
})
