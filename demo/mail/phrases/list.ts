import type { Mailbox } from '../types.ts'

export type ListTopic = {
  subject: string
  opening: string
  /** Answers that only fit this topic. */
  replies: readonly string[]
}

export type MailingList = {
  name: string
  address: string
  language: 'en' | 'it'
  /** In front of every subject. */
  tag: string
  members: readonly Mailbox[]
  topics: readonly ListTopic[]
  /** Answers that fit any topic of this list. */
  replies: readonly string[]
  footer: string
}

/** Subscribers with addresses made from their names. */
export const members = (domain: string, names: readonly string[]): Mailbox[] =>
  names.map((name) => ({
    name,
    address: `${name
      .toLowerCase()
      .replace(/[^a-z ]/g, '')
      .replace(/ /g, '.')}@${domain}`,
  }))
