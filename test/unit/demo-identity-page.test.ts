import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { escapeHtml, page, questionPage, signInPage } from '../../demo/identity/page.ts'

const hostile = `"><img src=x onerror=alert(1)>'&`

test('everything that is not markup of the page itself is escaped', () => {
  const users = [{ username: hostile, name: hostile, oid: '1' }]
  const pages = [
    page({ heading: hostile, paragraphs: [hostile] }),
    signInPage({ users, action: hostile, hint: hostile, hidden: { [hostile]: hostile } }),
    questionPage({
      heading: hostile,
      paragraphs: [hostile],
      action: hostile,
      hidden: { request: hostile },
      answers: [{ value: hostile, label: hostile }],
      formOrigins: [],
    }),
  ]
  for (const { html } of pages) {
    expect(html).not.toContain('<img')
    expect(html).toContain(escapeHtml(hostile))
  }
})

test('the policy allows the one stylesheet and the one script by their hashes', () => {
  const script = 'document.title = "x"'
  const { html, headers } = page({ heading: 'x', content: `<script>${script}</script>`, script })
  const sha = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const policy = headers['content-security-policy'] ?? ''
  expect(policy).toContain(`style-src ${sha(/<style>([^]*?)<\/style>/.exec(html)?.[1])}`)
  expect(policy).toContain(`script-src ${sha(script)}`)
  expect(page({ heading: 'x' }).headers['content-security-policy']).toMatch(/;script-src;/)
})

test('a form may end where its answer is sent to', () => {
  const { headers } = page({ heading: 'x', formOrigins: ['http://localhost:8080', 'http://localhost:8080'] })
  expect(headers['content-security-policy']).toContain("form-action 'self' http://localhost:8080;")
})
