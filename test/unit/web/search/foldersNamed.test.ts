import { expect, it } from 'vitest'
import { foldersNamed } from '../../../../web/stores/search/foldersNamed.ts'

const folders = [
  { label: 'Invoices', selectable: true },
  { label: 'Old invoices', selectable: true },
  { label: 'Università', selectable: true },
  { label: 'Voices', selectable: true },
  { label: 'Invoicing', selectable: false },
]

it.each([
  ['invoice', ['Invoices', 'Old invoices']],
  ['UNIVERSITA', ['Università']],
  ['in', []],
  ['from:invoices', []],
  ['invoice is:unread', []],
])('folders are offered by name: %s', (typed, labels) => {
  expect(foldersNamed(folders, typed).map(({ label }) => label)).toEqual(labels)
})
