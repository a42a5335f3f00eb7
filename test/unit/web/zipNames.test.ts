import { expect, it } from 'vitest'
import { distinctNames, zipOf } from '../../../web/stores/reading/zip.ts'

it('no two files of an archive have one name, whatever their case', () => {
  expect(distinctNames(['a.pdf', 'A.pdf', 'a.pdf', 'a (2).pdf', '.x', 'y', 'y'])).toEqual([
    'a.pdf',
    'A (2).pdf',
    'a (3).pdf',
    'a (2) (2).pdf',
    '.x',
    'y',
    'y (2)',
  ])
})

it('loads one file after the other, and makes no archive when one cannot be had', async () => {
  const loaded: string[] = []
  const entry = (name: string, file: Blob | undefined) => ({
    name,
    load: () => {
      loaded.push(name)
      return Promise.resolve(file)
    },
  })
  const zip = await zipOf([entry('a', new Blob(['first'])), entry('b', new Blob(['second']))])
  expect(await zip?.text()).toMatch(/first[\s\S]*second/)
  expect(await zipOf([entry('c', undefined), entry('d', new Blob())])).toBeUndefined()
  expect(loaded).toEqual(['a', 'b', 'c'])
})
