import { reactive } from 'vue'
import { describe, expect, it } from 'vitest'
import type { Invitation } from '../../../web/mime/invitation.ts'
import type { ComposerDraft } from '../../../web/stores/compose/draft.ts'
import { createInvitations } from '../../../web/stores/compose/invitations.ts'
import { memoryStorage } from '../../support/memoryStorage.ts'

const HOUR = 3_600_000
const at = (hour: number) => ({ local: '', allDay: false, at: hour * HOUR })
const invitation = (more: Partial<Invitation> = {}): Invitation =>
  ({
    ...{ method: 'REQUEST', key: 'a', sequence: 0, stamp: 1, title: 'Review', start: at(9), end: at(10) },
    ...{ cancelled: false, guests: [], ...more },
  }) as Invitation

function begin(storage = memoryStorage()) {
  const drafts = reactive<ComposerDraft[]>([])
  const invitations = createInvitations({ storage, account: 'anna', drafts: () => drafts })
  const send = (messageId: string, kind: string) =>
    drafts.push({ messageId, calendar: { method: 'REPLY', text: '' }, state: { kind } } as ComposerDraft)
  return { drafts, invitations, send, storage }
}

describe('the events that invitations told of', () => {
  it('tell what a change was before, and which message is old', () => {
    const { invitations } = begin()
    expect(invitations.learn(invitation())).toBeUndefined()
    expect(invitations.learn(invitation())).toBeUndefined()
    expect(invitations.learn(invitation({ sequence: 1, start: at(11) }))).toMatchObject({ start: 9 * HOUR })
    // The change, read again.
    expect(invitations.learn(invitation({ sequence: 1, start: at(11) }))).toMatchObject({ start: 9 * HOUR })
    // The first message, read again.
    expect(invitations.learn(invitation())).toMatchObject({ sequence: 1, start: 11 * HOUR })
    expect(
      invitations.learn(invitation({ method: 'CANCEL', cancelled: true, sequence: 1, stamp: 2 })),
    ).toMatchObject({ sequence: 1, cancelled: false })
    expect(invitations.learn(invitation())).toMatchObject({ cancelled: true })
  })

  it('learn nothing from guests', () => {
    const { invitations } = begin()
    invitations.learn(invitation())
    invitations.learn(invitation({ method: 'REPLY', sequence: 9, start: at(20) }))
    expect(invitations.conflictsOf(invitation({ key: 'b' }))).toMatchObject([{ title: 'Review' }])
  })

  it('conflict while both take place and neither was declined', () => {
    const { invitations, send } = begin()
    const other = invitation({ key: 'b', start: at(9.5), end: at(11) })
    invitations.learn(invitation())
    expect(invitations.conflictsOf(other)).toHaveLength(1)
    expect(invitations.conflictsOf(invitation({ key: 'b', start: at(10), end: at(11) }))).toEqual([])
    send('m', 'counting')
    invitations.answered(invitation(), 'DECLINED', 'm')
    expect(invitations.conflictsOf(other)).toEqual([])
  })

  it('count an answer as given once its message is sent, and forget one that was called back', () => {
    const { invitations, drafts, send, storage } = begin()
    send('m', 'counting')
    invitations.answered(invitation(), 'ACCEPTED', 'm')
    expect(invitations.answerTo('a')).toMatchObject({ answer: 'ACCEPTED', sent: false })
    drafts.splice(0)
    expect(invitations.answerTo('a')).toBeUndefined()
    send('m', 'counting')
    const [draft] = drafts
    if (draft) draft.state = { kind: 'sent', refused: [], copy: 'missing' }
    expect(invitations.answerTo('a')).toMatchObject({ sent: true })
    // After a reload.
    expect(begin(storage).invitations.answerTo('a')).toMatchObject({ answer: 'ACCEPTED', sent: true })
  })

  it('begin anew where what was stored is not ours', () => {
    const storage = memoryStorage()
    storage.setItem('ponte.invitations.anna', '[{"key":1},null,7]')
    expect(begin(storage).invitations.conflictsOf(invitation())).toEqual([])
  })
})
