import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkConfig } from '../../../bridge/config/checkConfig.ts'
import { loadConfig } from '../../../bridge/config/config.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ponte-operations-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const provider = {
  id: 'plain',
  name: 'Plain',
  auth: { kind: 'password' },
  imap: { host: 'imap.example.org', port: 993 },
  smtp: { host: 'smtp.example.org', port: 587 },
}
function check(file: object, env: NodeJS.ProcessEnv = {}) {
  write('ponte.config.json', JSON.stringify({ providers: [provider], ...file }))
  return checkConfig(env, folder)
}

describe('what the environment says of running it', () => {
  test.each([
    ['9464', { host: '127.0.0.1', port: 9464 }],
    ['0.0.0.0:9464', { host: '0.0.0.0', port: 9464 }],
    ['::1:9464', { host: '::1', port: 9464 }],
  ])('metrics at %s', (text, metrics) => {
    expect(loadConfig({ PONTE_METRICS: text }, folder).metrics).toEqual(metrics)
  })

  test('a number of workers; one is none', () => {
    expect(loadConfig({ PONTE_WORKERS: '3' }, folder).workers).toBe(3)
    expect(loadConfig({ PONTE_WORKERS: '1' }, folder).workers).toBeUndefined()
    expect(check({ workers: 4 }).status).toBe(0)
    expect(check({ workers: 4.5 }).text).toContain('workers: must be a whole number, not 4.5.')
  })

  test('mistakes are named', () => {
    const { status, text } = check({}, { PONTE_METRICS: 'here', PONTE_WORKERS: 'all' })
    expect(status).toBe(1)
    expect(text).toContain('PONTE_METRICS must be a port, or an address and a port')
    expect(text).toContain('PONTE_WORKERS must be a number from 1 to 256, or auto, not "all".')
  })
})

describe('secrets', () => {
  const URL = 'rediss://ponte:canary@redis.example.org:6379'

  test('come from files that the environment or the configuration names', () => {
    const path = write('redis-url', `${URL}\n`)
    expect(loadConfig({ PONTE_REDIS_URL_FILE: path }, folder).redis).toBe(URL)
    write('ponte.config.json', JSON.stringify({ redis: { urlFile: 'redis-url' } }))
    expect(loadConfig({}, folder).redis).toBe(URL)
    const id = write('client-id', '11111111-2222-3333-4444-555555555555\n')
    const [first] = loadConfig({ PONTE_MICROSOFT_CLIENT_ID_FILE: id }, folder).providers
    expect(first?.auth).toMatchObject({ clientId: '11111111-2222-3333-4444-555555555555' })
  })

  test('a file that is not there, and a secret said twice', () => {
    const { text } = check(
      {},
      {
        PONTE_REDIS_URL_FILE: join(folder, 'nowhere'),
        PONTE_MICROSOFT_CLIENT_ID: 'x',
        PONTE_MICROSOFT_CLIENT_ID_FILE: 'y',
      },
    )
    expect(text).toContain(`PONTE_REDIS_URL_FILE: ${join(folder, 'nowhere')} cannot be read`)
    expect(text).toContain('PONTE_MICROSOFT_CLIENT_ID and PONTE_MICROSOFT_CLIENT_ID_FILE are both set.')
  })

  test('are never told back', () => {
    const wrong = URL.replace('rediss', 'https')
    for (const { status, text } of [
      check({ redis: { url: wrong } }),
      check({}, { PONTE_REDIS_URL: wrong }),
      check({}, { PONTE_REDIS_URL_FILE: write('redis-url', wrong) }),
    ]) {
      expect(status).toBe(1)
      expect(text).toContain('must')
      expect(text).not.toContain('canary')
    }
  })
})

describe('--check-config', () => {
  test('says what the configuration comes to', () => {
    const { status, text } = check({ origins: ['http://localhost:8080'], metrics: { port: 9464 } })
    expect(status).toBe(0)
    expect(text.split('\n')).toEqual([
      'The configuration can be used.',
      '  listens at: 127.0.0.1:8080',
      '  opened from: http://localhost:8080',
      '  providers: plain (password)',
      '  metrics: 127.0.0.1:9464',
    ])
  })

  test('notes what works and is seldom meant', () => {
    const { status, text } = check(
      { origins: ['https://mail.example.org'], metrics: { host: '0.0.0.0', port: 9464 } },
      { PONTE_DEMO: '1' },
    )
    expect(status).toBe(0)
    for (const field of ['trustProxy', 'strictTransportSecurity', 'providers', 'metrics.host'])
      expect(text).toContain(`note: ${field}: `)
    expect(check({ listen: { host: '0.0.0.0' } }).text).toContain('note: listen.host: ')
  })

  test('tells mistakes from a file that cannot be read', () => {
    expect(check({ limits: { refusalsPerUser: 'many' } })).toMatchObject({
      status: 1,
      text: expect.stringContaining('limits.refusalsPerUser: must be a number, not "many".') as string,
    })
    write('ponte.config.json', '{')
    expect(checkConfig({}, folder).status).toBe(2)
    expect(checkConfig({ PONTE_CONFIG: 'nowhere.json' }, folder).status).toBe(2)
  })
})
