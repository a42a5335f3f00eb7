import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { configFile } from '../../../bridge/config/configSchema.ts'

const WITH_ENTRIES = ['docs/providers.md', 'docs/outlook.md']

describe.each(WITH_ENTRIES)('the entries to copy in %s', (path) => {
  const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
  const entries = [...text.matchAll(/```json\n([\s\S]*?)```/g)]
    .map(([, block = '']) => JSON.parse(block) as { id?: string })
    .filter(({ id }) => id !== undefined)

  it.each(entries.map((entry) => [entry.id, entry] as const))(
    '%s is one that the bridge takes',
    (_, entry) => {
      expect(v.safeParse(configFile, { providers: [entry] }).issues).toBeUndefined()
    },
  )

  it('are there', () => expect(entries.length).toBeGreaterThan(1))
})
