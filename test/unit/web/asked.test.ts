import fc from 'fast-check'
import { describe, it } from 'vitest'
import { askedHref, askedParameters, isAsked, readAsked, readHref, unknownParameters, withoutValue } from '../../../web/state/asked.ts'
import { askedByForm } from '../../../web/state/search-form.ts'
import { everything, facetNames, type SearchRequest } from '../../../worker/domain/views.ts'

const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text)
const anyAsked: fc.Arbitrary<SearchRequest> = fc.record({
  query: fc.oneof(fc.constant(''), word),
  filters: fc.dictionary(fc.constantFrom(...facetNames), fc.uniqueArray(word, { minLength: 1, maxLength: 3 })),
  kind: fc.constantFrom('bundles' as const, 'tasks' as const),
  sort: fc.constantFrom('relevance' as const, 'newest' as const, 'name' as const, 'score' as const),
  cursor: fc.oneof(fc.constant(null), word),
})

function form(entries: [string, string][]): FormData {
  const data = new FormData()
  for (const [name, value] of entries) data.append(name, value)
  return data
}

describe('the address of a search', () => {
  it('reads back as what was asked', ({ expect }) => {
    fc.assert(
      fc.property(anyAsked, (asked) => {
        expect(readAsked(askedParameters(asked))).toEqual({ ...asked, filters: { ...asked.filters } })
        expect(readHref(askedHref(asked))).toEqual({ ...asked, filters: { ...asked.filters } })
      }),
    )
  })

  it('is that of a list while nothing narrows it', ({ expect }) => {
    expect(askedHref(everything)).toBe('/codebundles')
    expect(askedHref({ ...everything, kind: 'tasks', sort: 'name' })).toBe('/tasks?sort=name')
    expect(askedHref({ ...everything, filters: { tag: ['a b'] } })).toBe('/search?tag=a+b')
  })

  it('makes nothing of unknown words, and names them', ({ expect }) => {
    const parameters = new URLSearchParams('kind=dogs&sort=up&platform=&colour=red&colour=blue')
    expect(readAsked(parameters)).toEqual(everything)
    expect(unknownParameters(parameters)).toEqual(['colour'])
  })
})

describe('taking a value away', () => {
  it('removes it from the parameters and from the query, in every spelling', ({ expect }) => {
    const asked = {
      ...everything,
      query: 'disk author:"Full Name" has:sli Platform:aws platform:awsome',
      filters: { platform: ['aws', 'gcp'] },
    }
    const without = withoutValue(withoutValue(withoutValue(asked, 'platform', 'aws'), 'author', 'Full Name'), 'type', 'sli')
    expect(without).toMatchObject({ query: 'disk platform:awsome', filters: { platform: ['gcp'] } })
  })

  it('takes any characters for themselves', ({ expect }) => {
    expect(withoutValue({ ...everything, query: 'tag:c++ x' }, 'tag', 'c++').query).toBe('x')
  })

  it('knows a value by parameter or qualifier', ({ expect }) => {
    const asked = { ...everything, query: 'x tag:aks', filters: { platform: ['aws'] } }
    expect([isAsked(asked, 'tag', 'aks'), isAsked(asked, 'platform', 'aws'), isAsked(asked, 'tag', 'eks')]).toEqual([true, true, false])
  })
})

describe('the search form', () => {
  const before = { ...everything, query: 'x platform:aws' }
  const found = { platform: ['aws'] }

  it('leaves a qualifier where it is written', ({ expect }) => {
    const asked = askedByForm(
      form([
        ['q', 'x platform:aws'],
        ['platform', 'aws'],
        ['tag', 'a'],
        ['sort', 'name'],
      ]),
      before,
      found,
    )
    expect(asked).toEqual({ ...before, filters: { tag: ['a'] }, sort: 'name' })
  })

  it('takes a qualifier out of the query when its box is no longer ticked', ({ expect }) => {
    expect(askedByForm(form([['q', 'x platform:aws']]), before, found)).toEqual({ ...everything, query: 'x' })
  })
})
