import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { chooseLocale } from '../../../../web/i18n/index.ts'
import { en } from '../../../../web/i18n/en/index.ts'
import { it as italian } from '../../../../web/i18n/it/index.ts'

const web = fileURLToPath(new URL('../../../../web/', import.meta.url))

type Tree = { [key: string]: string | Tree }

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
    ),
  )
}

const english = flatten(en)
const placeholders = (text = '') => [...new Set(text.match(/\{\w+\}/g))].sort()

/** Keys written out in the sources: `t('a.b')`, `keypath="a.b"`, and constants that look like a key of ours. */
function keysInSources(): [file: string, key: string][] {
  const areas = Object.keys(en).join('|')
  const key = new RegExp(`['"\`]((?:${areas})(?:\\.\\w+)+)['"\`]`, 'g')
  return readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:vue|ts)$/.test(file) && !file.startsWith('i18n'))
    .flatMap((file) =>
      [...readFileSync(web + file, 'utf8').matchAll(key)].map((found): [string, string] => [
        file,
        found[1] ?? '',
      ]),
    )
}

describe('texts', () => {
  it('every key that the sources name exists', () => {
    const keys = keysInSources()
    expect(keys.length).toBeGreaterThan(30)
    const branches = new Set([...english.keys()].map((key) => key.replace(/\.\w+$/, '')))
    const missing = keys.filter(([, key]) => !english.has(key) && !branches.has(key))
    expect(missing).toEqual([])
  })

  it('Italian has the same keys with the same placeholders, and no text is empty', () => {
    const other = flatten(italian)
    expect([...other.keys()].sort()).toEqual([...english.keys()].sort())
    for (const [key, text] of english) {
      expect(placeholders(other.get(key)), key).toEqual(placeholders(text))
      expect(text, key).not.toBe('')
      expect(other.get(key), key).not.toBe('')
    }
  })

  it.each([
    [['it-CH', 'en'], 'it'],
    [['fr', 'IT'], 'it'],
    [['en-GB', 'it'], 'en'],
    [['fr', 'de'], 'en'],
    [[], 'en'],
  ])('languages %j choose %s', (languages, locale) => {
    expect(chooseLocale(languages)).toBe(locale)
  })
})
