import { compile, createCoreContext, translate } from '@intlify/core-base'
import { describe, expect, it } from 'vitest'
import { compileMessage } from '../../../../web/i18n/compileMessage.ts'
import { en } from '../../../../web/i18n/en/index.ts'
import { it as italian } from '../../../../web/i18n/it/index.ts'

type Tree = { [key: string]: string | Tree }
const textsOf = (tree: Tree): string[] =>
  Object.values(tree).flatMap((value) => (typeof value === 'string' ? value : textsOf(value)))

/** What vue-i18n makes of a text with one of the compilers. */
function drawnBy(
  messageCompiler: typeof compile,
  text: string,
  { values, count }: { values: Record<string, unknown>; count: number | undefined },
) {
  const context = createCoreContext({
    locale: 'en',
    messages: { en: { text } },
    messageCompiler: messageCompiler as never,
  })
  // The library adds to the values it is given.
  const named = { ...values }
  return count === undefined ? translate(context, 'text', named) : translate(context, 'text', named, count)
}

describe('a text', () => {
  it.each([
    ['en', en],
    ['it', italian],
  ] as [string, Tree][])('of %s is what the library’s own compiler makes of it', (_, tree) => {
    const texts = textsOf(tree)
    expect(texts.length).toBeGreaterThan(500)
    for (const text of texts) {
      const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
      const values = Object.fromEntries(names.map((name, at) => [name, `<${at} {of} | @:${name}>`]))
      for (const count of [undefined, 0, 1, 2, 21])
        expect(
          drawnBy((one) => compileMessage(one as string) as never, text, { values, count }),
          text,
        ).toBe(drawnBy(compile, text, { values, count }))
    }
  })

  it.each(['see @:list.title', '{0} left', 'an open { brace', 'a lone @'])(
    'with syntax that it does not know is refused: %s',
    (text) => {
      expect(() => compileMessage(text)).toThrow(text)
    },
  )
})

it('a stranger’s name turns no sentence around', () => {
  const named: Record<string, string> = { shown: '\u202emoc.knab\u2066', real: 'eve@evil.example' }
  const text = compileMessage('The name shows {shown}, but it is {real}.')({
    named: (name: string) => named[name],
    plural: (forms: string[]) => forms[0],
  } as never)
  expect(text).toBe('The name shows moc.knab, but it is eve@evil.example.')
})
