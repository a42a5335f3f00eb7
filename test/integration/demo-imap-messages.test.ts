import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Account } from '../../demo/imap/store.ts'
import { ADA, type DemoImap, RawImap, startDemoImap } from '../support/demoImap.ts'

let demo: DemoImap
let account: Account
let socket: RawImap

beforeAll(async () => {
  demo = await startDemoImap({ appendLimit: 10_000 })
  account = demo.store.ensureAccount(ADA)
})

afterAll(async () => {
  await demo.close()
  expect(demo.errors).toEqual([])
})

/** A folder of its own for each test, selected. */
let folder = 0
let path: string
beforeEach(async () => {
  path = `Test/${++folder}`
  account.create(path)
  socket = await RawImap.signedIn(demo, { select: path })
})

function message(fields: Record<string, string>, body = 'body'): Buffer {
  const header = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${header.join('')}\r\n${body}\r\n`)
}

function fill(count: number): void {
  for (let n = 1; n <= count; n++) account.append(path, { raw: message({ Subject: `no ${n}` }) })
}

async function count(name: string): Promise<number> {
  const [line] = await socket.ok(`STATUS ${name} (MESSAGES)`)
  return Number(/MESSAGES (\d+)/.exec(line ?? '')?.[1])
}

describe('mailboxes', () => {
  it('SELECT says what RFC 3501 requires, EXAMINE that nothing can change', async () => {
    account.append(path, { raw: message({}), flags: ['\\Seen'] })
    account.append(path, { raw: message({}) })
    const { uidValidity } = account.require(path)
    const flags = '\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent'
    const select = await socket.run(`SELECT ${path}`)
    expect(select).toEqual([
      '* 2 EXISTS',
      '* 2 RECENT',
      `* FLAGS (${flags})`,
      `* OK [PERMANENTFLAGS (${flags})] Permanent flags`,
      '* OK [UNSEEN 2] Is the first unseen message',
      `* OK [UIDVALIDITY ${uidValidity}] UIDVALIDITY value`,
      '* OK [UIDNEXT 3] The next unique identifier value',
      'OK [READ-WRITE] SELECT completed.',
    ])
    const examine = await socket.run(`EXAMINE ${path}`)
    expect(examine).toContain('* OK [PERMANENTFLAGS ()] Permanent flags')
    expect(examine.at(-1)).toBe('OK [READ-ONLY] EXAMINE completed.')
    for (const command of ['STORE 1 FLAGS (\\Deleted)', 'EXPUNGE', 'MOVE 1 Archive'])
      expect(await socket.status(command)).toMatch(/^NO/)
    expect(await socket.status('SELECT Nowhere')).toBe("NO Nowhere doesn't exist.")
    expect(await socket.status('CHECK')).toBe('BAD Command received in Invalid state.')
  })

  it('lists folders as Outlook does, special use without the capability', async () => {
    const list = await socket.ok('LIST "" %')
    expect(list.slice(0, 2)).toEqual([
      '* LIST (\\Marked \\HasNoChildren) "/" INBOX',
      '* LIST (\\HasNoChildren) "/" Archive',
    ])
    expect(list).toContain('* LIST (\\HasNoChildren \\Trash) "/" Deleted')
    expect(list).toContain('* LIST (\\HasChildren) "/" Test')
    expect(await socket.ok('LIST "" ""')).toEqual(['* LIST (\\Noselect) "/" ""'])
    expect(await socket.ok(`LIST Test/ ${folder}`)).toEqual([`* LIST (\\HasNoChildren) "/" ${path}`])
    expect(await socket.ok('NAMESPACE')).toEqual(['* NAMESPACE (("" "/")) NIL NIL'])
  })

  it('creates, renames, subscribes and deletes, with any name', async () => {
    await socket.ok('CREATE {13}\r\nCaf&AOk-/deep'.replace('{13}\r\n', ''))
    expect(account.mailbox('Caf\u00e9/deep')).toBeDefined()
    await socket.ok('RENAME Caf&AOk- "Two words"')
    expect(await socket.ok('LIST "" Two*')).toEqual([
      '* LIST (\\HasChildren) "/" "Two words"',
      '* LIST (\\HasNoChildren) "/" "Two words/deep"',
    ])
    await socket.ok('UNSUBSCRIBE "Two words"')
    expect(await socket.ok('LSUB "" Two%')).toEqual(['* LSUB (\\Noselect) "/" "Two words"'])
    await socket.ok('SUBSCRIBE "Two words"')
    expect(await socket.ok('LSUB "" Two%')).toEqual(['* LSUB (\\HasChildren) "/" "Two words"'])
    const before = account.require('Two words/deep').uidValidity
    await socket.ok('DELETE "Two words/deep"')
    await socket.ok('CREATE "Two words/deep"')
    expect(account.require('Two words/deep').uidValidity).toBeGreaterThan(before)
    await socket.ok('DELETE "Two words"')
    expect(await socket.ok('LIST "" "Two words"')).toEqual([
      '* LIST (\\Noselect \\HasChildren) "/" "Two words"',
    ])
    expect(await socket.status('DELETE "Two words"')).toMatch(/^NO/)
    for (const command of [
      'DELETE INBOX',
      'DELETE Sent',
      'RENAME Sent Other',
      'CREATE INBOX',
      'DELETE Nowhere',
      'CREATE a//b',
    ])
      expect(await socket.status(command)).toMatch(/^NO/)
    await socket.ok('CREATE "<img src=x onerror=alert(1)>"')
    expect((await socket.ok('LIST "" "<*"'))[0]).toBe(
      '* LIST (\\HasNoChildren) "/" "<img src=x onerror=alert(1)>"',
    )
  })

  it('RENAME INBOX moves its messages and leaves it', async () => {
    account.append('INBOX', { raw: message({}) })
    await socket.ok('RENAME INBOX Old')
    expect([await count('INBOX'), await count('Old')]).toEqual([0, 1])
  })

  it('STATUS counts', async () => {
    fill(2)
    const { uidValidity } = account.require(path)
    expect(await socket.ok(`STATUS ${path} (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)`)).toEqual([
      `* STATUS ${path} (MESSAGES 2 RECENT 2 UIDNEXT 3 UIDVALIDITY ${uidValidity} UNSEEN 2)`,
      '* 2 EXISTS',
      '* 2 RECENT',
    ])
    expect(await socket.status(`STATUS ${path} (HIGHESTMODSEQ)`)).toMatch(/^BAD/)
  })
})

describe('APPEND', () => {
  it('takes both kinds of literal, flags and a date', async () => {
    socket.send(`a APPEND ${path} (\\Seen $Forwarded) "05-Mar-2020 10:00:00 +0100" {15}\r\n`)
    expect(await socket.until(/.*\r\n/)).toBe('+ Ready for additional command text.\r\n')
    socket.send('Subject: x\r\n\r\nz\r\n')
    const { uidValidity } = account.require(path)
    expect(await socket.answer('a')).toEqual([
      '* 1 EXISTS',
      '* 1 RECENT',
      `OK [APPENDUID ${uidValidity} 1] APPEND completed.`,
    ])
    socket.send(`b APPEND ${path} {1+}\r\nx\r\n`)
    expect((await socket.answer('b')).at(-1)).toBe(`OK [APPENDUID ${uidValidity} 2] APPEND completed.`)
    expect(await socket.ok('FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])')).toEqual([
      '* 1 FETCH (FLAGS (\\Seen \\Recent) INTERNALDATE " 5-Mar-2020 09:00:00 +0000" RFC822.SIZE 15 BODY[] {15}',
      'Subject: x',
      '',
      'z)',
    ])
  })

  it('refuses an unknown folder, nothing at all, and a date that is none', async () => {
    expect(await socket.status('APPEND Nowhere {1+}\r\nx')).toBe("NO [TRYCREATE] Nowhere doesn't exist.")
    expect(await socket.status(`APPEND ${path} {0+}\r\n`)).toMatch(/^NO/)
    expect(await socket.status(`APPEND ${path} "yesterday" {1+}\r\nx`)).toMatch(/^BAD/)
    expect(await socket.status(`APPEND ${path} text`)).toMatch(/^BAD/)
  })

  it('answers one over the limit without a tag, and goes on', async () => {
    socket.send(`a APPEND ${path} {10001}\r\n`)
    expect(await socket.until(/.*\r\n/)).toBe('* BAD command line limit exceeded\r\n')
    socket.send(`b APPEND ${path} {10001+}\r\n${'x'.repeat(10_001)}\r\n`)
    expect(await socket.until(/.*\r\n/)).toBe('* BAD command line limit exceeded\r\n')
    socket.send(`c APPEND {6000+}\r\n${'x'.repeat(6_000)} {6000+}\r\n${'x'.repeat(6_000)}\r\n`)
    expect(await socket.until(/.*\r\n/)).toBe('* BAD command line limit exceeded\r\n')
    expect(await socket.run('NOOP')).toEqual(['OK NOOP completed.'])
    expect(account.require(path).messages).toHaveLength(0)
  })
})

describe('FETCH', () => {
  it('answers in the order asked, partials and what is not there included', async () => {
    account.append(path, { raw: message({ Subject: 'caf\u00e9 "q"', From: 'a@b.c' }, 'hello') })
    await socket.ok('NOOP')
    expect(
      await socket.ok('UID FETCH 1 (BODY.PEEK[TEXT]<1.3> BODY.PEEK[TEXT]<99.1> BODY.PEEK[7] FLAGS)'),
    ).toEqual(['* 1 FETCH (UID 1 BODY[TEXT]<1> {3}', 'ell BODY[TEXT]<99> "" BODY[7] NIL FLAGS (\\Recent))'])
    const latin1 = Buffer.from('caf\u00e9 "q"').toString('latin1')
    expect(await socket.ok('FETCH 1 ALL')).toEqual([
      expect.stringMatching(
        /^\* 1 FETCH \(FLAGS \(\\Recent\) INTERNALDATE ".{26}" RFC822\.SIZE \d+ ENVELOPE \(NIL \{9\}$/,
      ),
      `${latin1} ((NIL NIL "a" "b.c")) ((NIL NIL "a" "b.c")) ((NIL NIL "a" "b.c")) NIL NIL NIL NIL NIL))`,
    ])
    expect(await socket.ok('FETCH 1 BODY.PEEK[HEADER.FIELDS (FROM "x y")]')).toEqual([
      '* 1 FETCH (BODY[HEADER.FIELDS (FROM "x y")] {15}',
      'From: a@b.c',
      '',
      ')',
    ])
  })

  it('BODY[] reads, BODY.PEEK[] and RFC822.HEADER do not', async () => {
    fill(3)
    await socket.ok('NOOP')
    const seen = async (): Promise<string[]> => socket.ok('SEARCH SEEN')
    await socket.ok('FETCH 1 (BODY.PEEK[] RFC822.HEADER)')
    expect(await seen()).toEqual(['* SEARCH'])
    expect((await socket.ok('FETCH 1 BODY[1]<0.2>')).at(-1)).toBe('bo FLAGS (\\Seen \\Recent))')
    expect((await socket.ok('FETCH 2 (RFC822.TEXT FLAGS)')).at(-1)).toBe(' FLAGS (\\Seen \\Recent))')
    expect(await seen()).toEqual(['* SEARCH 1 2'])
  })

  it('by UID ignores what is not there, by number refuses it', async () => {
    fill(2)
    await socket.ok('NOOP')
    expect(await socket.ok('UID FETCH 5:9 FLAGS')).toEqual([])
    expect(await socket.ok('UID FETCH 9:* UID')).toEqual(['* 2 FETCH (UID 2)'])
    expect(await socket.ok('FETCH *:1,1 UID')).toEqual(['* 1 FETCH (UID 1)', '* 2 FETCH (UID 2)'])
    expect(await socket.status('FETCH 3 UID')).toBe('BAD The specified message set is invalid.')
  })
})

describe('STORE, COPY, MOVE, EXPUNGE', () => {
  it('keeps the flags Outlook keeps and ignores the rest', async () => {
    fill(1)
    await socket.ok('NOOP')
    expect(await socket.ok('UID STORE 1 +FLAGS (\\seen $Forwarded)')).toEqual([
      '* 1 FETCH (UID 1 FLAGS (\\Seen \\Recent))',
    ])
    expect(await socket.ok('STORE 1 FLAGS ($MDNSent \\Flagged)')).toEqual([
      '* 1 FETCH (FLAGS (\\Flagged $MDNSent \\Recent))',
    ])
    expect(await socket.ok('STORE 1 -FLAGS.SILENT \\Flagged')).toEqual([])
    expect(await socket.ok('STORE 1 +FLAGS ($Label1)')).toEqual(['* 1 FETCH (FLAGS ($MDNSent \\Recent))'])
    expect(await socket.status('STORE 1 +FLAGS (\\Nonsense)')).toMatch(/^BAD/)
  })

  it('copies and moves with COPYUID, and expunges only what is deleted', async () => {
    fill(5)
    account.create(`${path}/to`)
    await socket.ok('NOOP')
    const validity = account.require(`${path}/to`).uidValidity
    expect(await socket.run(`UID COPY 1:2,4 ${path}/to`)).toEqual([
      `OK [COPYUID ${validity} 1:2,4 1:3] COPY completed.`,
    ])
    expect(await socket.run(`UID COPY 99 ${path}/to`)).toEqual(['OK COPY completed.'])
    expect(await socket.run(`MOVE 2:3 ${path}/to`)).toEqual([
      `* OK [COPYUID ${validity} 2:3 4:5]`,
      '* 2 EXPUNGE',
      '* 2 EXPUNGE',
      'OK MOVE completed.',
    ])
    expect(await socket.status('COPY 1 Nowhere')).toBe("NO [TRYCREATE] Nowhere doesn't exist.")
    await socket.ok('STORE 1:3 +FLAGS.SILENT (\\Deleted)')
    expect(await socket.run('UID EXPUNGE 4:*')).toEqual([
      '* 2 EXPUNGE',
      '* 2 EXPUNGE',
      'OK UID EXPUNGE completed.',
    ])
    expect(await socket.run('EXPUNGE')).toEqual(['* 1 EXPUNGE', 'OK EXPUNGE completed.'])
  })

  it('CLOSE expunges in silence, UNSELECT does not', async () => {
    fill(2)
    await socket.ok('NOOP')
    await socket.ok('STORE 1 +FLAGS.SILENT (\\Deleted)')
    await socket.ok('UNSELECT')
    expect(await count(path)).toBe(2)
    await socket.ok(`SELECT ${path}`)
    expect(await socket.ok('CLOSE')).toEqual([])
    expect(await count(path)).toBe(1)
  })
})

describe('two sessions on one folder', () => {
  it('hold their sequence numbers until they may change', async () => {
    fill(3)
    await socket.ok('NOOP')
    const other = await RawImap.signedIn(demo, { select: path })
    await other.ok('STORE 1 +FLAGS.SILENT (\\Deleted)')
    await other.ok('EXPUNGE')
    account.append(path, { raw: message({ Subject: 'late' }) })
    expect(await socket.ok('FETCH 1:3 UID')).toEqual([
      '* 1 FETCH (UID 1)',
      '* 2 FETCH (UID 2)',
      '* 3 FETCH (UID 3)',
      '* 4 EXISTS',
      '* 4 RECENT',
    ])
    expect(await socket.ok('FETCH 1 BODY.PEEK[TEXT]')).toContain('* 1 FETCH (BODY[TEXT] {6}')
    expect(await socket.ok('STORE 1 FLAGS (\\Seen)')).toEqual([])
    expect(await socket.status(`COPY 1 ${path}`)).toMatch(/^NO/)
    expect(await socket.ok('SEARCH ALL')).toEqual(['* SEARCH 1 2 3 4'])
    expect(await socket.ok('UID SEARCH ALL')).toEqual(['* SEARCH 1 2 3 4', '* 1 EXPUNGE'])
    expect(await socket.ok('SEARCH ALL')).toEqual(['* SEARCH 1 2 3'])
    await other.ok('UID STORE 3 FLAGS (\\Flagged)')
    expect(await socket.ok('NOOP')).toEqual(['* 2 FETCH (FLAGS (\\Flagged \\Recent))'])
    expect(await socket.ok('NOOP')).toEqual([])
  })

  it('hear nothing of a message that came and went between two commands', async () => {
    fill(1)
    await socket.ok('NOOP')
    fill(1)
    account.require(path).expunge((gone) => gone.uid === 2)
    expect(await socket.ok('NOOP')).toEqual([])
    expect(await socket.ok('UID FETCH 1:* UID')).toEqual(['* 1 FETCH (UID 1)'])
  })

  it('find other UIDs after UIDVALIDITY changed, once they select again', async () => {
    fill(2)
    await socket.ok('NOOP')
    const before = account.require(path).uidValidity
    const { uidValidity } = account.renumber(path)
    expect(uidValidity).toBeGreaterThan(before)
    expect(await socket.ok('UID SEARCH ALL')).toEqual(['* SEARCH 1 2'])
    expect(await socket.ok(`SELECT ${path}`)).toContain(`* OK [UIDVALIDITY ${uidValidity}] UIDVALIDITY value`)
    expect(await socket.ok('UID SEARCH ALL')).toEqual(['* SEARCH 3 4'])
  })

  it('survive the deletion of the folder', async () => {
    fill(1)
    await socket.ok('NOOP')
    const other = await RawImap.signedIn(demo)
    await other.ok(`DELETE ${path}`)
    expect(await socket.ok('NOOP')).toEqual(['* 1 EXPUNGE'])
  })
})

describe('SEARCH', () => {
  it.each([
    ['ALL', '1 2 3'],
    ['1,3', '1 3'],
    ['UID 2:*', '2 3'],
    ['FROM ada', '1'],
    ['SUBJECT "caf"', '2'],
    ['SUBJECT "two words"', '1'],
    ['TO x@y.z CC c@d.e', '3'],
    ['BCC secret', '3'],
    ['HEADER X-Tag ""', '2'],
    ['HEADER X-Tag blue', '2'],
    ['BODY "au lait"', '2'],
    ['TEXT x-tag', '2'],
    ['NOT SEEN', '2 3'],
    ['UNSEEN FLAGGED', '3'],
    ['OR SEEN FLAGGED', '1 3'],
    ['OR (SEEN FROM ada) NOT (OR 1 2)', '1 3'],
    ['DRAFT', ''],
    ['ANSWERED', '1'],
    ['UNANSWERED UNDELETED UNDRAFT', '2 3'],
    ['RECENT', '1 2 3'],
    ['NEW', '2 3'],
    ['OLD', ''],
    ['BEFORE 2-Jan-2020', '1'],
    ['ON "2-Jan-2020"', '2'],
    ['SINCE 2-Jan-2020', '2 3'],
    ['SENTBEFORE 1-Feb-1994', ''],
    ['SENTON 7-Feb-1994', '1'],
    ['SENTSINCE 1-Jan-2020', '3'],
    ['LARGER 150', '2'],
    ['SMALLER 150', '1 3'],
    ['CHARSET US-ASCII SUBJECT {3+}\r\ncaf', '2'],
  ])('%s', async (criteria, expected) => {
    account.append(path, {
      raw: message({ From: 'Ada <a@b.c>', Subject: 'two\r\n words', Date: 'Mon, 7 Feb 1994 23:52:25 -0800' }),
      flags: ['\\Seen', '\\Answered'],
      internalDate: new Date('2020-01-01T23:59:59Z'),
    })
    account.append(path, {
      raw: message(
        {
          Subject: '=?utf-8?q?Caf=C3=A9?=',
          'X-Tag': 'blue',
          'Content-Type': 'text/plain; charset=utf-8',
          'Content-Transfer-Encoding': 'base64',
        },
        Buffer.from('caf\u00e9 AU LAIT, if you please, and a croissant').toString('base64'),
      ),
      internalDate: new Date('2020-01-02T00:00:00Z'),
    })
    account.append(path, {
      raw: message({ To: 'x@y.z', Cc: 'c@d.e', Bcc: 'secret@s.t', Date: '3 Mar 2021 01:00:00 +0000' }),
      flags: ['\\Flagged'],
      internalDate: new Date('2020-01-03T00:00:00Z'),
    })
    await socket.ok('NOOP')
    expect(await socket.ok(`SEARCH ${criteria}`)).toEqual([`* SEARCH ${expected}`.trim()])
  })
})
