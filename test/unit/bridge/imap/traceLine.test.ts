import { describe, expect, it } from 'vitest'
import { readableLine } from '../../../../bridge/imap/traceLine.ts'

describe('a traced line', () => {
  it.each([
    ['a literal', '* 1 FETCH (UID 7 BODY[1] "(* 1234B literal *)")', '* 1 FETCH (UID 7 BODY[1] {1234})'],
    ['a short body as text', '* 1 FETCH (BODY[1.2]<0> "see \\"you\\"")', '* 1 FETCH (BODY[1.2]<0> {11})'],
    ['the whole message as text', '* 1 FETCH (RFC822 "hello")', '* 1 FETCH (RFC822 {5})'],
    ['long text', '* LIST () "/" "(* 140B string *)"', '* LIST () "/" "…"'],
    ['a secret', 'A LOGIN "(* value hidden *)" "(* value hidden *)"', 'A LOGIN "…" "…"'],
    ['any keyword', '* OK [PERMANENTFLAGS (\\Seen "\\\\*")] ok', '* OK [PERMANENTFLAGS (\\Seen \\*)] ok'],
  ])('tells %s by its size or not at all', (_what, raw, line) => {
    expect(readableLine(raw).line).toBe(line)
  })

  it('counts the bytes of literals, and names the tag of commands and answers', () => {
    expect(readableLine('* 1 FETCH (BODY[1] "(* 1234B literal *)")').bytes).toBeGreaterThan(1234)
    expect(readableLine('1F OK done').tag).toBe('1F')
    expect(readableLine('* OK done').tag).toBeUndefined()
  })
})
