import { defineStore } from 'pinia'
import { ref } from 'vue'

const KEY = 'ponte.reading'

/** How messages are read in this browser. */
export const useReadingOptions = defineStore('readingOptions', () => {
  const conversations = ref(read())

  function setConversations(on: boolean): void {
    conversations.value = on
    try {
      localStorage.setItem(KEY, JSON.stringify({ conversations: on }))
    } catch {
      // No room or no permission: it holds as long as the page.
    }
  }

  return { conversations, setConversations }
})

function read(): boolean {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return (stored as { conversations?: unknown } | null)?.conversations !== false
  } catch {
    return true
  }
}
