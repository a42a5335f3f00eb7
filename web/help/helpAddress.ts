import type { TopicId } from './topics.ts'

/** The address of a topic's page, within this page. */
export const helpAddress = (id: TopicId): string => `#/help/${id}`
