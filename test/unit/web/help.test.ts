import { describe, expect, it } from 'vitest'
import { SUBMIT_REASONS } from '../../../shared/protocol/refusals.ts'
import { isTopic, textsOf, TOPICS, type TopicId } from '../../../web/help/topics.ts'
import { en } from '../../../web/i18n/en/index.ts'

/** Every problem that the page explains has its texts, its page, and its place in docs/errors.md. */

const ids = Object.keys(TOPICS) as TopicId[]

/** A message as the table of keys has it, with its parameters as they stand. */
function text(key: string): string {
  const found = key.split('.').reduce<unknown>((tree, name) => (tree as Record<string, unknown>)[name], en)
  expect(found, key).toBeTypeOf('string')
  return (found as string).replace(/\{'(.)'\}/g, '$1')
}

function entry(id: TopicId): string {
  const { who, says, link } = TOPICS[id]
  const { title, meaning, advice } = textsOf(id)
  return [
    `### ${id}`,
    `**${text(title)}**`,
    ...(says.length > 0 ? [`The server says: ${says.map((words) => `\`${words}\``).join(', ')}`] : []),
    text(meaning),
    `What to do: ${text(advice)}`,
    `Who can do it: ${text(`refusals.who.${who}`)}`,
    ...(link === undefined ? [] : [`See <${link}>`]),
  ].join('\n\n')
}

const isReason = (id: string): boolean => Object.hasOwn(SUBMIT_REASONS, id)

const document = `# What can go wrong, and what to do

Every problem that the page explains, under the id of its page: \`#/help/<id>\` of any Ponte shows the same texts in the
language of who reads them. \`{host}\` is the mail server, \`{provider}\` its name on the page, \`{user}\` the address one is
signed in with, \`{redirectUri}\` the page's own. The texts are those of \`web/i18n/en\`, the rest is \`web/help/topics.ts\`;
\`npx vitest run --project unit test/unit/web/help.test.ts -u\` writes this file.

## Signing in and reading

${ids
  .filter((id) => !isReason(id))
  .map(entry)
  .join('\n\n')}

## Sending

What \`submit\` answers as \`reason\`; \`bridge/smtp/refusals.ts\` says which answer of a server means which. Without one, the
connection broke.

${ids.filter(isReason).map(entry).join('\n\n')}
`

describe('the topics', () => {
  it('are the reasons of the protocol and the problems of explain(), each once', () => {
    expect(ids).toEqual(expect.arrayContaining(Object.keys(SUBMIT_REASONS)))
    expect(new Set(ids).size).toBe(ids.length)
    expect(isTopic('smtpAuthDisabled')).toBe(true)
    expect(isTopic('constructor')).toBe(false)
  })

  it('that pass by themselves are said to, and the others not', () => {
    for (const [reason, { passes }] of Object.entries(SUBMIT_REASONS))
      expect([reason, TOPICS[reason as TopicId].who === 'nobody']).toEqual([reason, passes])
  })

  it('of switched-off sending names the command and where it is explained', () => {
    expect(en.refusals.smtpAuthDisabled.advice).toContain('Set-CASMailbox')
    expect(en.refusals.smtpAuthDisabled.advice).toContain('-SmtpClientAuthenticationDisabled $false')
    expect(TOPICS.smtpAuthDisabled.link).toBe('https://aka.ms/smtp_auth_disabled')
  })
})

it('docs/errors.md says what the page says', async () => {
  await expect(document).toMatchFileSnapshot('../../../docs/errors.md')
})
