import { describe, expect, it } from 'vitest'
import { parseRequest } from '../../../worker/domain/parse-request.ts'
import { unseen } from './unseen-requests.ts'

describe('a request that the reader was not written for', () => {
  it.each(Object.entries(unseen))('%s', (_, { title, labels = [], body, expect: wanted }) => {
    const read = parseRequest({ title, labels, body } as Parameters<typeof parseRequest>[0])
    if (wanted === 'none') return expect(read.shape).toBe('none')
    expect(read.shape).not.toBe('none')
    const { platform, access, tasks } = read
    expect({ platform, access, tasks: tasks.length }, tasks.map((task) => task.title).join(' | ')).toEqual({
      access: 'read-only',
      ...wanted,
    })
  })
})
